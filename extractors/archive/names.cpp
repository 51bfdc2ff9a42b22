#include "extractors/archive/names.h"
#include "pipeline/model/text.h"

#include <unicode/ucasemap.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace shenbao::archive {
namespace {

// Longer names are cut: 255 bytes is what file systems hold of one component, and nobody nests deeper than this.
constexpr std::size_t longest_name = 1024;
constexpr std::size_t longest_evidence = 200;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Characters that turn the direction of what follows: "…fdp.exe" shown as "…exe.pdf" (Unicode 15, table 9.2 UAX #9).
bool turns_direction(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

// Characters that take no room: two names that look alike would differ by them.
bool takes_no_room(char32_t c) {
    return c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || c == 0x00AD ||
           (c >= 0xE0000 && c <= 0xE007F);
}

std::string decoded(std::string_view bytes, bool unicode, std::string_view encoding) {
    if ((unicode && text::is_utf8(bytes)) || encoding == "UTF-8") return text::clean(bytes);
    return text::decode(bytes, encoding == "CP437" ? "ibm-437" : encoding);
}

// Control bytes are dealt with before decoding: in none of the encodings are they part of another character.
std::string escaped_controls(std::string_view bytes) {
    std::string out;
    for (char c : bytes) {
        if (!is_control(c)) {
            out += c;
            continue;
        }
        std::array<char, 8> code{};
        std::snprintf(code.data(), code.size(), "\\x%02x", static_cast<unsigned char>(c));
        out += code.data();
    }
    return out;
}

std::string escaped_unseen(const std::string& utf8) {
    std::string out;
    for (char32_t c : text::to_u32(utf8)) {
        if (!turns_direction(c) && !takes_no_room(c)) {
            out += text::to_utf8(std::u32string_view(&c, 1));
            continue;
        }
        std::array<char, 12> code{};
        std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
        out += code.data();
    }
    return out;
}

void note(std::vector<std::string>& reasons, const char* reason) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.emplace_back(reason);
}

std::string without_unseen(const std::string& utf8, std::vector<std::string>& reasons) {
    std::u32string kept;
    for (char32_t c : text::to_u32(utf8)) {
        if (turns_direction(c))
            note(reasons, "direction");
        else if (takes_no_room(c))
            note(reasons, "invisible");
        else
            kept += c;
    }
    return text::to_utf8(kept);
}

bool is_drive(std::string_view component) {
    return component.size() >= 2 && component[1] == ':' &&
           ((component[0] | 0x20) >= 'a' && (component[0] | 0x20) <= 'z');
}

// The names that Windows keeps for devices, with any ending and trailing spaces.
bool is_device(std::string_view component) {
    std::string stem(component.substr(0, component.find('.')));
    while (!stem.empty() && stem.back() == ' ')
        stem.pop_back();
    for (char& c : stem)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL" || stem == "CONIN$" || stem == "CONOUT$")
        return true;
    return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) && stem[3] >= '1' && stem[3] <= '9';
}

// One component of the path; empty where it names no place.
std::string safe_component(std::string component, bool first, bool last, std::vector<std::string>& reasons) {
    if (component == ".") return {};
    if (std::all_of(component.begin(), component.end(), [](char c) { return c == '.' || c == ' '; })) {
        if (component.find("..") != component.npos) note(reasons, "traversal");
        return {};
    }
    if (first && is_drive(component)) {
        note(reasons, "drive");
        component.erase(0, 2);
    }
    if (is_device(component)) {
        note(reasons, "device");
        component.insert(component.begin(), '_');
    }
    // "!/" joins the names of archives within archives: a folder's own "!" must not look like it.
    if (!last && component.ends_with('!')) component.replace(component.size() - 1, 1, "！");
    return component;
}

std::string safe_path(const std::string& name, std::vector<std::string>& reasons) {
    if (name.starts_with("//"))
        note(reasons, "unc");
    else if (name.starts_with('/'))
        note(reasons, "absolute");
    std::string path;
    auto components = text::split(name, '/');
    for (std::size_t i = 0; i < components.size(); ++i) {
        auto component = safe_component(components[i], i == 0, i + 1 == components.size(), reasons);
        if (component.empty()) continue;
        if (!path.empty()) path += '/';
        path += component;
    }
    if (path.empty()) {
        note(reasons, "empty");
        path = "unnamed";
    }
    return path;
}

std::string cut(const std::string& name, std::vector<std::string>& reasons) {
    if (text::length(name) <= longest_name) return name;
    note(reasons, "long");
    // The ending stays: readers and staff go by it.
    auto points = text::to_u32(name);
    constexpr std::size_t tail = 32;
    return text::to_utf8(points.substr(0, longest_name - tail - 1) + U"…" + points.substr(points.size() - tail));
}

// What a desk machine would take for the same name: case folded, composed, without trailing dots and spaces.
std::string key_of(const std::string& name) {
    icu::UnicodeString folded = icu::UnicodeString::fromUTF8(name);
    folded.foldCase();
    std::string utf8, key;
    folded.toUTF8String(utf8);
    for (std::string component : text::split(text::nfc(utf8), '/')) {
        while (component.size() > 1 && (component.back() == '.' || component.back() == ' '))
            component.pop_back();
        key += component + '/';
    }
    return key;
}

std::string numbered(const std::string& name, int number) {
    auto point = name.rfind('.');
    if (point == name.npos || point == 0 || name.find('/', point) != name.npos) point = name.size();
    return name.substr(0, point) + " (" + std::to_string(number) + ")" + name.substr(point);
}

} // namespace

std::string shown(const RawName& raw, std::string_view encoding) {
    return text::shorten(escaped_unseen(decoded(escaped_controls(raw.bytes), raw.unicode, encoding)), longest_evidence);
}

SafeName NameBook::take(const RawName& raw) {
    SafeName safe;
    std::string bytes = raw.bytes;
    if (std::any_of(bytes.begin(), bytes.end(), is_control)) {
        note(safe.reasons, "control");
        std::replace_if(bytes.begin(), bytes.end(), is_control, '_');
    }
    // Only once decoded is a 0x5C a backslash: in GBK and Big5 it may be half a character.
    std::string name = text::nfc(decoded(bytes, raw.unicode, encoding_));
    std::replace(name.begin(), name.end(), '\\', '/');
    name = cut(safe_path(without_unseen(name, safe.reasons), safe.reasons), safe.reasons);
    safe.name = unique(name);
    if (safe.name != name) note(safe.reasons, "collision");
    safe.seen = shown(raw, encoding_);
    return safe;
}

std::string NameBook::unique(const std::string& name) {
    const std::string key = key_of(name);
    if (taken_.insert(key).second) return name;
    for (int& number = next_[key];;) {
        number = number < 2 ? 2 : number + 1;
        std::string other = numbered(name, number);
        if (taken_.insert(key_of(other)).second) return other;
    }
}

Finding NameBook::warning(const SafeName& name) {
    std::string reasons;
    for (const auto& reason : name.reasons)
        reasons += (reasons.empty() ? "" : ",") + reason;
    return finding("archive.unsafe_name", {}, name.seen, {{"reason", reasons}, {"name", name.name}});
}

} // namespace shenbao::archive
