#pragma once
// Pixels of a page: what rendering and embedded pictures give, before they become a PNG.

#include "extractors/extractor.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shenbao::layout {

// Rows of pixels without padding, from the top. `channels` is 1 (grey) or 3 (red, green, blue).
struct Raster {
    int width = 0, height = 0, channels = 1;
    std::vector<std::uint8_t> pixels;

    const std::uint8_t* at(int x, int y) const {
        return pixels.data() + (static_cast<std::size_t>(y) * width + x) * channels;
    }
    bool empty() const { return pixels.empty(); }
};

// What the pixels hold, found in one pass.
struct Ink {
    double dark = 0;     // share of pixels that are clearly darker than paper
    double coloured = 0; // share whose channels lie clearly apart: what no tinted grey has
    double red = 0;      // share that could be seal ink
    bool bilevel = true; // only black and white
};
Ink measure(const Raster& raster);
// The same as its `bilevel`, and known at the first pixel that is neither black nor white.
bool is_bilevel(const Raster& raster);

// A seal of 4 cm inks about 0.4 % of an A4 page; from a tenth of that on, a page counts as coloured.
inline constexpr double some_colour = 0.0004;

// Luminance (ITU-R BT.601) of every pixel.
Raster grey(const Raster& raster);
// Each pixel of the result is the mean of the pixels it covers. `width` and `height` must not exceed the raster's.
Raster shrunk(const Raster& raster, int width, int height);
// The part of the raster under a box of shares; empty where there is none.
Raster crop(const Raster& raster, const Box& share);
// Turned clockwise by so many quarters.
Raster turned(Raster raster, int quarters);

// Writes the raster to the sink as PNG with fast compression: one bit a pixel where it is black and white, grey where
// it has one channel, else RGB. `dpi` 0 leaves the resolution out.
Digest put_png(const Raster& raster, double dpi, Sink& sink);
// The same as a file in memory.
std::string png_of(const Raster& raster, double dpi);

} // namespace shenbao::layout
