#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include "pipeline/model/text.h"

#include <cmath>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::vector<Seal> seals_in(const std::string& bytes) {
    MemorySink sink;
    Input input;
    input.bytes = bytes_of(bytes);
    return seal_finder().read(input, {}, sink).document()->seals;
}

std::vector<Seal> seals_of(const char* name) { return seals_in(slurp(data_dir("extractors/seal") / name)); }

const std::string owner = "青禾市云岭机床制造有限公司";

// Characters of the name that a reading has in order.
std::size_t found_in_order(const std::string& reading) {
    const std::u32string name = text::to_u32(owner), line = text::to_u32(reading);
    std::size_t n = 0, from = 0;
    for (char32_t c : name)
        if (const auto at = line.find(c, from); at != line.npos) ++n, from = at + 1;
    return n;
}

} // namespace

TEST_CASE("a red round seal is found where it is, its ring read") {
    const auto seals = seals_of("round.png");
    REQUIRE(seals.size() == 1);
    const Seal& seal = seals.front();
    CHECK(seal.shape == Seal::Shape::round);
    CHECK(seal.coloured);
    CHECK(seal.confidence > 0.8);
    CHECK(seal.box.left == Approx(630.0 / 1240).margin(0.01));
    CHECK(seal.box.bottom == Approx(670.0 / 800).margin(0.01));
    CHECK(found_in_order(seal.owner.text) >= 11);
    CHECK_FALSE(seal.owner.readings.empty());
}

TEST_CASE("an oval seal is a seal") {
    const auto seals = seals_of("oval.png");
    REQUIRE(seals.size() == 1);
    CHECK(seals.front().shape == Seal::Shape::oval);
}

TEST_CASE("a seal in a grey picture is found by its shape, and less is said of it") {
    const auto seals = seals_of("grey.png");
    REQUIRE(seals.size() == 1);
    CHECK_FALSE(seals.front().coloured);
    CHECK(seals.front().confidence < 0.9);
    CHECK(found_in_order(seals.front().owner.text) >= 9);
}

TEST_CASE("a red letterhead, a line and a logo are no seals") { CHECK(seals_of("letterhead.png").empty()); }

TEST_CASE("text alone is no seal") {
    CHECK(seals_in(slurp(data_dir("extractors/ocr") / "letter.png")).empty());
    CHECK(seals_in(slurp(data_dir("extractors/ocr") / "form.png")).empty());
}

TEST_CASE("a picture that cannot be decoded is refused") {
    CHECK_THROWS_AS(seals_in(std::string("\x89PNG\r\n\x1a\n") + std::string(40, 'x')), ItemError);
}

namespace {

// A page of A4 at 75 dpi that is drawn on, as the bytes of a PNM file.
struct Drawn {
    static constexpr int width = 620, height = 877;
    static constexpr double mm = height / 297.0;
    struct Ink {
        int r, g, b;
    };
    std::vector<unsigned char> pixels = std::vector<unsigned char>(std::size_t(width) * height * 3, 246);

    void dot(double x, double y, Ink ink) {
        for (int v = int(y) - 1; v <= int(y); ++v)
            for (int u = int(x) - 1; u <= int(x); ++u) {
                if (u < 0 || v < 0 || u >= width || v >= height) continue;
                unsigned char* p = &pixels[(std::size_t(v) * width + u) * 3];
                p[0] = static_cast<unsigned char>(ink.r), p[1] = static_cast<unsigned char>(ink.g);
                p[2] = static_cast<unsigned char>(ink.b);
            }
    }
    // A ring, strokes standing along it like letters, a blot in the middle; turned, half axes in millimetres.
    void stamp(double cx, double cy, double rx, double ry, double turn, Ink ink) {
        const double t = turn * M_PI / 180;
        auto put = [&](double u, double v) {
            const double x = u * rx * mm, y = v * ry * mm;
            dot(cx * mm + x * std::cos(t) - y * std::sin(t), cy * mm + x * std::sin(t) + y * std::cos(t), ink);
        };
        for (int i = 0; i < 1440; ++i) {
            const double a = i * M_PI / 720, c = std::cos(a), s = std::sin(a);
            put(c, s), put(0.97 * c, 0.97 * s);
            if (i % 60 < 24 && s < 0.6)
                for (double r = 0.68; r < 0.86; r += i % 12 < 4 ? 0.01 : 0.06)
                    put(r * c, r * s);
            put(0.2 * c, 0.2 * s), put(0.12 * c, 0.12 * s);
        }
    }
    void frame(double cx, double cy, double half, double turn, Ink ink) {
        const double t = turn * M_PI / 180;
        for (double d = -half; d <= half; d += 0.1)
            for (auto [u, v] :
                 {std::pair{d, -half}, {d, half}, {-half, d}, {half, d}, {d, 0.5 * half}, {-0.4 * half, d}})
                dot((cx + u * std::cos(t) - v * std::sin(t)) * mm, (cy + u * std::sin(t) + v * std::cos(t)) * mm, ink);
    }
    std::string bytes() const {
        return "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n" +
               std::string(pixels.begin(), pixels.end());
    }
};

constexpr Drawn::Ink red{205, 40, 50}, faint{240, 190, 192}, black{30, 30, 32};

Page page_of(const Drawn& drawn) {
    MemorySink sink;
    Input input;
    const std::string bytes = drawn.bytes();
    input.bytes = bytes_of(bytes);
    return seal_finder().read(input, {}, sink).document()->pages.front();
}

} // namespace

