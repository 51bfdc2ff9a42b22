#include "stages/record/page_likeness.h"

#include "pipeline/model/document.h"
#include "tests/support.h"

#include <algorithm>

using namespace shenbao;

namespace {

// How dark each cell of a page is, 0 to 255.
using Cells = std::vector<double>;

// Lines of text with gaps between them, a little different from cell to cell.
Cells letter() {
    Cells cells;
    for (int row = 0; row < Thumbnail::cell_rows; ++row)
        for (int column = 0; column < Thumbnail::cell_columns; ++column) {
            const bool text = row % 3 == 0 && row > 6 && row < 40 && column > 5 && column < 42;
            cells.push_back(text ? 30 + (row * 7 + column * 5) % 23 : 8);
        }
    return cells;
}

// The company's name and its seal: what is under them is as dark on the whole, and otherwise spread.
Cells signed_by(Cells cells, int company) {
    for (int i = 0; i < 10; ++i)
        cells[static_cast<std::size_t>(46 * Thumbnail::cell_columns + 24 + i)] = 25 + (i * 11 + company * 17) % 31;
    return cells;
}

std::string marks(const Cells& cells) {
    std::string out;
    for (double dark : cells)
        out += static_cast<char>('!' + std::clamp(static_cast<int>(dark / 2 + 0.5), 0, 93));
    return out;
}

// As compression and scaling leave it.
Cells saved_again(Cells cells, double lighter = 1, double paper = 0) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = std::max(0.0, cells[i] * lighter + paper + (static_cast<int>(i * 13 % 5) - 2) * 0.8);
    return cells;
}

struct Pages {
    std::vector<PageSketch> sketches;
    std::vector<OwnedPage> owned;

    explicit Pages(const std::vector<Cells>& pages) {
        for (const Cells& cells : pages)
            sketches.push_back({"commitment", "承诺书.pdf", 1, marks(cells)});
        for (std::size_t i = 0; i < sketches.size(); ++i)
            owned.push_back({i, &sketches[i]});
    }
    std::size_t pairs() const { return like_pages(owned).size(); }
};

} // namespace

TEST_CASE("a sheet that was saved again is the same sheet") {
    const Cells sheet = signed_by(letter(), 1);
    CHECK(Pages({sheet, saved_again(sheet)}).pairs() == 1);
    CHECK(Pages({sheet, saved_again(sheet, 0.85, 3)}).pairs() == 1); // paler
    CHECK(Pages({sheet, saved_again(sheet, 1, 9)}).pairs() == 1);    // on darker paper
}

TEST_CASE("the same form of another company is another sheet") {
    CHECK(Pages({signed_by(letter(), 1), signed_by(letter(), 2)}).pairs() == 0);
    Cells moved = letter();
    std::rotate(moved.begin(), moved.begin() + 1, moved.end());
    CHECK(Pages({letter(), moved}).pairs() == 0);
}

TEST_CASE("pages of one owner, empty pages and pages without a picture say nothing") {
    Pages own({letter(), letter()});
    own.owned[1].owner = own.owned[0].owner;
    CHECK(own.pairs() == 0);
    const Cells empty(letter().size(), 8.0);
    CHECK(Pages({empty, saved_again(empty)}).pairs() == 0);
    Pages none({letter(), letter()});
    none.sketches[0].cells.clear();
    CHECK(none.pairs() == 0);
    CHECK(Pages({}).pairs() == 0);
}

TEST_CASE("a page that many have was handed out") {
    CHECK(Pages({letter(), letter(), letter(), letter()}).pairs() == 6);
    CHECK(Pages({letter(), letter(), letter(), letter(), letter()}).pairs() == 0);
}
