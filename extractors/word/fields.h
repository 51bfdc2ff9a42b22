#pragma once
// Fields of Word (ECMA-376 17.16.5), as all its formats share them.

#include <string>
#include <string_view>

namespace shenbao {

// What a field without a result shows of its instruction: the last argument of EQ \o (circled characters, phonetic
// guides); else "".
std::string shown_by_instruction(std::string_view code);

} // namespace shenbao
