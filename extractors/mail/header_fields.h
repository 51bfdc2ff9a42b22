#pragma once
// The look of a mail's header: telling a header line from any other line, without decoding it.

#include <cstddef>
#include <string_view>

namespace shenbao::mail {

// One line and what follows it. `line` is without its line end.
struct Line {
    std::string_view line, rest;
};
Line next_line(std::string_view text);

// The field name of a header line ("Subject" of "Subject: x"), empty where the line is none (RFC 5322, 2.2).
std::string_view field_name(std::string_view line);
bool is_continuation(std::string_view line);

bool same_name(std::string_view a, std::string_view b); // ASCII, any case
// A field that a mail program or a mail server writes, as against any "word:".
bool is_known_field(std::string_view name);
// A field that stands at the head of a whole mail and hardly anywhere else: From, Received, Subject, …
bool is_mail_field(std::string_view name);

// What the first lines of a text are, as far as the header goes (at most 64 KiB are looked at).
struct HeaderLook {
    int mail_fields = 0;  // distinct lines with is_mail_field()
    int known_fields = 0; // mail fields among them
    int other_lines = 0;  // lines that are no header line
    bool ended = false;   // an empty line, or the end of the text, was reached
};
HeaderLook look_at_header(std::string_view text, int lines = 200);

// Bytes before the text proper: a byte order mark and empty lines.
std::size_t leading_blank(std::string_view text);

} // namespace shenbao::mail
