#pragma once
// The picture of a page as both readers of pictures (seals, words) see it: planes of grey values, and the few
// operations on them. Pixels are 0 (black) to 255 (white); x runs right, y down; coordinates outside are the caller's
// error except where a function says otherwise. Values, no sharing.

#include "extractors/extractor.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct Pix; // Leptonica's

namespace shenbao::picture {

// One plane of grey values.
struct Grey {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;

    Grey() = default;
    Grey(int w, int h, std::uint8_t fill = 255)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}
    bool empty() const { return pixels.empty(); }
    std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * width; }
    const std::uint8_t* row(int y) const { return pixels.data() + static_cast<std::size_t>(y) * width; }
    std::uint8_t at(int x, int y) const { return row(y)[x]; }
    // White where x, y lie outside.
    std::uint8_t seen(int x, int y) const { return x < 0 || y < 0 || x >= width || y >= height ? 255 : at(x, y); }
};

// Pixels left <= x < right, top <= y < bottom.
struct Rect {
    int left = 0, top = 0, right = 0, bottom = 0;
    int width() const { return right - left; }
    int height() const { return bottom - top; }
    bool empty() const { return right <= left || bottom <= top; }
    Rect grown(int by) const { return {left - by, top - by, right + by, bottom + by}; }
    friend bool operator==(const Rect&, const Rect&) = default;
};

Rect within(const Rect& rect, const Grey& picture);
Rect joined(const Rect& a, const Rect& b);
Rect shared(const Rect& a, const Rect& b);
Box share_of(const Rect& rect, int width, int height);

// A page's picture. Grey pictures hold one plane only: green and blue are empty.
struct Picture {
    Grey red, green, blue;
    bool coloured = false; // it was taken in colour, so that a missing red seal says something
    bool damaged = false;  // its file was read past damage

    int width() const { return red.width; }
    int height() const { return red.height; }
    const Grey& plane(int i) const { return i == 0 || green.empty() ? red : i == 1 ? green : blue; }
    bool has_colour() const { return !green.empty(); }
};

// Decodes PNG, JPEG, TIFF (its first page), BMP, GIF, WebP, JPEG 2000, PNM. Throws ItemError: limit.pixels (judged by
// the header, before any pixel is decoded), document.damaged, document.unsupported.
Picture decode(std::span<const std::byte> bytes, const Limits& limits);

// A projective map of the plane, from the target's pixels to the source's.
struct Map {
    std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};
    std::array<double, 2> operator()(double x, double y) const;
    // First `inner`, then this.
    Map after(const Map& inner) const;
};
Map scaling(double sx, double sy);
Map shift(double dx, double dy);
Map rotation(double degrees, double cx, double cy);
// The map that takes the corners of a w × h rectangle (top left, top right, bottom right, bottom left) to `corners`.
Map to_corners(double w, double h, const std::array<std::array<double, 2>, 4>& corners);

// The target picture, w × h, each pixel taken from the source at map(x, y), by cubic interpolation. What lies outside
// the source is `outside`.
Grey warp(const Grey& source, const Map& map, int w, int h, std::uint8_t outside = 255);
Picture warp(const Picture& source, const Map& map, int w, int h);

Grey crop(const Grey& source, const Rect& rect);
// Turned clockwise by a number of quarter turns.
Grey turned(const Grey& source, int quarters);
Picture turned(Picture source, int quarters);
// The whole source on w × h pixels, by cubic interpolation.
Grey resized(const Grey& source, int w, int h);
// Smaller by area average, larger by cubic interpolation.
Grey scaled(const Grey& source, double factor);
Grey blurred(const Grey& source, double sigma);
// A white margin all round.
Grey framed(const Grey& source, int margin, std::uint8_t fill = 255);
// Uneven light evened out: paper becomes about 250 everywhere, ink keeps its share of the paper's brightness.
Grey evened(const Grey& source);
// The grey value that parts ink from paper best (Otsu); 255 - spread judged over the whole plane.
int otsu(const Grey& source);
Grey cut_at(const Grey& source, int threshold); // 0 below the threshold, 255 from it on

// Leptonica's pictures, freed.
struct PixFree {
    void operator()(Pix* pix) const;
};
using PixPtr = std::unique_ptr<Pix, PixFree>;
// One bit a pixel, set where the plane is below the threshold. Throws std::bad_alloc where there is no memory.
PixPtr bits(const Grey& source, int threshold);
Grey from_bits(Pix* pix);                // 0 where set, 255 elsewhere
std::vector<Rect> components(Pix* bits); // bounding boxes of what hangs together, 8-connected

} // namespace shenbao::picture
