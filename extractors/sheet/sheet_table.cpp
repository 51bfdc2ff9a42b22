#include "extractors/sheet/sheet_table.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <map>

namespace shenbao::sheet {
namespace {

constexpr std::size_t cell_limit = 1'000'000, range_limit = 100'000;

bool before(const Cell& a, const Cell& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); }

} // namespace

bool SheetTable::cell(int row, int column, std::string_view text) {
    if (row < 0 || row >= row_limit || column < 0 || column >= column_limit) return true;
    std::string kept = text::trim(text::nfc(text));
    if (kept.empty()) return true;
    if (cells_.size() >= cell_limit) return false;
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.content.text = std::move(kept);
    cells_.push_back(std::move(cell));
    return true;
}

void SheetTable::merge(int top, int left, int bottom, int right) {
    bool sane = top >= 0 && left >= 0 && bottom >= top && right >= left && bottom < row_limit && right < column_limit;
    if (sane && ranges_.size() < range_limit) ranges_.push_back({top, left, bottom, right});
}

Table SheetTable::finish(std::string title, bool hidden) {
    Table table;
    table.page = 1;
    if (hidden) table.part = Part::hidden;
    table.title = std::move(title);
    std::stable_sort(cells_.begin(), cells_.end(), before);
    cells_.erase(std::unique(cells_.begin(), cells_.end(), [](const Cell& a, const Cell& b) { return !before(a, b); }),
                 cells_.end());
    std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.top < b.top; });
    if (!cells_.empty()) table.rows = cells_.back().row + 1;
    std::map<int, Range> open; // ranges that reach into this row, by their left edge; they do not overlap
    std::size_t next = 0;
    int row = -1;
    for (Cell& cell : cells_) {
        if (cell.row != row) {
            row = cell.row;
            std::erase_if(open, [&](const auto& range) { return range.second.bottom < row; });
            for (; next < ranges_.size() && ranges_[next].top <= row; ++next) {
                const Range& range = ranges_[next];
                auto after = open.upper_bound(range.right);
                bool overlaps = after != open.begin() && std::prev(after)->second.right >= range.left;
                if (!overlaps && range.bottom >= row) open.emplace(range.left, range);
            }
        }
        auto at = open.upper_bound(cell.column);
        const Range* range = at == open.begin() ? nullptr : &std::prev(at)->second;
        if (range && range->right >= cell.column) {
            if (range->top != cell.row || range->left != cell.column) continue;
            cell.row_span = std::min(range->bottom + 1, table.rows) - cell.row;
            cell.column_span = range->right + 1 - cell.column;
        }
        table.columns = std::max(table.columns, cell.column + cell.column_span);
        table.cells.push_back(std::move(cell));
    }
    cells_.clear();
    return table;
}

} // namespace shenbao::sheet
