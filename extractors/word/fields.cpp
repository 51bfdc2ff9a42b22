#include "extractors/word/fields.h"

namespace shenbao {

std::string shown_by_instruction(std::string_view code) {
    auto first = code.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    code.remove_prefix(first);
    if (code.substr(0, 2) != "EQ" && code.substr(0, 2) != "eq") return {};
    if (code.find("\\o") == std::string_view::npos && code.find("\\O") == std::string_view::npos) return {};
    auto comma = code.find_last_of(",;");
    auto close = code.rfind(')');
    if (comma == std::string_view::npos || close == std::string_view::npos || close < comma) return {};
    std::string_view last = code.substr(comma + 1, close - comma - 1);
    // The argument may itself be lowered or raised: \s\do3(字).
    auto inner = last.rfind('(');
    if (inner != std::string_view::npos) last = last.substr(inner + 1);
    return std::string(last.substr(0, last.find(')')));
}

} // namespace shenbao
