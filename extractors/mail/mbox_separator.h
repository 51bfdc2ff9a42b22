#pragma once
// The "From " line that stands before each message of an mbox file (RFC 4155 and its older dialects), as against a
// line of text that begins with the same word.

#include <cstddef>
#include <optional>
#include <string_view>

namespace shenbao::mail {

// A separator: where its line starts, and where the message after it starts.
struct Separator {
    std::size_t line = 0, message = 0;
};

// How a candidate is judged. A mail without a quoted "From " in its text is common, a lost separator costs a whole
// mail: what is followed by a mail's header is a separator even where its date, or the empty line before it, is broken.
struct SeparatorPlace {
    bool after_empty_line = true;     // or at the start of the file
    bool after_last_boundary = false; // the message before it is a multipart that has ended
    bool inside_length = false;       // a Content-Length that leads to a separator says that this is text (mboxcl2)
};

// Judges the line that starts at `at`, which reads "From " or ">From ".
std::optional<Separator> separator_at(std::string_view file, std::size_t at, const SeparatorPlace& place);

} // namespace shenbao::mail