TEST_CASE("seals of all shapes, sizes and strengths are found where they are") {
    struct Stamp {
        const char* what;
        double cx, cy, rx, ry, turn;
        Drawn::Ink ink;
        Seal::Shape shape;
    };
    for (const Stamp& s : {Stamp{"round", 140, 220, 21, 21, 0, red, Seal::Shape::round},
                           Stamp{"large", 100, 150, 29, 29, 0, red, Seal::Shape::round},
                           Stamp{"oval and turned", 130, 200, 23, 15, 20, red, Seal::Shape::oval},
                           Stamp{"faint", 140, 220, 21, 21, 0, faint, Seal::Shape::round},
                           Stamp{"cut by the margin", 206, 220, 21, 21, 0, red, Seal::Shape::round}}) {
        Drawn page;
        page.stamp(s.cx, s.cy, s.rx, s.ry, s.turn, s.ink);
        INFO(s.what);
        const auto seals = seals_in(page.bytes());
        REQUIRE(seals.size() == 1);
        CHECK(seals.front().shape == s.shape);
        CHECK(seals.front().confidence > 0.7);
        CHECK(seals.front().box.left == Approx((s.cx - std::max(s.rx, s.ry)) / 210).margin(0.02));
        CHECK((seals.front().box.top + seals.front().box.bottom) / 2 == Approx(s.cy / 297).margin(0.02));
    }
}

TEST_CASE("two seals side by side, and a turned square one") {
    Drawn page;
    page.stamp(70, 220, 21, 21, 0, red);
    page.stamp(130, 222, 20, 20, 0, red);
    CHECK(seals_in(page.bytes()).size() == 2);
    Drawn other;
    other.frame(120, 200, 12, 12, red);
    const auto seals = seals_in(other.bytes());
    REQUIRE(seals.size() == 1);
    CHECK(seals.front().shape == Seal::Shape::square);
}

TEST_CASE("what is red and no seal: a small emblem, a thick bar, a part of a large circle") {
    Drawn page;
    page.stamp(30, 20, 9, 9, 0, red);
    for (double x = 20; x < 190; x += 0.2)
        page.dot(x * Drawn::mm, 34 * Drawn::mm, red), page.dot(x * Drawn::mm, 34.5 * Drawn::mm, red);
    CHECK(seals_in(page.bytes()).empty());
    Drawn arc;
    arc.stamp(105, -40, 50, 50, 0, red);
    CHECK(seals_in(arc.bytes()).empty());
}

TEST_CASE("a grey page kept with three components is a grey page, one with a grain of colour is not") {
    Drawn grey;
    grey.stamp(140, 220, 21, 21, 0, {120, 120, 120});
    CHECK_FALSE(page_of(grey).coloured);
    const auto seals = seals_in(grey.bytes());
    REQUIRE(seals.size() == 1);
    CHECK_FALSE(seals.front().coloured);
    Drawn colour;
    for (double x = 20; x < 190; x += 3)
        colour.dot(x * Drawn::mm, 100 * Drawn::mm, {40, 36, 34}), colour.dot(x * Drawn::mm, 140 * Drawn::mm, black);
    CHECK(page_of(colour).coloured);
    CHECK(seals_in(colour.bytes()).empty());
}
