#include "extractors/ocr/mend.h"

#include "extractors/ocr/spoken.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::ocr {

namespace {

bool small(char32_t c) { return c >= U'a' && c <= U'z'; }

bool upright_stroke(char32_t c) { return c == U'l' || c == U']' || c == U'|' || c == U'I' || c == U'!'; }

bool in_amount(char32_t c) { return is_figure(c) || c == U'.' || c == U',' || c == U':' || c == U';'; }

// 1,234,567.89 or 1234567.89: separators where they belong.
bool well_formed(std::u32string_view amount) {
    const std::size_t point = amount.find(U'.'), whole = std::min(point, amount.size());
    if (point != amount.npos && (point + 1 == amount.size() || amount.find_first_of(U".,:;", point + 1) != amount.npos))
        return false;
    if (whole == 0 || amount.find_first_of(U":;") != amount.npos) return false;
    const std::size_t first = amount.find(U',');
    if (first >= whole) return true;
    if (first == 0 || first > 3 || (whole - first) % 4 != 0) return false;
    for (std::size_t i = 0; i < whole; ++i)
        if ((amount[i] == U',') != (i >= first && (i - first) % 4 == 0)) return false;
    return true;
}

std::u32string figures_of(std::u32string_view amount) {
    std::u32string out;
    for (char32_t c : amount)
        if (is_figure(c)) out.push_back(c);
    return out;
}

// The amounts in a line: runs of figures and separators, as begin and length.
std::vector<std::pair<std::size_t, std::size_t>> amounts_in(const std::u32string& line) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i;
        while (end < line.size() && in_amount(line[end]))
            ++end;
        std::size_t begin = i;
        while (begin < end && !is_figure(line[begin]))
            ++begin;
        std::size_t last = end;
        while (last > begin && !is_figure(line[last - 1]))
            --last;
        if (last - begin >= 4) out.emplace_back(begin, last - begin);
        i = std::max(end, i + 1);
    }
    return out;
}

} // namespace

void part_look_alikes(Text& text) {
    std::u32string line = text::to_u32(text.text);
    bool changed = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char32_t before = i > 0 ? line[i - 1] : U' ', after = i + 1 < line.size() ? line[i + 1] : U' ';
        const char32_t next = after == U' ' && i + 2 < line.size() ? line[i + 2] : after;
        if (line[i] == U'1' && small(before) && small(after)) line[i] = U'l', changed = true;
        if (upright_stroke(line[i]) && is_figure(before) && (is_figure(after) || text::is_han(next)))
            line[i] = U'1', changed = true;
    }
    if (!changed) return;
    text.text = text::to_utf8(line);
    text.confidence = std::min(text.confidence, 0.7);
    text.readings.insert(text.readings.begin(), {text.text, text.confidence, "look-alikes"});
}

void mend_amounts(Text& text) {
    std::u32string line = text::to_u32(text.text);
    bool changed = false;
    for (std::size_t i = 1; i + 2 < line.size(); ++i)
        if (line[i] == U' ' && is_figure(line[i - 1]) && (line[i + 1] == U'.' || line[i + 1] == U',') &&
            is_figure(line[i + 2]))
            line.erase(i, 1), changed = true;
    const auto amounts = amounts_in(line);
    for (auto at = amounts.rbegin(); at != amounts.rend(); ++at) {
        const std::u32string amount = line.substr(at->first, at->second);
        if (well_formed(amount)) continue;
        for (const Reading& reading : text.readings) {
            const std::u32string other = text::to_u32(reading.text);
            const auto found = amounts_in(other);
            const auto better = std::find_if(found.begin(), found.end(), [&](auto& f) {
                const auto candidate = other.substr(f.first, f.second);
                return well_formed(candidate) && figures_of(candidate) == figures_of(amount);
            });
            if (better == found.end()) continue;
            line.replace(at->first, at->second, other.substr(better->first, better->second));
            changed = true;
            break;
        }
    }
    if (!changed) return;
    text.text = text::to_utf8(line);
    text.readings.insert(text.readings.begin(), {text.text, text.confidence, "mended"});
}

} // namespace shenbao::ocr
