#pragma once
// The two ways in which Outlook makes a data file unreadable to a casual eye ([MS-PST] 5.1, 5.2). Neither needs a key.

#include <cstdint>
#include <string>

namespace shenbao::mail {

void decipher_permuted(std::string& bytes);
// `block`: the lower half of the block's id.
void decipher_cyclic(std::string& bytes, std::uint32_t block);

} // namespace shenbao::mail
