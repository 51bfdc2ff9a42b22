#pragma once
// Tables as Word and RTF stream them: paragraphs, then a mark that ends a cell, then one that ends a row and tells of
// its shape; a table in a cell is one level deeper.

#include "extractors/word/collector.h"
#include "extractors/word/table_grid.h"

#include <string_view>
#include <vector>

namespace shenbao {

// What a row says of its cells.
struct RowShape {
    struct Cell {
        bool continues_left = false, continues_above = false;
    };
    std::vector<int> edges; // twips; one more than cells
    std::vector<Cell> cells;
};

class TableStack {
  public:
    // Opens or closes tables until `depth` are open; closed ones go to `flow`, or to the cell they stand in.
    void set_depth(int depth, const Flow& flow);
    int depth() const { return static_cast<int>(levels_.size()); }
    // A paragraph of the innermost open cell. There must be an open table for this and for what follows.
    void paragraph(std::string_view text) { levels_.back().cell.add(text); }
    void end_cell();
    // Gives the cells of the row their edges and merges; cells beyond the shape get edges of their own.
    void end_row(const RowShape& shape);
    // Where a block of the innermost cell goes; `flow` itself where no table is open.
    Flow inner(const Flow& flow);

  private:
    struct Level {
        std::vector<RawRow> rows;
        RawRow row;
        RawCell cell;
    };
    void close(const Flow& flow);
    std::vector<Level> levels_;
};

} // namespace shenbao
