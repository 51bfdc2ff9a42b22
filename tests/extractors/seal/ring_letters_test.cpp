#include "extractors/seal/ring_letters.h"
#include "tests/support.h"

#include <cmath>

using namespace shenbao;
using namespace shenbao::seal;
using picture::Grey;

namespace {

// A ring with letters that stand at even steps: each a block as wide as 0.7 of its height.
struct Drawn {
    Grey ink{420, 420};
    Outline seal{210, 210, 190, 190, Seal::Shape::round, false, 1, 0};

    void dot(double x, double y) {
        const int u = int(std::lround(x)), v = int(std::lround(y));
        if (u >= 0 && v >= 0 && u < ink.width && v < ink.height) ink.row(v)[u] = 40;
    }
    // From `first` on, in degrees clockwise from the bottom.
    Drawn(int count, double first, double step, double ratio = 1) {
        seal.ry = seal.rx * ratio;
        for (double a = 0; a < 360; a += 0.1)
            for (double r = 0.97; r <= 1; r += 0.004)
                put(a, r, 0);
        for (int k = 0; k < count; ++k)
            for (double along = -0.085; along <= 0.085; along += 0.002)
                for (double r = 0.66; r <= 0.88; r += 0.003)
                    put(first + k * step, r, along);
    }
    // At an angle and a share of the way out, `along` radii beside it.
    void put(double degrees, double r, double along) {
        const double a = degrees * M_PI / 180, s = std::sin(a), c = std::cos(a);
        dot(seal.cx + seal.rx * (-s * r - c * along), seal.cy + seal.ry * (c * r - s * along));
    }
    // Lines of type that run through the seal.
    void printed_over() {
        for (int line : {150, 215, 280, 340})
            for (int x = 0; x < ink.width; ++x)
                for (int y = line; y < line + 26; ++y)
                    if ((x / 3) % 4 == 0 && x % 31 < 26) dot(x, y);
    }
};

// How much of columns `from` to `to` (shares of the strip) is ink.
double ink_in(const Grey& strip, double from, double to) {
    int n = 0, dark = 0;
    for (int x = int(from * strip.width); x < int(to * strip.width); ++x)
        for (int y = strip.height / 4; y < strip.height * 3 / 4; ++y)
            ++n, dark += strip.at(x, y) < 128;
    return n > 0 ? double(dark) / n : 0;
}

} // namespace

TEST_CASE("letters round a ring are counted, and cut out where they stand") {
    for (int count : {6, 10, 13, 18}) {
        const double step = std::min(22.0, 280.0 / (count - 1)), first = 180 - step * (count - 1) / 2 + 15;
        const Drawn drawn(count, first, step);
        INFO(count);
        const RingLetters letters = letters_of(drawn.ink, drawn.seal);
        REQUIRE(letters.pitch);
        CHECK(letters.pitch->count == count);
        CHECK(letters.pitch->ink_between < 0.2);
        CHECK(letters.arc.start + letters.arc.sweep / 2 == Approx(195).margin(4));
        const Grey strip = set_straight(drawn.ink, drawn.seal, letters, 40, 0.1);
        CHECK(strip.height == 48);
        for (int k = 0; k < count; ++k) {
            CHECK(ink_in(strip, (k + 0.4) / count, (k + 0.6) / count) > 0.9);
            CHECK(ink_in(strip, (k - 0.04) / count, (k + 0.04) / count) < 0.3);
        }
    }
}

TEST_CASE("letters are found under lines of type that fill the gaps between them") {
    for (int count : {10, 13}) {
        Drawn drawn(count, 180 - 10.5 * (count - 1) - 20, 21);
        drawn.printed_over();
        INFO(count);
        const RingLetters letters = letters_of(drawn.ink, drawn.seal);
        REQUIRE(letters.pitch);
        CHECK(letters.pitch->count == count);
        CHECK(letters.arc.start + letters.arc.sweep / 2 == Approx(160).margin(6));
    }
}

TEST_CASE("a ring without letters has none") {
    const Drawn drawn(0, 0, 0);
    const RingLetters letters = letters_of(drawn.ink, drawn.seal);
    CHECK(letters.arc.sweep == 0);
    CHECK_FALSE(letters.pitch);
    CHECK(set_straight(drawn.ink, drawn.seal, letters, 40, 0.1).empty());
}

TEST_CASE("letters round a small seal whose picture ends before it does") {
    Drawn drawn(12, 60, 21);
    drawn.ink = picture::crop(drawn.ink, {0, 0, 250, 420});
    const RingLetters letters = letters_of(drawn.ink, drawn.seal);
    if (letters.pitch) CHECK(letters.pitch->count < 12);
}
