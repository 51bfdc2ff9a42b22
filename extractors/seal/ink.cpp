// Red ink, told from black ink and paper by how far red outshines the other two colours.
#include "extractors/seal/seals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace shenbao::seal {

using picture::Grey;
using picture::Picture;
using picture::Rect;

Rect Outline::box() const {
    const double t = turn * M_PI / 180, c = std::abs(std::cos(t)), n = std::abs(std::sin(t));
    const bool corners = shape == Seal::Shape::square;
    const double w = corners ? rx * c + ry * n : std::hypot(rx * c, ry * n);
    const double h = corners ? rx * n + ry * c : std::hypot(rx * n, ry * c);
    return {int(std::floor(cx - w)), int(std::floor(cy - h)), int(std::ceil(cx + w)) + 1, int(std::ceil(cy + h)) + 1};
}

double Outline::reach(double x, double y) const {
    const double t = turn * M_PI / 180, c = std::cos(t), s = std::sin(t);
    const double u = (c * (x - cx) + s * (y - cy)) / rx, v = (c * (y - cy) - s * (x - cx)) / ry;
    return std::sqrt(u * u + v * v);
}

Outline Outline::seen_from(const Rect& corner) const {
    Outline out = *this;
    out.cx -= corner.left, out.cy -= corner.top;
    return out;
}

Picture part_of(const Picture& page, const Rect& rect) {
    Picture out;
    out.coloured = page.coloured, out.damaged = page.damaged;
    out.red = picture::crop(page.red, rect);
    if (page.has_colour()) out.green = picture::crop(page.green, rect), out.blue = picture::crop(page.blue, rect);
    return out;
}

namespace {

// Orange and brown (wood, skin) have much more green than blue.
int redness(int r, int g, int b) { return std::clamp(2 * (r - std::max(g, b) - std::max(0, g - b) / 2), 0, 255); }

} // namespace

Grey red_ink(const Picture& page) {
    if (!page.has_colour()) return {};
    Grey out(page.width(), page.height());
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = std::uint8_t(255 - redness(page.red.pixels[i], page.green.pixels[i], page.blue.pixels[i]));
    return out;
}

Grey red_view(const Picture& page, double factor) {
    if (!page.has_colour()) return {};
    const int w = std::max(1, int(page.width() * factor)), h = std::max(1, int(page.height() * factor));
    Grey out(w, h);
    std::vector<int> sum(w), count(w), column(page.width());
    for (int x = 0; x < page.width(); ++x)
        column[x] = std::min(w - 1, int(std::int64_t(x) * w / page.width()));
    auto finish = [&](int row) {
        for (int x = 0; x < w; ++x)
            out.row(row)[x] = std::uint8_t(255 - sum[x] / std::max(1, count[x]));
        std::fill(sum.begin(), sum.end(), 0), std::fill(count.begin(), count.end(), 0);
    };
    int row = 0;
    for (int y = 0; y < page.height(); ++y) {
        const int to = std::min(h - 1, int(std::int64_t(y) * h / page.height()));
        if (to != row) finish(row), row = to;
        const std::uint8_t *r = page.red.row(y), *g = page.green.row(y), *b = page.blue.row(y);
        for (int x = 0; x < page.width(); ++x)
            sum[column[x]] += redness(r[x], g[x], b[x]), ++count[column[x]];
    }
    finish(row);
    return out;
}

namespace {

// The brightness that all but a tenth of the pixels stay below: paper's.
int paper_of(const Grey& plane) {
    std::array<std::size_t, 256> count{};
    for (std::uint8_t v : plane.pixels)
        ++count[v];
    std::size_t left = plane.pixels.size() / 10;
    int level = 255;
    while (level > 16 && count[level] < left)
        left -= count[level--];
    return level;
}

// The reddest within a pixel's reach.
int reddest(const Grey& red, int x, int y) {
    int least = 255;
    for (int v = y - 1; v <= y + 1; ++v)
        for (int u = x - 1; u <= x + 1; ++u)
            least = std::min(least, int(red.seen(u, v)));
    return 255 - least;
}

} // namespace

Grey sharp_ink(const Picture& part) {
    const Grey red = red_ink(part);
    const int paper = paper_of(part.green);
    Grey out(red.width, red.height);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const int gate = std::clamp((reddest(red, x, y) - 16) * 7, 0, 255);
            const int ink = std::clamp(255 - part.green.at(x, y) * 255 / paper, 0, 255);
            out.row(y)[x] = std::uint8_t(255 - ink * gate / 255);
        }
    return out;
}

Grey strengthened(Grey ink, double share) {
    std::array<std::size_t, 256> count{};
    for (std::uint8_t v : ink.pixels)
        ++count[v];
    auto left = static_cast<std::size_t>(double(ink.pixels.size()) * share);
    int strong = 0;
    while (strong < 250 && count[strong] < left)
        left -= count[strong++];
    if (strong < 100 || strong > 235) return ink;
    for (std::uint8_t& v : ink.pixels)
        v = std::uint8_t(std::clamp(255 - (255 - v) * 170 / (255 - strong), 0, 255));
    return ink;
}

