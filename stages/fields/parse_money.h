#pragma once

#include "stages/fields/parse.h"

namespace shenbao::fields_detail {

// The amount that a text holds, in `context.to_unit`. Of several numbers the text is none.
std::vector<Parsed> parse_amount(std::string_view text, const ParseContext& context);

} // namespace shenbao::fields_detail
