#include "extractors/layout/raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numeric>

namespace shenbao::layout {

namespace {

using Histogram = std::array<std::size_t, 256>; // pixels by luminance

// Print that has faded is lighter than the middle of the scale and still clearly darker than the paper it stands on,
// which most pixels of a page are.
std::size_t dark_pixels(const Histogram& pixels, std::size_t count) {
    constexpr int middle = 128, clearly = 40;
    int paper = 0;
    for (std::size_t below = 0; paper < 255 && (below += pixels[static_cast<std::size_t>(paper)]) <= count / 2;)
        ++paper;
    return std::accumulate(pixels.begin(), pixels.begin() + std::max(middle, paper - clearly), std::size_t{0});
}

constexpr std::size_t at_once = 8; // pixels

bool all_white(const std::uint8_t* p, std::size_t channels) {
    for (std::size_t i = 0; i < channels; ++i, p += 8) {
        std::uint64_t word;
        std::memcpy(&word, p, 8);
        if (word != ~std::uint64_t{0}) return false;
    }
    return true;
}

} // namespace

Ink measure(const Raster& raster) {
    constexpr int apart = 40, redder = 50;
    const std::size_t count = static_cast<std::size_t>(raster.width) * raster.height;
    const auto channels = static_cast<std::size_t>(raster.channels);
    std::size_t coloured = 0, red = 0;
    Histogram pixels{};
    Ink ink;
    const std::uint8_t* p = raster.pixels.data();
    for (std::size_t i = 0; i < count; ++i, p += channels) {
        // Most of a page is white paper.
        while (i + at_once <= count && all_white(p, channels)) {
            i += at_once;
            p += at_once * channels;
            pixels[255] += at_once;
        }
        if (i == count) break;
        int r = p[0], g = channels == 3 ? p[1] : r, b = channels == 3 ? p[2] : r;
        int low = std::min({r, g, b}), high = std::max({r, g, b});
        ++pixels[static_cast<std::size_t>((r * 299 + g * 587 + b * 114) / 1000)];
        coloured += high - low >= apart;
        red += r - std::max(g, b) >= redder;
        if (low != high || (low != 0 && low != 255)) ink.bilevel = false;
    }
    if (count == 0) return ink;
    double all = static_cast<double>(count);
    ink.dark = static_cast<double>(dark_pixels(pixels, count)) / all;
    ink.coloured = static_cast<double>(coloured) / all;
    ink.red = static_cast<double>(red) / all;
    return ink;
}

bool is_bilevel(const Raster& raster) {
    const std::uint8_t *p = raster.pixels.data(), *end = p + raster.pixels.size();
    const auto channels = static_cast<std::size_t>(raster.channels);
    for (; p < end; p += channels) {
        while (static_cast<std::size_t>(end - p) >= at_once * channels && all_white(p, channels))
            p += at_once * channels;
        if (p == end) break;
        bool grey = channels == 1 || (p[0] == p[1] && p[1] == p[2]);
        if (!grey || (*p != 0 && *p != 255)) return false;
    }
    return true;
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

namespace {

// One direction of shrinking: every target cell is the mean of the source cells under it, parts of cells by their
// share. `line` cells lie `step` values apart.
void shrink_line(const float* from, std::size_t step, int length, float* to, std::size_t to_step, int target) {
    double scale = static_cast<double>(length) / target;
    for (int i = 0; i < target; ++i) {
        double left = i * scale, right = std::min((i + 1) * scale, static_cast<double>(length));
        double sum = 0;
        for (int k = static_cast<int>(left); k < length && k < right; ++k)
            sum += from[static_cast<std::size_t>(k) * step] *
                   (std::min(right, k + 1.0) - std::max(left, static_cast<double>(k)));
        to[static_cast<std::size_t>(i) * to_step] = static_cast<float>(sum / (right - left));
    }
}

} // namespace

Raster shrunk(const Raster& raster, int width, int height) {
    std::size_t channels = static_cast<std::size_t>(raster.channels), columns = static_cast<std::size_t>(width);
    std::vector<float> source(static_cast<std::size_t>(raster.width) * channels);
    std::vector<float> narrow(static_cast<std::size_t>(raster.height) * columns * channels);
    for (int y = 0; y < raster.height; ++y) {
        std::copy_n(raster.at(0, y), source.size(), source.begin());
        float* row = narrow.data() + static_cast<std::size_t>(y) * columns * channels;
        for (std::size_t c = 0; c < channels; ++c)
            shrink_line(source.data() + c, channels, raster.width, row + c, channels, width);
    }
    std::vector<float> small(static_cast<std::size_t>(height) * columns * channels);
    for (std::size_t x = 0; x < columns * channels; ++x)
        shrink_line(narrow.data() + x, columns * channels, raster.height, small.data() + x, columns * channels, height);
    Raster out{width, height, raster.channels, {}};
    for (float value : small)
        out.pixels.push_back(static_cast<std::uint8_t>(value + 0.5F));
    return out;
}

Raster crop(const Raster& raster, const Box& share) {
    auto place = [](double value, int pixels) {
        return std::clamp(static_cast<int>(std::lround(value * pixels)), 0, pixels);
    };
    int left = place(share.left, raster.width), right = place(share.right, raster.width);
    int top = place(share.top, raster.height), bottom = place(share.bottom, raster.height);
    if (right <= left || bottom <= top) return {};
    Raster out{right - left, bottom - top, raster.channels, {}};
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* from = raster.at(left, y);
        out.pixels.insert(out.pixels.end(), from, from + std::ptrdiff_t{out.width} * raster.channels);
    }
    return out;
}

Raster turned(Raster raster, int quarters) {
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
