#include "extractors/layout/rules.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace shenbao::layout {
namespace {

constexpr double shortest = 9;     // points: the edge of a narrow cell, longer than any stroke of body text
constexpr std::size_t most = 4000; // rules a direction: more is a drawing

// The page's tones, and which of its pixels belong to characters, in rows along the direction looked at.
struct View {
    int length = 0, breadth = 0;
    std::vector<std::uint8_t> tone, text;

    std::size_t row(int across) const { return static_cast<std::size_t>(across) * static_cast<std::size_t>(length); }
};

std::vector<std::uint8_t> transposed(const std::vector<std::uint8_t>& from, int width, int height) {
    constexpr int block = 32; // both sides of a block stay in the cache
    std::vector<std::uint8_t> to(from.size());
    for (int y0 = 0; y0 < height; y0 += block)
        for (int x0 = 0; x0 < width; x0 += block)
            for (int y = y0; y < std::min(height, y0 + block); ++y)
                for (int x = x0; x < std::min(width, x0 + block); ++x)
                    to[static_cast<std::size_t>(x) * height + y] = from[static_cast<std::size_t>(y) * width + x];
    return to;
}

// A stretch of rule pixels in one row of pixels.
struct Stretch {
    int across = 0, from = 0, to = 0;
};

// The first pixel from `i` on that is not white, or `end`. Most of a page is white.
int next_ink(const std::uint8_t* row, int i, int end) {
    std::uint64_t eight = 0;
    while (i + 8 <= end && (std::memcpy(&eight, row + i, 8), eight == ~std::uint64_t{0}))
        i += 8;
    while (i < end && row[i] == 255)
        ++i;
    return i;
}

// Where the row `across` is darker than the rows a few pixels before and after it. Crossing rules interrupt that.
void find_stretches(const View& view, int across, double per_point, std::vector<Stretch>& found) {
    constexpr int darker = 28;
    int aside = std::max(3, static_cast<int>(std::lround(2.6 * per_point)));
    int gap_allowed = static_cast<int>(std::lround(4.5 * per_point));
    int least = static_cast<int>(shortest * per_point);
    const std::uint8_t* here = view.tone.data() + view.row(across);
    const std::uint8_t* before = view.tone.data() + view.row(std::max(0, across - aside));
    const std::uint8_t* after = view.tone.data() + view.row(std::min(view.breadth - 1, across + aside));
    const std::uint8_t* text = view.text.data() + view.row(across);
    int start = -1, last = -1, filled = 0, hidden = 0, hidden_before_last = 0;
    auto close = [&] {
        // Characters in a row give broken stretches: a rule, even a dashed one, is mostly ink where it can be seen.
        int seen = last + 1 - start - hidden_before_last;
        if (start >= 0 && last + 1 - start >= least && filled * 5 >= seen * 3 && filled * 4 >= least)
            found.push_back({across, start, last + 1});
        start = -1;
        filled = hidden = hidden_before_last = 0;
    };
    for (int i = 0; i < view.length; ++i) {
        if (start < 0) {
            i = next_ink(here, i, view.length);
            if (i == view.length) return;
        }
        if (text[i] != 0) {
            hidden += start >= 0;
        } else if (here[i] + darker < before[i] && here[i] + darker < after[i]) {
            if (start < 0) start = i;
            last = i;
            hidden_before_last = hidden;
            ++filled;
        } else if (start >= 0 && i - last - (hidden - hidden_before_last) > gap_allowed) {
            close();
        }
    }
    close();
}

// Stretches of neighbouring pixel rows are one rule.
std::vector<Rule> merge(const std::vector<Stretch>& stretches, double along_scale, double across_scale) {
    struct Open {
        Stretch last;
        int first_across, from, to;
    };
    std::vector<Open> open;
    std::vector<Rule> rules;
    auto finish = [&](const Open& o) {
        rules.push_back(
            {(o.first_across + o.last.across + 1) / 2.0 / across_scale, o.from / along_scale, o.to / along_scale});
    };
    for (const Stretch& s : stretches) {
        std::erase_if(open, [&](const Open& o) {
            bool over = s.across - o.last.across > 2;
            if (over) finish(o);
            return over;
        });
        auto same = std::find_if(open.begin(), open.end(), [&](const Open& o) {
            int overlap = std::min(o.to, s.to) - std::max(o.from, s.from);
            return overlap * 2 > std::min(o.to - o.from, s.to - s.from);
        });
        if (same == open.end()) {
            open.push_back({s, s.across, s.from, s.to});
        } else {
            same->last = s;
            same->from = std::min(same->from, s.from);
            same->to = std::max(same->to, s.to);
        }
    }
    for (const Open& o : open)
        finish(o);
    return rules;
}

std::vector<Rule> rules_along(const View& view, double along_scale, double across_scale) {
    std::vector<Stretch> stretches;
    for (int across = 0; across < view.breadth && stretches.size() < most * 4; ++across)
        find_stretches(view, across, across_scale, stretches);
    std::vector<Rule> rules = merge(stretches, along_scale, across_scale);
    if (rules.size() > most) rules.clear();
    return rules;
}

// Boxes of characters reach from ascent to descent and may touch the rules round them: their middle is enough.
std::vector<std::uint8_t> text_pixels(const Raster& page, double sx, double sy, std::span<const Line> text) {
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(page.width) * page.height, 0);
    for (const Line& line : text) {
        for (const Glyph& glyph : line.glyphs) {
            if (is_space(glyph.code)) continue;
            double dx = 0.05 * glyph.box.width(), dy = 0.12 * glyph.box.height();
            int left = std::clamp(static_cast<int>((glyph.box.left + dx) * sx), 0, page.width);
            int right = std::clamp(static_cast<int>(std::ceil((glyph.box.right - dx) * sx)), 0, page.width);
            int top = std::clamp(static_cast<int>((glyph.box.top + dy) * sy), 0, page.height);
            int bottom = std::clamp(static_cast<int>(std::ceil((glyph.box.bottom - dy) * sy)), 0, page.height);
            for (int y = top; y < bottom; ++y)
                std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(y) * page.width + left,
                            std::max(0, right - left), 1);
        }
    }
    return mask;
}