namespace {

// The strokes that text runs over made whole again, from the ink on both sides of it; `black` says where text is.
template <class Black> Grey mended(const Grey& ink, const Black& black) {
    Grey out = ink;
    // The value of ink a few steps away, beyond the text: paper where there is none.
    auto beyond = [&](int x, int y, int dx, int dy) {
        for (int i = 1; i <= 6; ++i)
            if (!black(x + i * dx, y + i * dy)) return int(ink.seen(x + i * dx, y + i * dy));
        return 255;
    };
    for (int y = 0; y < ink.height; ++y)
        for (int x = 0; x < ink.width; ++x) {
            if (!black(x, y)) continue;
            int least = 255; // not what stands there: that is text
            for (auto [dx, dy] : {std::pair{1, 0}, {0, 1}, {1, 1}, {1, -1}})
                least = std::min(least, std::max(beyond(x, y, dx, dy), beyond(x, y, -dx, -dy)));
            out.row(y)[x] = std::uint8_t(least);
        }
    return out;
}

} // namespace

Grey mended_ink(const Grey& ink, const Picture& part) {
    const int dark = 140 * paper_of(part.red) / 245;
    return mended(ink, [&](int x, int y) { return part.red.seen(x, y) < dark; });
}

namespace {

// The darkness of a grey seal's ring: all but a `share` of it is lighter.
int ring_level(const Grey& words, const Outline& ring, double share) {
    const double t = ring.turn * M_PI / 180, ct = std::cos(t), st = std::sin(t);
    std::vector<int> levels;
    for (int i = 0; i < 180; ++i) {
        const double c = std::cos(i * M_PI / 90), s = std::sin(i * M_PI / 90);
        int darkest = 255;
        for (double d = -5; d <= 3; d += 1) {
            const double u = c * (ring.rx + d), v = s * (ring.ry + d);
            darkest = std::min(darkest, int(words.seen(int(std::lround(ring.cx + u * ct - v * st)),
                                                       int(std::lround(ring.cy + u * st + v * ct)))));
        }
        levels.push_back(darkest);
    }
    const auto at = levels.begin() + std::ptrdiff_t(share * double(levels.size()));
    std::nth_element(levels.begin(), at, levels.end());
    return *at;
}

// What is darker than this, within a grey seal, is text. None where the two are equally dark.
std::optional<int> text_level(const Grey& words, const Outline& ring, double share) {
    const int level = ring_level(words, ring, share) - 30;
    return level < 30 ? std::nullopt : std::optional(level);
}

// The ring alone, where it is as dark as text: its words cannot be told from others, but lines that it runs across are
// no longer held together by it.
void take_out_ring(Grey& words, const Rect& box) {
    const double cx = (box.left + box.right) / 2.0, cy = (box.top + box.bottom) / 2.0;
    const double rx = box.width() / 2.0, ry = box.height() / 2.0;
    const Rect area = picture::within(box.grown(int(0.03 * rx) + 1), words);
    for (int y = area.top; y < area.bottom; ++y)
        for (int x = area.left; x < area.right; ++x) {
            const double u = (x - cx) / rx, v = (y - cy) / ry, reach = std::sqrt(u * u + v * v);
            if (reach > 0.93 && reach < 1.03) words.row(y)[x] = 250;
        }
}

void take_out(Grey& words, const Rect& box) {
    const double cx = (box.left + box.right) / 2.0, cy = (box.top + box.bottom) / 2.0;
    const double rx = box.width() / 2.0, ry = box.height() / 2.0;
    const auto core = text_level(words, {cx, cy, rx, ry}, 0.11);
    if (!core) return take_out_ring(words, box);
    const Grey before = picture::crop(words, box.grown(2));
    const int ox = std::max(0, box.left - 2), oy = std::max(0, box.top - 2);
    const Rect area = picture::within(box, words);
    for (int y = area.top; y < area.bottom; ++y)
        for (int x = area.left; x < area.right; ++x) {
            if (std::hypot((x - cx) / (rx + 3), (y - cy) / (ry + 3)) > 1 || words.at(x, y) > 200) continue;
            bool text = false;
            for (int v = -1; v <= 1; ++v)
                for (int u = -1; u <= 1; ++u)
                    text = text || before.seen(x - ox + u, y - oy + v) < *core;
            if (!text) words.row(y)[x] = 250;
        }
}

} // namespace

Grey grey_ink(const Grey& part, const Outline& seal) {
    const auto core = text_level(part, seal, 0.5);
    if (!core) return part;
    Grey text(part.width, part.height);
    for (int y = 0; y < part.height; ++y)
        for (int x = 0; x < part.width; ++x)
            if (part.at(x, y) < *core)
                for (int v = std::max(0, y - 1); v <= std::min(part.height - 1, y + 1); ++v)
                    for (int u = std::max(0, x - 1); u <= std::min(part.width - 1, x + 1); ++u)
                        text.row(v)[u] = 0;
    return mended(part, [&](int x, int y) { return text.seen(x, y) == 0; });
}

void take_out(Grey& words, const std::vector<Seal>& seals) {
    for (const Seal& seal : seals)
        if (!seal.coloured && seal.shape == Seal::Shape::round)
            take_out(words, {int(seal.box.left * words.width), int(seal.box.top * words.height),
                             int(seal.box.right * words.width), int(seal.box.bottom * words.height)});
}

} // namespace shenbao::seal
