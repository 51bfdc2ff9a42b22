#include "extractors/layout/blocks.h"

#include <algorithm>
#include <optional>

namespace shenbao::layout {
namespace {

bool holds(const Box& box, const Glyph& glyph) {
    double x = (glyph.box.left + glyph.box.right) / 2, y = (glyph.box.top + glyph.box.bottom) / 2;
    return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
}

std::optional<std::size_t> grid_of(std::span<const Grid> grids, const Glyph& glyph) {
    for (std::size_t i = 0; i < grids.size(); ++i)
        if (holds(grids[i].box, glyph)) return i;
    return {};
}

// The cell of a grid that a glyph stands in, or the number of cells where there is none. `last`: that of the glyph
// before, which is mostly the same; cells do not overlap.
std::size_t cell_of(const Grid& grid, const Glyph& glyph, std::size_t last) {
    const std::size_t count = grid.cells.size();
    if (last < count && holds(grid.cells[last].box, glyph)) return last;
    for (std::size_t i = 0; i < count; ++i)
        if (holds(grid.cells[i].box, glyph)) return i;
    return count;
}

// The glyphs of each cell of one grid.
std::vector<std::vector<Glyph>> by_cell(const Grid& grid, std::span<const Glyph> glyphs) {
    std::vector<std::vector<Glyph>> cells(grid.cells.size());
    std::size_t cell = 0;
    for (const Glyph& glyph : glyphs)
        if ((cell = cell_of(grid, glyph, cell)) < cells.size()) cells[cell].push_back(glyph);
    return cells;
}

Table table_of(const Grid& grid, std::span<const Glyph> glyphs, int page, const PageSize& size) {
    Table table;
    table.page = page;
    table.rows = grid.rows;
    table.columns = grid.columns;
    table.box = share(grid.box, size);
    auto cells = by_cell(grid, glyphs);
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
        const GridCell& from = grid.cells[i];
        Cell cell{from.row, from.column, from.row_span, from.column_span, {}, share(from.box, size), {}};
        cell.content.text = cell_text(lines_of(cells[i]), from.box.left, from.box.right).text;
        table.cells.push_back(std::move(cell));
    }
    return table;
}

// A grid whose words all stand in one cell is a frame or a drawing.
bool is_table(const Grid& grid, std::span<const Glyph> glyphs) {
    const std::size_t none = grid.cells.size();
    std::size_t first = none, cell = none;
    for (const Glyph& glyph : glyphs) {
        if ((cell = cell_of(grid, glyph, cell)) == none) continue;
        if (first != none && cell != first) return true;
        first = cell;
    }
    return false;
}

// The lines cut at the edges of tables.
struct Sorted {
    std::vector<std::vector<Glyph>> in_grid; // a grid
    std::vector<Line> outside;
    std::vector<std::size_t> before; // a grid: number of outside lines read before it
};

void end_line(Line& line, std::vector<Line>& lines) {
    while (!line.glyphs.empty() && is_space(line.glyphs.back().code))
        line.glyphs.pop_back();
    if (!line.glyphs.empty()) {
        line.box = line.glyphs.front().box;
        for (const Glyph& g : line.glyphs)
            line.box = joined(line.box, g.box);
        lines.push_back(std::move(line));
    }
    line = {};
}

// A space worth keeping. In a table, one that is wider than a space parts cells, not words, and one that only
// typesetting put there parts nothing; elsewhere all stay.
bool parts_words(std::span<const Glyph> glyphs, std::size_t i, std::span<const Grid> grids) {
    if (!grid_of(grids, glyphs[i])) return true;
    return glyphs[i].box.width() < glyphs[i].box.height() && !is_tracking(glyphs, i);
}

Sorted sort_out(std::span<const Line> lines, std::span<const Grid> grids) {
    Sorted sorted;
    sorted.in_grid.resize(grids.size());
    sorted.before.assign(grids.size(), std::string::npos);
    for (const Line& line : lines) {
        Line rest;
        for (std::size_t i = 0; i < line.glyphs.size(); ++i) {
            const Glyph& glyph = line.glyphs[i];
            if (is_space(glyph.code) && !parts_words(line.glyphs, i, grids)) continue;
            auto grid = grid_of(grids, glyph);
            if (grid) {
                end_line(rest, sorted.outside);
                sorted.in_grid[*grid].push_back(glyph);
                sorted.before[*grid] = std::min(sorted.before[*grid], sorted.outside.size());
            } else if (!rest.glyphs.empty() || !is_space(glyph.code)) {
                rest.glyphs.push_back(glyph);
            }
        }
        end_line(rest, sorted.outside);
    }
    return sorted;
}

void add_paragraphs(std::span<const Line> lines, int page, const PageSize& size, std::vector<Block>& blocks) {
    for (const Run& run : paragraphs_of(lines)) {
        Paragraph paragraph;
        paragraph.page = page;
        paragraph.content.text = run.text;
        paragraph.box = share(run.box, size);
        blocks.emplace_back(std::move(paragraph));
    }
}

} // namespace

Box share(const Box& box, const PageSize& size) {
    auto part = [](double value, double whole) { return whole > 0 ? std::clamp(value / whole, 0.0, 1.0) : 0; };
    return {part(box.left, size.width), part(box.top, size.height), part(box.right, size.width),
            part(box.bottom, size.height)};
}

std::vector<Block> blocks_of(std::span<const Line> lines, std::span<const Grid> all, int page, const PageSize& size) {
    Sorted first = sort_out(lines, all);
    std::vector<Grid> grids;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (is_table(all[i], first.in_grid[i])) grids.push_back(all[i]);
    Sorted sorted = grids.size() == all.size() ? std::move(first) : sort_out(lines, grids);
    std::vector<std::size_t> order(grids.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sorted.before[a] < sorted.before[b]; });
    std::vector<Block> blocks;
    std::span<const Line> outside(sorted.outside);
    std::size_t done = 0;
    for (std::size_t i : order) {
        std::size_t until = std::min(sorted.before[i], outside.size());
        add_paragraphs(outside.subspan(done, until - done), page, size, blocks);
        done = until;
        blocks.emplace_back(table_of(grids[i], sorted.in_grid[i], page, size));
    }
    add_paragraphs(outside.subspan(done), page, size, blocks);
    return blocks;
}

} // namespace shenbao::layout
