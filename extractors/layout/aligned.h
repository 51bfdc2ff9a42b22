#pragma once
// Columns without rules: tables whose cells are only set apart, and prose in several columns.

#include "extractors/layout/rules.h"

#include <span>
#include <vector>

namespace shenbao::layout {

struct Aligned {
    std::vector<Line> lines;  // all lines; prose in columns is read down each column
    std::vector<Grid> tables; // at least three rows, or two of three cells
};

// Looks at what stands outside of `ruled` tables. `lines` in reading order.
Aligned find_aligned(std::span<const Line> lines, std::span<const Grid> ruled);

} // namespace shenbao::layout
