#pragma once
// As what a file opens at the desk of whoever receives it.

#include <string_view>

namespace shenbao {

// The class of a file in a campaign's words. It is that of its content (format_class), but for web pages and plain
// text, which have none: under the endings of old Office they open there like any other document, so they count as that
// ("申报书.doc" that is HTML inside: "word"; its reader has said document.type_mismatch). New Office refuses them under
// its own endings (.docx). "" for no class.
std::string_view opened_as(std::string_view format, std::string_view entry);

} // namespace shenbao