// Pieces that lie on one line, a hair apart or over each other.
std::vector<Rule> join_pieces(std::vector<Rule> pieces) {
    constexpr double aside = 0.75, gap = 2; // points
    std::sort(pieces.begin(), pieces.end(),
              [](const Rule& a, const Rule& b) { return a.at != b.at ? a.at < b.at : a.from < b.from; });
    std::vector<Rule> whole;
    for (std::size_t first = 0; first < pieces.size();) {
        std::size_t last = first;
        while (last < pieces.size() && pieces[last].at - pieces[first].at < aside)
            ++last;
        auto begin = pieces.begin() + static_cast<std::ptrdiff_t>(first);
        auto end = pieces.begin() + static_cast<std::ptrdiff_t>(last);
        std::sort(begin, end, [](const Rule& a, const Rule& b) { return a.from < b.from; });
        std::size_t start = whole.size();
        for (auto piece = begin; piece != end; ++piece) {
            if (whole.size() > start && piece->from - whole.back().to < gap)
                whole.back().to = std::max(whole.back().to, piece->to);
            else
                whole.push_back(*piece);
        }
        first = last;
    }
    std::erase_if(whole, [](const Rule& rule) { return rule.to - rule.from < shortest; });
    if (whole.size() > most) whole.clear();
    return whole;
}

} // namespace

Rules joined_up(Rules rules) {
    return {join_pieces(std::move(rules.horizontal)), join_pieces(std::move(rules.vertical))};
}

Rules find_rules(const Raster& page, double width, double height, std::span<const Line> text) {
    if (page.width < 8 || page.height < 8 || width <= 0 || height <= 0) return {};
    double sx = page.width / width, sy = page.height / height;
    View across{page.width, page.height, grey(page).pixels, text_pixels(page, sx, sy, text)};
    Rules rules{rules_along(across, sx, sy), {}};
    View down{page.height, page.width, transposed(across.tone, page.width, page.height),
              transposed(across.text, page.width, page.height)};
    rules.vertical = rules_along(down, sy, sx);
    return rules;
}

} // namespace shenbao::layout
