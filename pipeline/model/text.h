#pragma once
// Text as all floors handle it: valid UTF-8, NFC, and the foldings that Chinese office work needs.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::text {

bool is_utf8(std::string_view bytes);
// Valid UTF-8 whatever comes in: ill-formed sequences and characters that are none become U+FFFD, and control
// characters except tab and line feed are dropped.
std::string clean(std::string_view bytes);
// clean(), then Unicode normalisation form C.
std::string nfc(std::string_view utf8);
// Full-width ASCII and the ideographic space made half-width; （） ［］ and the like too. Nothing else changes.
std::string fold_width(std::string_view utf8);
// Drops spaces between two Chinese characters, and trims; runs of white space elsewhere become one space.
std::string squeeze(std::string_view utf8);
// What a value is written as in a record: nfc, then squeeze. Width is folded for digits and Latin letters only.
std::string value(std::string_view utf8);
// For comparing names: nfc, fold_width, every white space dropped, Latin letters in lower case.
std::string fold(std::string_view utf8);

std::u32string to_u32(std::string_view utf8);
std::string to_utf8(std::u32string_view text);
// Number of code points.
std::size_t length(std::string_view utf8);
bool is_han(char32_t c);
// Columns on a terminal: Chinese characters take two.
int columns(std::string_view utf8);
// At most `points` code points, with "…" where something was cut.
std::string shorten(std::string_view utf8, std::size_t points);

// Decodes bytes of a named charset (IANA or Windows name, any case) to clean UTF-8. GB2312, GBK, X-GBK and
// "gb_2312-80" are read as GB18030. An unknown charset is read as from_unknown() does.
std::string decode(std::string_view bytes, std::string_view charset);
// Text of unknown charset: strict UTF-8, else GB18030, else Latin-1. `charset` tells which, if asked for.
std::string from_unknown(std::string_view bytes, std::string* charset = nullptr);

std::vector<std::string> split(std::string_view text, char separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
std::string trim(std::string_view text);
// Ascending numbers in short: "1-4,9" where ',' separates.
std::string ranges(std::span<const int> numbers, std::string_view separator);

} // namespace shenbao::text
