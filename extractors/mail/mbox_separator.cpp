#include "extractors/mail/mbox_separator.h"

#include "extractors/mail/date.h"
#include "extractors/mail/header_fields.h"

#include <algorithm>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_line = 1000;

std::size_t words_in(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (char c : text) {
        bool space = c == ' ' || c == '\t';
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

// What an mbox writes after "From ": an address, "-" or a word, then a date or nothing.
struct Shape {
    bool dated = false; // ends in a date
    bool bare = false;  // nothing but a sender
};

Shape shape_of(std::string_view line) {
    line.remove_prefix(line.find("From ") + 5);
    Shape shape;
    shape.dated = has_asctime_date(line);
    shape.bare = !shape.dated && words_in(line) <= 1;
    return shape;
}

// How many header lines follow at once; a first line that is none makes it 0.
int fields_after(std::string_view text) {
    HeaderLook look = look_at_header(text, 12);
    auto [first, rest] = next_line(text);
    return is_known_field(field_name(first)) ? look.known_fields : 0;
}

// Further lines that belong to the separator: its own broken-off rest, or quoted "From " lines (`>From x Mon Jun …`).
std::size_t skip_separator_rest(std::string_view file, std::size_t message) {
    for (int i = 0; i < 3; ++i) {
        std::string_view text = file.substr(message);
        auto [line, rest] = next_line(text.substr(0, longest_line));
        bool quoted = line.starts_with(">From ");
        bool broken_off = field_name(line).empty() && !line.empty() && has_asctime_date(line);
        if (!quoted && !broken_off) break;
        if (fields_after(rest) == 0) break;
        message += line.size() + (text.substr(line.size()).starts_with("\r\n") ? 2 : 1);
    }
    return std::min(message, file.size());
}

bool is_separator(const Shape& shape, int fields, bool quoted, const SeparatorPlace& place) {
    if (quoted) return place.after_last_boundary && shape.dated && fields >= 2;
    if (place.inside_length && !(shape.dated && fields > 0)) return false;
    if (!place.after_empty_line) return fields >= 2 && (shape.dated || shape.bare);
    if (shape.dated) return true;
    return fields >= (shape.bare ? 1 : 2);
}

} // namespace

std::optional<Separator> separator_at(std::string_view file, std::size_t at, const SeparatorPlace& place) {
    std::string_view text = file.substr(at);
    bool quoted = text.starts_with('>');
    auto [line, rest] = next_line(text);
    if (line.size() > longest_line) return std::nullopt;
    std::size_t message = skip_separator_rest(file, rest.empty() ? file.size() : file.size() - rest.size());
    if (!is_separator(shape_of(line), fields_after(file.substr(message)), quoted, place)) return std::nullopt;
    return Separator{at, message};
}

} // namespace shenbao::mail
