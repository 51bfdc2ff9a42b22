#pragma once
// Grids: rules that cross make tables of cells, with the spans a Word form would have.

#include "extractors/ocr/rules.h"

namespace shenbao::ocr {

struct GridCell {
    int row = 0, column = 0, row_span = 1, column_span = 1;
    picture::Rect inside; // between its rules, in pixels
};

struct Grid {
    int rows = 0, columns = 0;
    std::vector<GridCell> cells; // in row order, then column order; they do not overlap
    picture::Rect box;
    Rules rules; // those it is made of
};

// Grids of at least two cells, from top to bottom. Rules that take part in none (underlines, ornaments) are left out.
// `words` is the page they were found on.
std::vector<Grid> find_grids(const picture::Grey& words, const Rules& rules, double em);

} // namespace shenbao::ocr
