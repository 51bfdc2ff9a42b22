#include "extractors/word/table_stack.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr int usual_width = 1440; // of a cell whose row says nothing of it

} // namespace

void TableStack::set_depth(int depth, const Flow& flow) {
    while (this->depth() > depth)
        close(flow);
    while (this->depth() < depth)
        levels_.emplace_back();
}

void TableStack::end_cell() {
    Level& level = levels_.back();
    level.row.push_back(std::move(level.cell));
    level.cell = RawCell();
}

void TableStack::end_row(const RowShape& shape) {
    Level& level = levels_.back();
    if (!level.cell.is_empty()) end_cell();
    level.cell = RawCell();
    // Some writers end more cells than the row has, behind a table within.
    while (!shape.cells.empty() && level.row.size() > shape.cells.size() && level.row.back().is_empty())
        level.row.pop_back();
    int edge = 0;
    for (std::size_t i = 0; i < level.row.size(); ++i) {
        RawCell& cell = level.row[i];
        bool shaped = i + 1 < shape.edges.size();
        cell.left = shaped ? shape.edges[i] : edge;
        cell.right = edge = shaped ? std::max(shape.edges[i], shape.edges[i + 1]) : edge + usual_width;
        if (i >= shape.cells.size()) continue;
        cell.continues_left = shape.cells[i].continues_left;
        cell.continues_above = shape.cells[i].continues_above;
    }
    if (!level.row.empty()) level.rows.push_back(std::move(level.row));
    level.row.clear();
}

Flow TableStack::inner(const Flow& flow) {
    return levels_.empty() ? flow : Flow{flow.out, flow.part, &levels_.back().cell};
}

void TableStack::close(const Flow& flow) {
    end_row({});
    auto rows = std::move(levels_.back().rows);
    levels_.pop_back();
    inner(flow).table(table_of_edges(std::move(rows), flow.part));
}

} // namespace shenbao
