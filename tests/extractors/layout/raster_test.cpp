// What the pixels of a page hold.

#include "extractors/layout/raster.h"

#include "tests/support.h"

using namespace shenbao::layout;

namespace {

// Paper with a bar of print on a twentieth of it.
Raster page(std::uint8_t paper, std::uint8_t print) {
    Raster out{200, 100, 1, std::vector<std::uint8_t>(std::size_t{200} * 100, paper)};
    std::fill_n(out.pixels.begin() + 4000, 1000, print);
    return out;
}

} // namespace

TEST_CASE("print is dark by the paper it stands on") {
    CHECK(measure(page(255, 0)).dark == Approx(0.05));
    CHECK(measure(page(235, 175)).dark == Approx(0.05)); // faded
    CHECK(measure(page(235, 205)).dark == 0);            // the other side shining through
    CHECK(measure(page(255, 255)).dark == 0);
    CHECK(measure(page(170, 60)).dark == Approx(0.05)); // in poor light
}

TEST_CASE("black and white, and colour, are told") {
    CHECK(measure(page(255, 0)).bilevel);
    CHECK_FALSE(measure(page(250, 0)).bilevel);
    Raster red{100, 100, 3, std::vector<std::uint8_t>(std::size_t{100} * 100 * 3, 255)};
    for (std::size_t i = 0; i < 100; ++i)
        red.pixels[i * 3 + 1] = red.pixels[i * 3 + 2] = 60;
    CHECK(measure(red).red == Approx(0.01));
    CHECK(measure(red).coloured == Approx(0.01));
    CHECK(measure({}).dark == 0);
}
