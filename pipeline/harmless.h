#pragma once
// Foreign words on a terminal or in a log.

#include <string>
#include <string_view>

namespace shenbao {

// One line: no control characters, nothing that turns the direction of writing or is not seen.
std::string harmless(std::string_view foreign);

} // namespace shenbao
