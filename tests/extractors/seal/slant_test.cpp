#include "extractors/seal/slant.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace shenbao;
using namespace shenbao::picture;

namespace {

Grey waves(int w, int h) {
    Grey out(w, h);
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x)
            out.row(y)[x] = std::uint8_t(128 + 100 * std::sin(x * 0.31) * std::cos(y * 0.23));
    return out;
}

// The largest difference, a margin left out.
int difference(const Grey& a, const Grey& b, int margin) {
    int most = 0;
    for (int y = margin; y < a.height - margin; ++y)
        for (int x = margin; x < a.width - margin; ++x)
            most = std::max(most, std::abs(int(a.at(x, y)) - int(b.at(x, y))));
    return most;
}

} // namespace

TEST_CASE("a picture turned in two passes is the same as one sampled pixel by pixel") {
    const Grey source = waves(400, 300);
    for (const double degrees : {0.3, -0.6, 2.0, -4.5}) {
        const Map level = rotation(degrees, 200, 150);
        REQUIRE(is_slant(level));
        Map other = level;
        other.m[6] = 1e-18; // no different, but for the way that is chosen
        REQUIRE_FALSE(is_slant(other));
        CHECK(difference(warp(source, level, 400, 300), warp(source, other, 400, 300), 30) <= 8);
    }
}

TEST_CASE("what lies outside a turned picture is paper") {
    const Grey turned = warp(Grey(200, 400, 0), rotation(4, 100, 200), 200, 400);
    CHECK(turned.at(100, 200) == 0);
    CHECK(turned.at(1, 1) + turned.at(198, 1) >= 255);
    CHECK(turned.at(1, 398) + turned.at(198, 398) >= 255);
}

TEST_CASE("pictures of a pixel or a line are turned without harm") {
    for (const auto& [w, h] : {std::pair{1, 1}, {1, 50}, {50, 1}, {3, 2}})
        CHECK(warp(Grey(w, h, 9), rotation(3, w / 2.0, h / 2.0), w, h).pixels.size() == std::size_t(w) * h);
    CHECK(warp(Grey(20, 20, 9), rotation(3, 10, 10), 60, 60).width == 60);
    CHECK(warp(Grey(60, 60, 9), rotation(3, 30, 30), 20, 20).width == 20);
}

TEST_CASE("maps that scale, mirror or foreshorten are no slants") {
    CHECK_FALSE(is_slant(scaling(1.2, 1.2)));
    CHECK_FALSE(is_slant(rotation(90, 10, 10)));
    CHECK_FALSE(is_slant(to_corners(10, 10, {{{0, 0}, {10, 1}, {9, 10}, {0, 10}}})));
    CHECK(is_slant(shift(3, 2)));
}
