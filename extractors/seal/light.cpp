// Uneven light: the paper's brightness is taken tile by tile, and every pixel set in relation to it.
#include "extractors/seal/picture.h"

#include <algorithm>

namespace shenbao::picture {

namespace {

constexpr int kTile = 32;

// The brightness that nine tenths of a tile's pixels stay below: paper, unless the tile is all ink.
int paper_of(const Grey& source, const Rect& tile) {
    std::array<int, 256> count{};
    for (int y = tile.top; y < tile.bottom; ++y)
        for (int x = tile.left; x < tile.right; ++x)
            ++count[source.at(x, y)];
    int left = tile.width() * tile.height() / 10;
    for (int v = 255; v > 0; --v)
        if ((left -= count[v]) <= 0) return v;
    return 0;
}

Grey paper_map(const Grey& source) {
    Grey map((source.width + kTile - 1) / kTile, (source.height + kTile - 1) / kTile);
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x) {
            const Rect tile{x * kTile, y * kTile, (x + 1) * kTile, (y + 1) * kTile};
            map.row(y)[x] = std::uint8_t(paper_of(source, within(tile, source)));
        }
    return map;
}

// A tile much darker than what lies round it is ink, not shadow: it gets its surroundings' brightness.
Grey without_ink(const Grey& map) {
    Grey out = map;
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x) {
            int most = 0, sum = 0, n = 0;
            for (int v = std::max(0, y - 3); v <= std::min(map.height - 1, y + 3); ++v)
                for (int u = std::max(0, x - 3); u <= std::min(map.width - 1, x + 3); ++u) {
                    most = std::max(most, int(map.at(u, v)));
                    if (std::abs(u - x) <= 1 && std::abs(v - y) <= 1) sum += map.at(u, v), ++n;
                }
            out.row(y)[x] = std::uint8_t(map.at(x, y) * 4 < most * 3 ? most : std::max(sum / n, int(map.at(x, y))));
        }
    return out;
}

} // namespace

Grey evened(const Grey& source) {
    if (source.empty()) return source;
    const Grey paper = without_ink(paper_map(source));
    Grey out(source.width, source.height);
    std::vector<int> tile(source.width); // for each column the tile whose middle it follows, and how far it is from it
    std::vector<float> share(source.width), white(source.width);
    for (int x = 0; x < source.width; ++x) {
        const double fx = std::clamp((x + 0.5) / kTile - 0.5, 0.0, double(paper.width - 1));
        tile[x] = std::min(int(fx), std::max(0, paper.width - 2)), share[x] = float(fx - tile[x]);
    }
    std::vector<float> across(std::size_t(paper.width) + 1);
    for (int y = 0; y < source.height; ++y) {
        const double fy = std::clamp((y + 0.5) / kTile - 0.5, 0.0, double(paper.height - 1));
        const int v = std::min(int(fy), std::max(0, paper.height - 2)), v2 = std::min(v + 1, paper.height - 1);
        for (int u = 0; u < paper.width; ++u)
            across[u] = float((1 - (fy - v)) * paper.at(u, v) + (fy - v) * paper.at(u, v2));
        across[paper.width] = across[paper.width - 1];
        for (int x = 0; x < source.width; ++x)
            white[x] = std::max(16.0F, across[tile[x]] + share[x] * (across[tile[x] + 1] - across[tile[x]]));
        const std::uint8_t* from = source.row(y);
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < source.width; ++x)
            to[x] = std::uint8_t(std::min(255.0F, from[x] * 250.0F / white[x]));
    }
    return out;
}

} // namespace shenbao::picture
