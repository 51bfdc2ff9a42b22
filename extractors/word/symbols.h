#pragma once
// Characters of symbol fonts (Wingdings, Wingdings 2, Symbol) as Unicode: bullets, arrows and the ticks of forms.

#include <string>
#include <string_view>

namespace shenbao {

bool is_symbol_font(std::string_view font);
// The character that `code` shows in `font`; codes 0xF000 to 0xF0FF stand for 0x00 to 0xFF. 0 where it is not known.
char32_t symbol(std::string_view font, char32_t code);
// `utf8` with the private use characters U+F020 to U+F0FF replaced by what they show in `font`.
std::string without_private_use(std::string_view utf8, std::string_view font = {});

} // namespace shenbao
