#pragma once
// Header text as senders really write it: RFC 2047 encoded words, whole and broken, and raw 8-bit bytes.

#include <string>
#include <string_view>

namespace shenbao::mail {

// Removes line ends, and the white space of folded lines down to one blank (RFC 5322, 2.2.3). Bytes otherwise
// unchanged.
std::string unfold(std::string_view raw);

// Decodes one header value or parameter. Bytes of neighbouring encoded words of one charset are joined before decoding,
// since a word may end inside a character; white space between encoded words is dropped; what is no encoded word is
// read as strict UTF-8, else GB18030. The result is clean UTF-8 on one line.
std::string decode_words(std::string_view raw);

// Bytes said to be in `charset`, with the usual lies undone: text that is UTF-8 under another name, and the other way
// round.
std::string decode_said(std::string_view bytes, std::string_view charset);

} // namespace shenbao::mail
