#include "extractors/layout/aligned.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace shenbao::layout {
namespace {

constexpr double wide = 1.8;             // line heights: a gap that parts cells
constexpr double long_line = 12;         // Chinese characters: a line of prose rather than a cell
constexpr std::size_t most_columns = 30; // more is a drawing
constexpr std::size_t most_lines = 5000; // of a page

// A stretch of a line without wide gaps.
struct Segment {
    std::size_t line = 0, from = 0, to = 0; // glyphs of the line
    Box box;
    double length = 0; // in Chinese characters; letters count half

    double middle() const { return (box.top + box.bottom) / 2; }
};

struct Row {
    Box box;
    std::vector<Segment> segments; // from left to right
};

struct Column {
    double left = 0, right = 0;
};

// Rows that share their columns.
struct Stretch {
    std::size_t first = 0, last = 0; // rows, `last` included
    std::vector<Column> columns;     // from left to right
};

bool stands_in(const Box& box, std::span<const Grid> grids) {
    double x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    return std::any_of(grids.begin(), grids.end(), [&](const Grid& grid) {
        return x >= grid.box.left && x < grid.box.right && y >= grid.box.top && y < grid.box.bottom;
    });
}

void cut(const Line& line, std::size_t index, std::vector<Segment>& segments) {
    Segment open;
    bool begun = false;
    for (std::size_t i = 0; i < line.glyphs.size(); ++i) {
        const Glyph& glyph = line.glyphs[i];
        if (is_space(glyph.code)) continue;
        double gap = begun ? glyph.box.left - open.box.right : 0;
        if (begun && gap > wide * line.box.height()) {
            segments.push_back(open);
            begun = false;
        }
        double length = text::is_han(glyph.code) ? 1 : 0.5;
        open = begun ? Segment{index, open.from, i + 1, joined(open.box, glyph.box), open.length + length}
                     : Segment{index, i, i + 1, glyph.box, length};
        begun = true;
    }
    if (begun) segments.push_back(open);
}

// Text set from top to bottom is taller than wide, and belongs to no row.
bool is_upright(const Line& line) { return line.glyphs.size() < 3 || line.box.width() > line.box.height(); }

std::vector<Row> rows_of(std::span<const Line> lines, std::span<const Grid> ruled) {
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (is_upright(lines[i]) && !stands_in(lines[i].box, ruled)) cut(lines[i], i, segments);
    std::stable_sort(segments.begin(), segments.end(),
                     [](const Segment& a, const Segment& b) { return a.middle() < b.middle(); });
    std::vector<Row> rows;
    for (const Segment& segment : segments) {
        bool same = !rows.empty() && segment.middle() < rows.back().box.bottom - 0.25 * rows.back().box.height();
        if (!same) rows.push_back({segment.box, {}});
        rows.back().box = joined(rows.back().box, segment.box);
        rows.back().segments.push_back(segment);
    }
    for (Row& row : rows)
        std::sort(row.segments.begin(), row.segments.end(),
                  [](const Segment& a, const Segment& b) { return a.box.left < b.box.left; });
    return rows;
}

// Adds the row's segments to the columns that they stand in; false where one stands in two.
bool fit(const Row& row, std::vector<Column>& columns) {
    std::vector<Column> grown = columns;
    for (const Segment& segment : row.segments) {
        Column* home = nullptr;
        for (Column& column : grown) {
            if (segment.box.right <= column.left || segment.box.left >= column.right) continue;
            if (home != nullptr) return false;
            home = &column;
        }
        if (home == nullptr) home = &grown.emplace_back(Column{segment.box.left, segment.box.right});
        *home = {std::min(home->left, segment.box.left), std::max(home->right, segment.box.right)};
    }
    std::sort(grown.begin(), grown.end(), [](const Column& a, const Column& b) { return a.left < b.left; });
    for (std::size_t i = 1; i < grown.size(); ++i)
        if (grown[i].left < grown[i - 1].right + 0.5 * row.box.height()) return false;
    if (grown.size() > most_columns) return false;
    columns = std::move(grown);
    return true;
}

std::vector<Stretch> blocks_in(std::span<const Row> rows) {
    constexpr double apart = 2.2; // row heights between two rows
    std::vector<Stretch> blocks;
    for (std::size_t start = 0; start < rows.size(); ++start) {
        if (rows[start].segments.size() < 2) continue;
        Stretch block{start, start, {}};
        if (!fit(rows[start], block.columns)) continue;
        std::size_t last_full = start;
        for (std::size_t next = start + 1; next < rows.size(); ++next) {
            double height = std::max(rows[next].box.height(), rows[next - 1].box.height());
            bool near = rows[next].box.top - rows[next - 1].box.bottom < apart * height;
            // A single segment may be the rest of a cell, but no heading and no prose across the columns.
            std::vector<Column> columns = block.columns;
            if (!near || !fit(rows[next], columns)) break;
            bool single = rows[next].segments.size() < 2;
            if (single && (columns.size() > block.columns.size() || next - last_full > 2)) break;
            block.columns = std::move(columns);
            if (!single) last_full = next;
        }
        block.last = last_full;
        start = last_full;
        blocks.push_back(std::move(block));
    }
    return blocks;
}

std::size_t full_rows(const Stretch& block, std::span<const Row> rows) {
    std::size_t count = 0;
    for (std::size_t r = block.first; r <= block.last; ++r)
        count += rows[r].segments.size() >= 2;
    return count;
}

std::size_t column_of(const Segment& segment, const Stretch& block) {
    for (std::size_t i = 0; i + 1 < block.columns.size(); ++i)
        if (segment.box.left < block.columns[i].right) return i;
    return block.columns.size() - 1;
}

// Columns whose cells are mostly as long as lines of prose.
std::size_t long_columns(const Stretch& block, std::span<const Row> rows) {
    std::vector<std::vector<double>> lengths(block.columns.size());
    for (std::size_t r = block.first; r <= block.last; ++r)
        for (const Segment& segment : rows[r].segments)
            lengths[column_of(segment, block)].push_back(segment.length);
    return static_cast<std::size_t>(std::count_if(lengths.begin(), lengths.end(), [](std::vector<double>& column) {
        if (column.empty()) return false;
        auto middle = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
        std::nth_element(column.begin(), middle, column.end());
        return *middle > long_line;
    }));
}

// Whether reading in the order of the lines jumps between the columns all the time.
bool is_interleaved(const Stretch& block, std::span<const Row> rows) {
    std::vector<const Segment*> order;
    for (std::size_t r = block.first; r <= block.last; ++r)
        for (const Segment& segment : rows[r].segments)
            order.push_back(&segment);
    std::sort(order.begin(), order.end(), [](const Segment* a, const Segment* b) {
        return a->line != b->line ? a->line < b->line : a->from < b->from;
    });
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
        jumps += column_of(*order[i - 1], block) != column_of(*order[i], block);
    return jumps > 2 * block.columns.size();
}

// Whether the page as a whole is set in columns of prose: then not all that stands side by side belongs together.
bool is_columned(std::span<const Row> rows) {
    constexpr std::ptrdiff_t least = 5;
    return std::count_if(rows.begin(), rows.end(), [](const Row& row) {
               return std::count_if(row.segments.begin(), row.segments.end(),
                                    [](const Segment& s) { return s.length > long_line; }) >= 2;
           }) >= least;
}

// One column of three rows or more may hold sentences; two of them are prose in columns.
bool is_table(const Stretch& block, std::span<const Row> rows, bool columned) {
    std::size_t full = full_rows(block, rows), sentences = long_columns(block, rows);
    bool shaped = (full >= 3 && sentences <= 1) || (full >= 2 && block.columns.size() >= 3 && sentences == 0);
    return shaped && (!columned || is_interleaved(block, rows));
}

bool is_prose(const Stretch& block, std::span<const Row> rows) {
    constexpr std::size_t least_rows = 6;
    return full_rows(block, rows) >= least_rows && long_columns(block, rows) >= 2 && is_interleaved(block, rows);
}

// Characters one below the other, the columns from right to left.
bool is_vertical(const Stretch& block, std::span<const Row> rows, std::span<const Line> lines) {
    for (std::size_t r = block.first; r <= block.last; ++r)
        for (const Segment& segment : rows[r].segments)
            if (segment.to - segment.from != 1 || !text::is_han(lines[segment.line].glyphs[segment.from].code))
                return false;
    return full_rows(block, rows) >= 3;
}

// Each cell reaches half way to its neighbours.
Grid grid_of(const Stretch& block, std::span<const Row> rows) {
    std::vector<double> xs{block.columns.front().left - 1}, ys{rows[block.first].box.top - 1};
    for (std::size_t i = 1; i < block.columns.size(); ++i)
        xs.push_back((block.columns[i - 1].right + block.columns[i].left) / 2);
    xs.push_back(block.columns.back().right + 1);
    // A row with a single segment goes on in the row before.
    for (std::size_t r = block.first + 1; r <= block.last; ++r)
        if (rows[r].segments.size() >= 2) ys.push_back((rows[r - 1].box.bottom + rows[r].box.top) / 2);
    ys.push_back(rows[block.last].box.bottom + 1);
    Grid grid{{xs.front(), ys.front(), xs.back(), ys.back()},
              static_cast<int>(ys.size()) - 1,
              static_cast<int>(xs.size()) - 1,
              {}};
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column)
            grid.cells.push_back({row, column, 1, 1, {xs[column], ys[row], xs[column + 1], ys[row + 1]}});
    return grid;
}

