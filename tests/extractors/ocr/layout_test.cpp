#include "extractors/ocr/layout.h"
#include "extractors/ocr/sheet.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace shenbao;
using namespace shenbao::picture;

namespace {

void fill(Grey& page, const Rect& rect, int value) {
    for (int y = rect.top; y < rect.bottom; ++y)
        std::fill(page.row(y) + rect.left, page.row(y) + rect.right, std::uint8_t(value));
}

// Paper on a desk, the light falling off to the right until paper there is darker than the desk on the left.
Grey photograph(int paper, int desk) {
    Grey out(800, 1000);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            const bool sheet = x >= 60 + y / 50 && x < 740 && y >= 70 && y < 930;
            const int texture = (x * 7 + y * 13) % 5;
            out.row(y)[x] = std::uint8_t(double(sheet ? paper : desk + texture) * (1 - 0.55 * x / out.width));
        }
    return out;
}

ocr::Ruled ruled(Grey words) {
    ocr::Upright page;
    page.page.red = words;
    page.words = std::move(words);
    page.em = 30;
    return ocr::without_grids(page);
}

} // namespace

TEST_CASE("a sheet is found though paper in the shadow is darker than the desk in the light") {
    const auto corners = ocr::find_sheet(photograph(240, 140));
    REQUIRE(corners);
    CHECK(std::abs((*corners)[0][0] - 61) < 4);
    CHECK(std::abs((*corners)[0][1] - 70) < 4);
    CHECK(std::abs((*corners)[2][0] - 740) < 4);
    CHECK(std::abs((*corners)[2][1] - 930) < 4);
}

TEST_CASE("the frame of a form is no sheet, and neither is paper alone in failing light") {
    Grey form = photograph(240, 240);
    for (const Rect& side :
         {Rect{100, 100, 700, 103}, {100, 897, 700, 900}, {100, 100, 103, 900}, {697, 100, 700, 900}})
        fill(form, side, 20);
    CHECK_FALSE(ocr::find_sheet(form));
    CHECK_FALSE(ocr::find_sheet(photograph(240, 240)));
}

TEST_CASE("lines that values are written on are taken out, strokes of characters are not") {
    Grey words(900, 300, 250);
    fill(words, {200, 150, 700, 153}, 40);
    fill(words, {300, 60, 330, 64}, 40); // 一
    const ocr::Ruled out = ruled(words);
    CHECK(out.grids.empty());
    CHECK(out.words.at(450, 151) > 200);
    CHECK(out.words.at(315, 62) < 100);
}

TEST_CASE("a rule of one row is found though something stands in line with it") {
    Grey words(1000, 400, 250);
    for (const int y : {50, 150, 250, 350})
        fill(words, {100, y, 900, y + 3}, 40);
    for (const int x : {100, 300, 898})
        fill(words, {x, 50, x + 3, 353}, 40);
    fill(words, {600, 152, 603, 250}, 40);  // parts two cells of the middle row
    fill(words, {596, 254, 607, 284}, 120); // a broad stroke of a character below it
    const ocr::Ruled out = ruled(words);
    REQUIRE(out.grids.size() == 1);
    const auto& cells = out.grids.front().cells;
    CHECK(std::count_if(cells.begin(), cells.end(), [](const auto& c) { return c.row == 1; }) == 3);
    CHECK(std::count_if(cells.begin(), cells.end(), [](const auto& c) { return c.row == 2; }) == 2);
}
