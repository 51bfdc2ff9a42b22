#pragma once
// What all parsers do with the text at a value's place before they look for their value.

#include "stages/fields/parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::fields_detail {

// The remains of rules and dots round a value dropped, and the spaces that recognition puts between Chinese characters
// and the digits and letters next to them, where print has none.
std::string tidy(std::string_view text);
// A recognised text without what recognition made of the rules beside it: at a line's end, after a wide gap, a few
// strokes read as "|", "一", "四" or "1".
std::string without_rule_remains(std::string_view text);
// The lines of a cell as one: they are broken where its width ends, and only between two Latin words does the break
// stand for a space.
std::string unbroken(std::string_view text);
// ASCII letters and digits only, in upper case.
std::string alphanumerics(std::string_view text);
// Letters that look like digits made digits where they stand next to one.
std::string digit_text(std::string_view text);
// Several values of one cell as one.
std::string joined(const std::vector<std::string>& parts);

// One parser a type; each gives nothing for a text without its value.
std::vector<Parsed> parse_code(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_number(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_phone(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_email(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_person(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_company(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_address(std::string_view text, const ParseContext& context);
std::vector<Parsed> parse_date(std::string_view text, const ParseContext& context);
// The amount that a text holds, in `context.to_unit`. Of several numbers the text is none.
std::vector<Parsed> parse_amount(std::string_view text, const ParseContext& context);

} // namespace shenbao::fields_detail