Line part_of(const Line& line, const Segment& segment) {
    auto begin = line.glyphs.begin();
    return {{begin + static_cast<std::ptrdiff_t>(segment.from), begin + static_cast<std::ptrdiff_t>(segment.to)},
            segment.box};
}

// Takes the lines of a block out of the page's and puts them back column by column where the first of them stood.
class ColumnReader {
  public:
    explicit ColumnReader(std::span<const Line> lines) : lines_(lines), taken_(lines.size(), false) {}

    void take(const Stretch& block, std::span<const Row> rows, bool from_right) {
        std::size_t first = lines_.size();
        std::vector<Line> ordered;
        for (std::size_t i = 0; i < block.columns.size(); ++i) {
            std::size_t column = from_right ? block.columns.size() - 1 - i : i;
            for (std::size_t r = block.first; r <= block.last; ++r) {
                for (const Segment& segment : rows[r].segments) {
                    if (column_of(segment, block) != column) continue;
                    ordered.push_back(part_of(lines_[segment.line], segment));
                    taken_[segment.line] = true;
                    first = std::min(first, segment.line);
                }
            }
        }
        put_.push_back({first, std::move(ordered)});
    }
    std::vector<Line> lines() const {
        std::vector<Line> all;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            for (const auto& [at, ordered] : put_)
                if (at == i) all.insert(all.end(), ordered.begin(), ordered.end());
            if (!taken_[i]) all.push_back(lines_[i]);
        }
        return all;
    }

  private:
    std::span<const Line> lines_;
    std::vector<bool> taken_;
    std::vector<std::pair<std::size_t, std::vector<Line>>> put_;
};

} // namespace

Aligned find_aligned(std::span<const Line> lines, std::span<const Grid> ruled) {
    Aligned found;
    ColumnReader reader(lines);
    if (lines.size() <= most_lines) {
        std::vector<Row> rows = rows_of(lines, ruled);
        bool columned = is_columned(rows);
        for (const Stretch& block : blocks_in(rows)) {
            bool vertical = is_vertical(block, rows, lines);
            if (vertical || is_prose(block, rows))
                reader.take(block, rows, vertical);
            else if (is_table(block, rows, columned))
                found.tables.push_back(grid_of(block, rows));
        }
    }
    found.lines = reader.lines();
    return found;
}

} // namespace shenbao::layout
