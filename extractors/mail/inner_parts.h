#pragma once
// Parts that the MIME tree does not show: a multipart whose boundary was lost, files pasted into the text.

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

// The boundary that the parts in `body` are really separated by, empty if there are none: a line "--…" that is followed
// by a Content- header.
std::string boundary_found_in(std::string_view body);

// A file uuencoded within a text (POSIX uuencode), from its "begin" line to its "end" line.
struct PastedFile {
    std::size_t begin = 0, end = 0; // within the text
    std::string_view name;          // undecoded
};

// In order, at most `most` of them.
std::vector<PastedFile> pasted_files(std::string_view text, std::size_t most);

} // namespace shenbao::mail
