// Red ink, told from black ink and paper by how far red outshines the other two colours.
#include "extractors/seal/seals.h"

#include <algorithm>
#include <cmath>

namespace shenbao::seal {

using picture::Grey;
using picture::Picture;
using picture::Rect;

Rect Outline::box() const {
    return {int(std::floor(cx - rx)), int(std::floor(cy - ry)), int(std::ceil(cx + rx)) + 1,
            int(std::ceil(cy + ry)) + 1};
}

Grey red_ink(const Picture& page) {
    if (!page.has_colour()) return {};
    Grey out(page.width(), page.height());
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const int r = page.red.pixels[i], g = page.green.pixels[i], b = page.blue.pixels[i];
        // Orange and brown (wood, skin) have much more green than blue.
        const int redness = r - std::max(g, b) - std::max(0, g - b) / 2;
        out.pixels[i] = std::uint8_t(255 - std::clamp(redness * 2, 0, 255));
    }
    return out;
}

Grey mended_ink(const Grey& red, const Picture& page, const Rect& where) {
    Grey out = red;
    const Rect area = picture::within(where, red);
    auto black = [&](int x, int y) { return page.red.seen(x, y) < 140; };
    // The value of red ink a few steps away, beyond the black: paper where there is none.
    auto beyond = [&](int x, int y, int dx, int dy) {
        for (int i = 1; i <= 6; ++i)
            if (!black(x + i * dx, y + i * dy)) return int(red.seen(x + i * dx, y + i * dy));
        return 255;
    };
    for (int y = area.top; y < area.bottom; ++y)
        for (int x = area.left; x < area.right; ++x) {
            if (!black(x, y)) continue;
            int least = 255;
            for (auto [dx, dy] : {std::pair{1, 0}, {0, 1}, {1, 1}, {1, -1}})
                least = std::min(least, std::max(beyond(x, y, dx, dy), beyond(x, y, -dx, -dy)));
            out.row(y)[x] = std::uint8_t(std::min<int>(red.at(x, y), least));
        }
    return out;
}

namespace {

// The usual darkness of a grey seal's ring.
int ring_level(const Grey& words, double cx, double cy, double rx, double ry) {
    std::vector<int> levels;
    for (int i = 0; i < 180; ++i) {
        const double c = std::cos(i * M_PI / 90), s = std::sin(i * M_PI / 90);
        int darkest = 255;
        for (double d = -5; d <= 3; d += 1)
            darkest = std::min(
                darkest, int(words.seen(int(std::lround(cx + c * (rx + d))), int(std::lround(cy + s * (ry + d))))));
        levels.push_back(darkest);
    }
    std::nth_element(levels.begin(), levels.begin() + 20, levels.end());
    return levels[20];
}

void take_out(Grey& words, const Rect& box) {
    const double cx = (box.left + box.right) / 2.0, cy = (box.top + box.bottom) / 2.0;
    const double rx = box.width() / 2.0, ry = box.height() / 2.0;
    const int core = ring_level(words, cx, cy, rx, ry) - 30; // darker than this is text
    if (core < 30) return;                                   // as dark as text: the two cannot be told apart
    const Grey before = picture::crop(words, box.grown(2));
    const int ox = std::max(0, box.left - 2), oy = std::max(0, box.top - 2);
    const Rect area = picture::within(box, words);
    for (int y = area.top; y < area.bottom; ++y)
        for (int x = area.left; x < area.right; ++x) {
            if (std::hypot((x - cx) / (rx + 3), (y - cy) / (ry + 3)) > 1 || words.at(x, y) > 200) continue;
            bool text = false;
            for (int v = -1; v <= 1; ++v)
                for (int u = -1; u <= 1; ++u)
                    text = text || before.seen(x - ox + u, y - oy + v) < core;
            if (!text) words.row(y)[x] = 250;
        }
}

} // namespace

void take_out(Grey& words, const std::vector<Seal>& seals) {
    for (const Seal& seal : seals)
        if (!seal.coloured)
            take_out(words, {int(seal.box.left * words.width), int(seal.box.top * words.height),
                             int(seal.box.right * words.width), int(seal.box.bottom * words.height)});
}

} // namespace shenbao::seal
