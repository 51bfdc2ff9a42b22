#include "extractors/word/scan.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace shenbao {
namespace {

constexpr double a4_short = 595.3, a4_long = 841.9, points_an_inch = 72; // points
constexpr unsigned least_pixels = 700;                                   // of the shorter side: 85 dpi
constexpr unsigned most_pixels = 30'000;                                 // a number that says nothing
constexpr double least_ratio = 1.25, most_ratio = 1.6;                   // of the sides: Letter 1.29, A4 1.41

struct Pixels {
    unsigned width = 0, height = 0;
};

unsigned big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    return value;
}

unsigned little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    return value;
}

// The frame header of a JPEG (ITU-T T.81, B.2.2), behind any other segments.
Pixels jpeg_size(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 9 < bytes.size()) {
        unsigned marker = big_endian(bytes, at, 2);
        if (marker >> 8 != 0xFF) return {};
        bool frame = marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
        if (frame) return {big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
        at += 2 + std::max(2u, big_endian(bytes, at + 2, 2));
    }
    return {};
}

// The first page of a TIFF (6.0, section 2): its directory's tags 256 and 257, in either order of bytes.
Pixels tiff_size(std::string_view bytes) {
    const bool little = bytes[0] == 'I';
    auto number = [&](std::size_t at, std::size_t count) {
        return little ? little_endian(bytes, at, count) : big_endian(bytes, at, count);
    };
    const std::size_t directory = number(4, 4), entries = number(directory, 2);
    constexpr unsigned width = 256, height = 257, short_number = 3;
    Pixels pixels;
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        const unsigned tag = number(entry, 2), value = number(entry + 8, number(entry + 2, 2) == short_number ? 2 : 4);
        if (tag == width) pixels.width = value;
        if (tag == height) pixels.height = value;
    }
    return pixels;
}

Pixels bmp_size(std::string_view bytes) {
    const auto height = static_cast<std::int32_t>(little_endian(bytes, 22, 4)); // below 0: rows from the top
    return {little_endian(bytes, 18, 4), static_cast<unsigned>(height < 0 ? -std::int64_t{height} : height)};
}

Pixels size_of(std::string_view bytes) {
    if (bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n") return {big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
    if (bytes.substr(0, 4) == std::string_view("II*\0", 4) || bytes.substr(0, 4) == std::string_view("MM\0*", 4))
        return tiff_size(bytes);
    if (bytes.substr(0, 2) == "BM") return bmp_size(bytes);
    return bytes.substr(0, 2) == "\xFF\xD8" ? jpeg_size(bytes) : Pixels();
}

} // namespace

std::optional<Page> scan_of(std::string_view bytes) {
    auto [width, height] = size_of(bytes);
    auto [shorter, longer] = std::minmax(width, height);
    if (shorter < least_pixels || shorter > most_pixels || longer < least_ratio * shorter ||
        longer > most_ratio * shorter)
        return std::nullopt;
    Page page;
    page.width = width < height ? a4_short : a4_long;
    page.height = width < height ? a4_long : a4_short;
    page.picture_dpi = std::round(longer / (a4_long / points_an_inch));
    return page;
}

} // namespace shenbao
