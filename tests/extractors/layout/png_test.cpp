#include "extractors/layout/raster.h"

#include "tests/support.h"

#include <zlib.h>

#include <random>
#include <string>
#include <string_view>

using namespace shenbao::layout;

namespace {

std::uint32_t number_at(std::string_view file, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        value = value << 8 | static_cast<unsigned char>(file[i]);
    return value;
}

struct Png {
    std::uint32_t width = 0, height = 0, resolution = 0;
    int depth = 0, colour = 0;
    std::string rows; // each with its filter before it
};

// Reads a file of the kind that is written here, and checks every sum on the way.
Png read(std::string_view file) {
    Png png;
    std::string stream;
    REQUIRE(file.starts_with("\x89PNG\r\n\x1a\n"));
    std::string last;
    for (std::size_t at = 8; at < file.size();) {
        const std::uint32_t length = number_at(file, at);
        const std::string_view body = file.substr(at + 4, 4 + length), type = body.substr(0, 4), data = body.substr(4);
        CHECK(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())) ==
              number_at(file, at + 8 + length));
        if (type == "IHDR") {
            png.width = number_at(data, 0), png.height = number_at(data, 4);
            png.depth = data[8], png.colour = data[9];
        } else if (type == "pHYs") {
            png.resolution = number_at(data, 0);
        } else if (type == "IDAT") {
            stream += data;
        }
        last = type;
        at += 12 + length;
    }
    CHECK(last == "IEND");
    const std::size_t pixel = png.colour == 2 ? 3 : 1;
    png.rows.resize(png.height * (1 + (png.width * pixel * static_cast<std::size_t>(png.depth) + 7) / 8) + 1);
    auto size = static_cast<uLongf>(png.rows.size());
    REQUIRE(uncompress(reinterpret_cast<Bytef*>(png.rows.data()), &size, reinterpret_cast<const Bytef*>(stream.data()),
                       static_cast<uLong>(stream.size())) == Z_OK);
    CHECK(size + 1 == png.rows.size());
    return png;
}

// Whether the rows, their filter undone, are the raster's.
bool same_pixels(const Png& png, const Raster& raster) {
    const std::size_t step = raster.channels, length = static_cast<std::size_t>(raster.width) * step;
    for (int y = 0; y < raster.height; ++y) {
        const char* row = png.rows.data() + static_cast<std::size_t>(y) * (length + 1);
        if (row[0] != 1) return false;
        std::string shown(row + 1, length);
        for (std::size_t i = step; i < length; ++i)
            shown[i] = static_cast<char>(shown[i] + shown[i - step]);
        if (!std::equal(shown.begin(), shown.end(), reinterpret_cast<const char*>(raster.at(0, y)))) return false;
    }
    return true;
}

Raster noise(int width, int height, int channels) {
    Raster out{width, height, channels, {}};
    out.pixels.resize(static_cast<std::size_t>(width) * height * channels);
    std::minstd_rand random(5);
    for (auto& value : out.pixels)
        value = static_cast<std::uint8_t>(random() >> 9);
    return out;
}

} // namespace

TEST_CASE("grey and colour come back from the file as they were") {
    for (int channels : {1, 3}) {
        const Raster raster = noise(61, 40, channels);
        const Png png = read(png_of(raster, 200));
        CHECK(png.width == 61);
        CHECK(png.height == 40);
        CHECK(png.depth == 8);
        CHECK(png.colour == (channels == 3 ? 2 : 0));
        CHECK(png.resolution == 7874); // a metre
        CHECK(same_pixels(png, raster));
    }
}

TEST_CASE("black and white takes a bit a pixel, also where a row ends within a byte") {
    Raster raster = noise(61, 9, 1);
    for (auto& value : raster.pixels)
        value = value < 128 ? 0 : 255;
    const Png png = read(png_of(raster, 0));
    CHECK(png.depth == 1);
    CHECK(png.resolution == 0);
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 61; ++x) {
            const auto byte = static_cast<unsigned char>(png.rows[static_cast<std::size_t>(y) * 9 + 1 + x / 8]);
            REQUIRE((byte >> (7 - x % 8) & 1) == (*raster.at(x, y) != 0));
        }
}

TEST_CASE("a picture too large to be deflated at once comes back as well") {
    Raster raster{6000, 4000, 3, {}};
    raster.pixels.resize(std::size_t{6000} * 4000 * 3, 250);
    const Raster spot = noise(600, 1, 3);
    std::copy(spot.pixels.begin(), spot.pixels.end(), raster.pixels.begin() + 40'000'000);
    const std::string file = png_of(raster, 300);
    CHECK(file.size() < 1'000'000);
    CHECK(same_pixels(read(file), raster));
}
