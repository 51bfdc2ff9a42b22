#include "extractors/word/table_grid.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <map>
#include <set>

namespace shenbao {
namespace {

constexpr int column_limit = 4096;

// Lines of `text` that are not empty.
int lines_in(std::string_view text) {
    int count = 0;
    for (const std::string& line : text::split(text, '\n'))
        count += !text::trim(line).empty();
    return count;
}

// Builds the cells row by row and remembers, for each column, the cell that a continuation would join.
class Grid {
  public:
    explicit Grid(Part part) { table_.part = part; }

    void row(RawRow& cells) {
        int previous = -1, next = 0;
        for (RawCell& cell : cells) {
            if (cell.left < 0) seat(cell, next);
            cell.left = std::clamp(cell.left, 0, column_limit - 1);
            cell.right = std::clamp(cell.right, cell.left + 1, column_limit);
            next = cell.right;
            if (cell.continues_left && previous >= 0 && join_left(cell, previous)) continue;
            previous = cell.continues_above && join_above(cell) ? previous : place(cell);
        }
        ++table_.rows;
    }
    Table finish() {
        table_.page = 1;
        for (std::size_t i = 0; i < table_.cells.size(); ++i) {
            Cell& cell = table_.cells[i];
            table_.columns = std::max(table_.columns, cell.column + cell.column_span);
            cell.row_span = std::min(cell.row_span, table_.rows - cell.row);
            cell.content.text = text::nfc(cell.content.text);
            for (Table& inner : cell.tables)
                if (inner.lines_before >= lines_[i]) inner.lines_before.reset();
        }
        std::sort(table_.cells.begin(), table_.cells.end(),
                  [](const Cell& a, const Cell& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); });
        return std::move(table_);
    }

  private:
    // The next free columns from `next` on, for a cell that says only how many it takes.
    void seat(RawCell& cell, int next) const {
        int span = std::clamp(cell.right, 1, column_limit);
        while (next < column_limit && taken(next))
            ++next;
        cell.left = next;
        cell.right = next + span;
    }
    void append(std::size_t index, RawCell& from) {
        Cell& into = table_.cells[index];
        for (Table& table : from.tables)
            table.lines_before = table.lines_before.value_or(0) + lines_[index];
        lines_[index] += from.lines;
        if (!from.text.empty()) into.content.text += (into.content.text.empty() ? "" : "\n") + from.text;
        std::move(from.tables.begin(), from.tables.end(), std::back_inserter(into.tables));
    }
    // The cell of `columns_` is free in this row from this column on, up to the column returned.
    int free_until(int left, int right) const {
        for (int c = left; c < right; ++c)
            if (taken(c)) return c;
        return right;
    }
    bool taken(int column) const {
        auto at = static_cast<std::size_t>(column);
        return at < below_.size() && below_[at].free_from > table_.rows;
    }
    bool join_left(RawCell& cell, int previous) {
        Cell& left = table_.cells[static_cast<std::size_t>(previous)];
        if (left.row != table_.rows || left.column + left.column_span != cell.left) return false;
        left.column_span = free_until(cell.left, cell.right) - left.column;
        append(static_cast<std::size_t>(previous), cell);
        claim(left, static_cast<std::size_t>(previous));
        return true;
    }
    bool join_above(RawCell& cell) {
        auto at = static_cast<std::size_t>(cell.left);
        if (at >= below_.size() || below_[at].free_from == 0) return false;
        std::size_t index = below_[at].cell;
        Cell& above = table_.cells[index];
        bool fits = above.column == cell.left && above.column_span == cell.right - cell.left;
        if (!fits || above.row + above.row_span != table_.rows) return false;
        ++above.row_span;
        append(index, cell);
        claim(above, index);
        return true;
    }
    int place(RawCell& cell) {
        while (cell.left < cell.right && taken(cell.left))
            ++cell.left;
        cell.right = free_until(cell.left, cell.right);
        if (cell.left >= cell.right) return -1;
        Cell made;
        made.row = table_.rows;
        made.column = cell.left;
        made.column_span = cell.right - cell.left;
        made.row_span = std::max(1, cell.rows);
        table_.cells.push_back(std::move(made));
        lines_.push_back(0);
        append(table_.cells.size() - 1, cell);
        claim(table_.cells.back(), table_.cells.size() - 1);
        return static_cast<int>(table_.cells.size()) - 1;
    }
    void claim(const Cell& cell, std::size_t index) {
        auto end = static_cast<std::size_t>(cell.column + cell.column_span);
        if (below_.size() < end) below_.resize(end);
        for (auto c = static_cast<std::size_t>(cell.column); c < end; ++c)
            below_[c] = {index, cell.row + cell.row_span};
    }

    struct Below {
        std::size_t cell = 0;
        int free_from = 0; // the first row in which the column is free again
    };
    Table table_;
    std::vector<int> lines_;   // of each cell's text
    std::vector<Below> below_; // by column
};

// Edges that stand for one line of the grid, by edge. Two edges nearer than `tolerance` are one line.
std::map<int, int> lines_of(const std::set<int>& edges, int tolerance) {
    std::map<int, int> lines;
    int line = -1, start = 0;
    for (int edge : edges) {
        if (line < 0 || edge - start > tolerance) {
            ++line;
            start = edge;
        }
        lines[edge] = line;
    }
    return lines;
}

// No cell may vanish because its edges fell together.
bool keeps_cells(const std::vector<RawRow>& rows, const std::map<int, int>& lines) {
    for (const RawRow& row : rows)
        for (const RawCell& cell : row)
            if (cell.right > cell.left && lines.at(cell.left) >= lines.at(cell.right)) return false;
    return true;
}

} // namespace

void RawCell::add(std::string_view paragraph) {
    if (started) text += '\n';
    started = true;
    text += paragraph;
    lines += lines_in(paragraph);
}

void RawCell::add(Table table) {
    table.lines_before = lines;
    tables.push_back(std::move(table));
}

Table table_of_columns(std::vector<RawRow> rows, Part part) {
    Grid grid(part);
    for (RawRow& row : rows) {
        for (RawCell& cell : row)
            cell.text = text::trim(cell.text);
        grid.row(row);
    }
    return grid.finish();
}

Table table_of_edges(std::vector<RawRow> rows, Part part) {
    std::set<int> edges;
    for (const RawRow& row : rows)
        for (const RawCell& cell : row)
            edges.insert({cell.left, std::max(cell.left, cell.right)});
    std::map<int, int> lines;
    for (int tolerance : {60, 30, 12, 0}) {
        lines = lines_of(edges, tolerance);
        if (keeps_cells(rows, lines)) break;
    }
    for (RawRow& row : rows) {
        int next = 0;
        for (RawCell& cell : row) {
            int right = lines.at(std::max(cell.left, cell.right));
            cell.left = std::max(next, lines.at(cell.left));
            cell.right = next = std::max(cell.left + 1, right);
        }
    }
    return table_of_columns(std::move(rows), part);
}

} // namespace shenbao
