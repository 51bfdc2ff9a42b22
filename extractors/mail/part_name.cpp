#include "extractors/mail/part_name.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::mail {
namespace {

// Lost in a conversion: replacement characters, or the question marks that stand for them.
bool looks_broken(std::string_view name) {
    return name.find("\xef\xbf\xbd") != name.npos || name.find("??") != name.npos;
}

// Characters that turn the direction of what follows (Unicode TR 36, 3.2) or do not show at all.
bool is_hidden(char32_t c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c >= 0x200b && c <= 0x200f) ||
           c == 0xfeff || c < 0x20 || c == 0x7f;
}

} // namespace

std::string file_name(const Leaf& leaf) {
    std::string first = parameter(leaf.disposition, "filename");
    std::string second = parameter(leaf.type, "name");
    if (first.empty()) first = parameter(leaf.disposition, "name");
    if (second.empty()) second = parameter(leaf.type, "filename");
    return first.empty() || (looks_broken(first) && !second.empty() && !looks_broken(second)) ? second : first;
}

std::string safe_name(std::string_view name) {
    std::string clean = text::nfc(name);
    auto slash = clean.find_last_of("/\\");
    if (slash != clean.npos) clean.erase(0, slash + 1);
    std::u32string points = text::to_u32(clean);
    std::erase_if(points, is_hidden);
    std::string safe = text::trim(text::to_utf8(points));
    return safe == "." || safe == ".." ? std::string() : safe;
}

} // namespace shenbao::mail
