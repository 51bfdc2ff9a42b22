#include "extractors/seal/square.h"
#include "tests/support.h"

#include <cmath>

using namespace shenbao;
using namespace shenbao::seal;
using picture::Grey;
using picture::Picture;

namespace {

// A page of A4 at 75 dpi in grey, that squares are drawn on.
struct Sheet {
    static constexpr double mm = 877 / 297.0;
    Grey page{620, 877, 250};

    void dot(double x, double y) {
        for (int v = int(y); v <= int(y) + 1; ++v)
            for (int u = int(x); u <= int(x) + 1; ++u)
                if (u >= 0 && v >= 0 && u < page.width && v < page.height) page.row(v)[u] = 60;
    }
    // A frame of `side` millimetres round `columns` by `rows` characters, each a cross in a box; none where they are 0.
    void square(double cx, double cy, double side, double turn, int columns, int rows) {
        const double t = turn * M_PI / 180;
        auto put = [&](double u, double v) { // shares of the side, from its middle
            dot((cx + side * (u * std::cos(t) - v * std::sin(t))) * mm,
                (cy + side * (u * std::sin(t) + v * std::cos(t))) * mm);
        };
        for (double d = -0.5; d <= 0.5; d += 0.004)
            for (double edge : {-0.5, 0.5})
                put(d, edge), put(edge, d);
        for (int c = 0; c < columns; ++c)
            for (int r = 0; r < rows; ++r) {
                const double x = -0.42 + 0.84 * (c + 0.5) / columns, y = -0.42 + 0.84 * (r + 0.5) / rows;
                for (double d = -0.37; d <= 0.37; d += 0.02)
                    for (double e : {-0.37, 0.0, 0.37})
                        put(x + 0.84 * d / columns, y + 0.84 * e / rows),
                            put(x + 0.84 * e / columns, y + 0.84 * d / rows);
            }
    }
    std::vector<Outline> seals() const {
        Picture picture;
        picture.red = page;
        return find_seals(picture);
    }
};

} // namespace

TEST_CASE("a square seal in a grey page is found by its frame, turned as it is") {
    for (double turn : {0.0, 12.0, -20.0}) {
        Sheet sheet;
        sheet.square(130, 200, 30, turn, 3, 4);
        INFO(turn);
        const auto seals = sheet.seals();
        REQUIRE(seals.size() == 1);
        CHECK(seals.front().shape == Seal::Shape::square);
        CHECK_FALSE(seals.front().coloured);
        CHECK(seals.front().turn == Approx(turn).margin(3));
        CHECK(seals.front().cx == Approx(130 * Sheet::mm).margin(3));
        CHECK(seals.front().confidence < 0.65); // a frame alone proves no seal
    }
}

TEST_CASE("an empty box, a small one and a large table are no square seals") {
    Sheet sheet;
    sheet.square(60, 60, 30, 0, 0, 0);
    sheet.square(150, 60, 9, 0, 2, 2);
    sheet.square(105, 200, 120, 0, 8, 8);
    CHECK(sheet.seals().empty());
}

TEST_CASE("characters in a square are parted into columns and rows, its frame left out") {
    for (auto [columns, rows] : {std::pair{2, 2}, {2, 3}, {3, 4}, {4, 4}}) {
        Sheet sheet;
        sheet.square(105, 150, 40, 15, columns, rows);
        const Outline seal{105 * Sheet::mm,
                           150 * Sheet::mm,
                           20 * Sheet::mm + 1,
                           20 * Sheet::mm + 1,
                           Seal::Shape::square,
                           false,
                           1,
                           15};
        INFO(columns << " by " << rows);
        const Grey inside = within_frame(sheet.page, seal);
        CHECK(inside.width < 210);
        const Cells cells = cells_of(inside);
        CHECK(cells.columns == columns);
        CHECK(cells.rows == rows);
    }
    CHECK(cells_of(Grey(100, 100, 255)).columns == 0);
}
