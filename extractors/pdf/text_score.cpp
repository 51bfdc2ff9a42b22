#include "extractors/pdf/text_score.h"

#include "pipeline/model/text.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <bitset>
#include <cmath>
#include <memory>

namespace shenbao::pdf {
namespace {

struct ConverterDeleter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

using Common = std::bitset<0x10000>;

// Marks the characters of one area of a double-byte set.
void mark(Common& common, const char* charset, int first, int last, int low, int high) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, ConverterDeleter> converter(ucnv_open(charset, &status));
    if (U_FAILURE(status)) return;
    for (int lead = first; lead <= last; ++lead) {
        for (int trail = low; trail <= high; ++trail) {
            char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
            UChar out[4];
            status = U_ZERO_ERROR;
            int32_t length = ucnv_toUChars(converter.get(), out, 4, bytes, 2, &status);
            if (U_SUCCESS(status) && length == 1 && out[0] != 0xFFFD) common.set(out[0]);
        }
    }
}

// The 3755 frequent characters of GB 2312 (rows 16 to 55) and the 5401 of Big5 cover over 99 % of any running text.
const Common& common_han() {
    static const Common table = [] {
        Common common;
        mark(common, "GB18030", 0xB0, 0xD7, 0xA1, 0xFE);
        mark(common, "Big5", 0xA4, 0xC6, 0x40, 0x7E);
        mark(common, "Big5", 0xA4, 0xC6, 0xA1, 0xFE);
        return common;
    }();
    return table;
}

bool is_bad(char32_t c) {
    return c == 0xFFFD || (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c <= 0xF8FF) ||
           c >= 0xF0000;
}
// Latin-1 letters and signs: many of them in a row are GBK bytes taken for Latin-1.
bool is_accented(char32_t c) { return c >= 0xA1 && c <= 0xFF && c != 0xB7 && c != 0xD7 && c != 0xB0; }

} // namespace

TextLook look_at(std::span<const layout::Line> lines, std::size_t unmapped) {
    std::size_t all = unmapped, bad = 0, han = 0, rare = 0, accented_runs = 0;
    const Common& common = common_han();
    for (const layout::Line& line : lines) {
        int run = 0;
        for (const layout::Glyph& glyph : line.glyphs) {
            char32_t c = glyph.code;
            if (layout::is_space(c)) continue;
            ++all;
            bad += is_bad(c);
            run = is_accented(c) ? run + 1 : 0;
            if (run >= 3) accented_runs += run == 3 ? 3 : 1;
            if (!text::is_han(c)) continue;
            ++han;
            rare += c >= 0x10000 || !common.test(c);
        }
    }
    if (all == 0) return {};
    double total = static_cast<double>(all);
    double belief = 1 - 2 * static_cast<double>(bad + accented_runs) / total;
    // Bullets and signs may be without a character; where words are, they may be the very ones that matter.
    belief -= 4 * std::max(0.0, static_cast<double>(unmapped) / total - 0.02);
    // Names bring rare characters; a fifth of all is no Chinese text.
    if (han >= 10) belief -= std::max(0.0, static_cast<double>(rare) / static_cast<double>(han) - 0.06) * 3;
    return {all, std::clamp(belief, 0.0, 1.0)};
}

double explained(const layout::Raster& page, double width, double height, std::span<const layout::Line> lines,
                 const layout::Rules& rules) {
    if (page.empty() || width <= 0 || height <= 0) return 1;
    constexpr int ink = 110;
    constexpr double half_a_rule = 1.5; // points, as far as tables have them
    enum : unsigned char { open_ground, ruled, lettered };
    layout::Raster tone = layout::grey(page);
    std::vector<unsigned char> ground(tone.pixels.size(), open_ground);
    const auto mark = [&](const Box& box, unsigned char what) {
        double sx = page.width / width, sy = page.height / height;
        int left = std::clamp(static_cast<int>(box.left * sx) - 1, 0, page.width);
        int right = std::clamp(static_cast<int>(std::ceil(box.right * sx)) + 1, 0, page.width);
        int top = std::clamp(static_cast<int>(box.top * sy) - 1, 0, page.height);
        int bottom = std::clamp(static_cast<int>(std::ceil(box.bottom * sy)) + 1, 0, page.height);
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x)
                ground[static_cast<std::size_t>(y) * page.width + x] = what;
    };
    for (const layout::Rule& rule : rules.horizontal)
        mark({rule.from, rule.at - half_a_rule, rule.to, rule.at + half_a_rule}, ruled);
    for (const layout::Rule& rule : rules.vertical)
        mark({rule.at - half_a_rule, rule.from, rule.at + half_a_rule, rule.to}, ruled);
    for (const layout::Line& line : lines)
        for (const layout::Glyph& glyph : line.glyphs)
            if (!layout::is_space(glyph.code)) mark(glyph.box, lettered);
    std::size_t dark = 0, under = 0;
    for (int y = 0; y < page.height; ++y) {
        for (int x = 0; x < page.width; ++x) {
            const unsigned char here = ground[static_cast<std::size_t>(y) * page.width + x];
            if (here == ruled || *tone.at(x, y) >= ink) continue;
            ++dark;
            under += here == lettered;
        }
    }
    return dark == 0 ? 1 : static_cast<double>(under) / static_cast<double>(dark);
}

void warm_text_score() { common_han(); }

} // namespace shenbao::pdf
