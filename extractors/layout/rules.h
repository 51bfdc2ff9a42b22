#pragma once
// Ruled tables: the rules drawn on a page, and the grids they make.

#include "extractors/layout/glyphs.h"
#include "extractors/layout/raster.h"

#include <span>
#include <vector>

namespace shenbao::layout {

// A straight horizontal or vertical rule: a place across its direction and the stretch along it, in points.
struct Rule {
    double at = 0, from = 0, to = 0;

    friend bool operator==(const Rule&, const Rule&) = default;
};
struct Rules {
    std::vector<Rule> horizontal, vertical;
};

// Finds rules in a rendering of a page of this size: thin, long, darker than what lies on both sides. Light and
// dashed rules count; edges of shaded areas do not, nor what stands within the characters of `text`.
Rules find_rules(const Raster& page, double width, double height, std::span<const Line> text);

// Rules as they were drawn, perhaps cell by cell and edge on edge, joined to whole ones. What stays too short to be the
// edge of a cell is dropped.
Rules joined_up(Rules rules);

// A cell of a grid; spans where rules between cells are missing.
struct GridCell {
    int row = 0, column = 0, row_span = 1, column_span = 1;
    Box box;
};
struct Grid {
    Box box;
    int rows = 0, columns = 0;
    std::vector<GridCell> cells; // in row order, then column order; they fill the grid and do not overlap
};

// The tables that rules make where they touch: at least two cells each.
std::vector<Grid> grids_of(const Rules& rules);

} // namespace shenbao::layout
