#include "extractors/mail/inner_parts.h"

#include "extractors/mail/header_fields.h"

#include <algorithm>
#include <optional>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_boundary = 200;

bool is_octal(std::string_view text) {
    return text.size() >= 3 && text.size() <= 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
}

// A line of uuencode says its own length.
bool is_uu_line(std::string_view line) {
    if (line.empty() || line[0] <= 0x20 || line[0] > 0x60) return false;
    std::size_t bytes = static_cast<std::size_t>(line[0] - 0x20) & 0x3f;
    std::size_t least = 1 + (bytes * 4 + 2) / 3, most = 1 + (bytes + 2) / 3 * 4 + 2;
    return bytes == 0 ? line.size() <= 2 : line.size() + 4 >= least && line.size() <= most;
}

std::optional<PastedFile> pasted_at(std::string_view text, std::size_t at) {
    auto [line, rest] = next_line(text.substr(at));
    if (!is_octal(line.substr(6, line.substr(std::min<std::size_t>(6, line.size())).find(' ')))) return std::nullopt;
    auto space = line.find(' ', 6);
    if (space == line.npos || space + 1 >= line.size() || !is_uu_line(next_line(rest).line)) return std::nullopt;
    PastedFile file{at, text.size(), line.substr(space + 1)};
    while (!rest.empty()) {
        auto next = next_line(rest);
        rest = next.rest;
        if (next.line != "end") continue;
        file.end = text.size() - rest.size();
        break;
    }
    return file;
}

} // namespace

std::string boundary_found_in(std::string_view body) {
    for (std::string_view rest = body; !rest.empty();) {
        auto [line, after] = next_line(rest);
        rest = after;
        bool separates = line.size() > 2 && line.size() < longest_boundary && line.starts_with("--");
        if (!separates) continue;
        std::string_view name = field_name(next_line(after).line);
        if (!same_name(name.substr(0, 8), "content-")) continue;
        auto end = line.find_last_not_of(" \t");
        std::string boundary(line.substr(2, end - 1));
        if (boundary.find('"') == boundary.npos && boundary.find('\\') == boundary.npos) return boundary;
    }
    return {};
}

std::vector<PastedFile> pasted_files(std::string_view text, std::size_t most) {
    std::vector<PastedFile> files;
    for (std::size_t at = text.find("begin "); at != text.npos && files.size() < most; at = text.find("begin ", at)) {
        bool line_start = at == 0 || text[at - 1] == '\n';
        auto file = line_start ? pasted_at(text, at) : std::nullopt;
        at = file ? file->end : at + 1;
        if (file) files.push_back(*file);
    }
    return files;
}

} // namespace shenbao::mail
