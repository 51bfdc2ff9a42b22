#pragma once
// From a spreadsheet's cells and merged ranges to a table of the document model.

#include "pipeline/model/document.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::sheet {

inline constexpr int row_limit = 1 << 20, column_limit = 1 << 14; // what a sheet can hold

class SheetTable {
  public:
    // Empty texts are not kept; a cell outside the limits neither. False once a sheet holds more than is read.
    bool cell(int row, int column, std::string_view text);
    // Rows and columns from 0, the last ones included.
    void merge(int first_row, int first_column, int last_row, int last_column);
    // Cells in order; those hidden under a merged range are dropped.
    // Of a sheet that is not shown (a list to choose from, say) they are none of the document's body.
    Table finish(std::string title, bool hidden);

  private:
    struct Range {
        int top, left, bottom, right;
    };
    std::vector<Cell> cells_;
    std::vector<Range> ranges_;
};

} // namespace shenbao::sheet
