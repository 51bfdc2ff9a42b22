#include "extractors/layout/raster.h"

#include <algorithm>
#include <cstdlib>

namespace shenbao::layout {

Ink measure(const Raster& raster) {
    constexpr int paper = 128, apart = 40, redder = 50;
    std::size_t count = static_cast<std::size_t>(raster.width) * raster.height;
    std::size_t dark = 0, coloured = 0, red = 0;
    Ink ink;
    const std::uint8_t* p = raster.pixels.data();
    for (std::size_t i = 0; i < count; ++i, p += raster.channels) {
        int r = p[0], g = raster.channels == 3 ? p[1] : r, b = raster.channels == 3 ? p[2] : r;
        int low = std::min({r, g, b}), high = std::max({r, g, b});
        dark += (r * 299 + g * 587 + b * 114) / 1000 < paper;
        coloured += high - low >= apart;
        red += r - std::max(g, b) >= redder;
        if (low != high || (low != 0 && low != 255)) ink.bilevel = false;
    }
    if (count == 0) return ink;
    double all = static_cast<double>(count);
    ink.dark = static_cast<double>(dark) / all;
    ink.coloured = static_cast<double>(coloured) / all;
    ink.red = static_cast<double>(red) / all;
    return ink;
}

Raster grey(const Raster& raster) {
    if (raster.channels == 1) return raster;
    Raster out{raster.width, raster.height, 1, {}};
    out.pixels.resize(static_cast<std::size_t>(raster.width) * raster.height);
    const std::uint8_t* p = raster.pixels.data();
    for (std::uint8_t& value : out.pixels) {
        value = static_cast<std::uint8_t>((p[0] * 77 + p[1] * 150 + p[2] * 29) >> 8);
        p += 3;
    }
    return out;
}

Raster shrunk(const Raster& raster, int width, int height) {
    Raster out{width, height, raster.channels, {}};
    out.pixels.resize(static_cast<std::size_t>(width) * height * raster.channels);
    std::uint8_t* to = out.pixels.data();
    for (int y = 0; y < height; ++y) {
        int top = static_cast<int>(std::int64_t{y} * raster.height / height);
        int bottom = std::max(top + 1, static_cast<int>(std::int64_t{y + 1} * raster.height / height));
        for (int x = 0; x < width; ++x) {
            int left = static_cast<int>(std::int64_t{x} * raster.width / width);
            int right = std::max(left + 1, static_cast<int>(std::int64_t{x + 1} * raster.width / width));
            for (int c = 0; c < raster.channels; ++c) {
                std::uint64_t sum = 0;
                for (int v = top; v < bottom; ++v)
                    for (int u = left; u < right; ++u)
                        sum += raster.at(u, v)[c];
                *to++ = static_cast<std::uint8_t>(sum / (static_cast<std::uint64_t>(bottom - top) * (right - left)));
            }
        }
    }
    return out;
}

Raster turned(const Raster& raster, int quarters) {
    quarters &= 3;
    if (quarters == 0) return raster;
    bool across = quarters != 2;
    Raster out{across ? raster.height : raster.width, across ? raster.width : raster.height, raster.channels, {}};
    out.pixels.resize(raster.pixels.size());
    std::uint8_t* to = out.pixels.data();
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            const std::uint8_t* from = quarters == 1   ? raster.at(y, raster.height - 1 - x)
                                       : quarters == 2 ? raster.at(raster.width - 1 - x, raster.height - 1 - y)
                                                       : raster.at(raster.width - 1 - y, x);
            for (int c = 0; c < raster.channels; ++c)
                *to++ = from[c];
        }
    }
    return out;
}

} // namespace shenbao::layout
