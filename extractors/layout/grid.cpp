#include "extractors/layout/rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shenbao::layout {
namespace {

constexpr double near = 3.5;            // points: rules this close meet, or are one
constexpr std::size_t most_lines = 300; // of a grid in one direction

// Sets of rules that touch each other, by union-find.
class Groups {
  public:
    explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
    std::size_t find(std::size_t i) {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

  private:
    std::vector<std::size_t> parent_;
};

bool meet(const Rule& horizontal, const Rule& vertical) {
    return vertical.at > horizontal.from - near && vertical.at < horizontal.to + near &&
           horizontal.at > vertical.from - near && horizontal.at < vertical.to + near;
}

std::vector<Rules> connected(const Rules& rules) {
    std::size_t across = rules.horizontal.size();
    Groups groups(across + rules.vertical.size());
    for (std::size_t h = 0; h < across; ++h)
        for (std::size_t v = 0; v < rules.vertical.size(); ++v)
            if (meet(rules.horizontal[h], rules.vertical[v])) groups.join(h, across + v);
    std::vector<Rules> parts(across + rules.vertical.size());
    for (std::size_t h = 0; h < across; ++h)
        parts[groups.find(h)].horizontal.push_back(rules.horizontal[h]);
    for (std::size_t v = 0; v < rules.vertical.size(); ++v)
        parts[groups.find(across + v)].vertical.push_back(rules.vertical[v]);
    std::erase_if(parts, [](const Rules& part) { return part.horizontal.size() < 2 || part.vertical.size() < 2; });
    return parts;
}

// The places of a direction's rules, those close together taken as one.
std::vector<double> places(const std::vector<Rule>& rules) {
    std::vector<double> all;
    for (const Rule& rule : rules)
        all.push_back(rule.at);
    std::sort(all.begin(), all.end());
    std::vector<double> merged;
    std::size_t count = 0;
    for (double at : all) {
        if (!merged.empty() && at - merged.back() < near) {
            merged.back() = (merged.back() * static_cast<double>(count) + at) / static_cast<double>(count + 1);
            ++count;
        } else {
            merged.push_back(at);
            count = 1;
        }
    }
    return merged;
}

// Whether rules at `at` cover most of the stretch.
bool ruled(const std::vector<Rule>& rules, double at, double from, double to) {
    double covered = 0;
    for (const Rule& rule : rules)
        if (std::abs(rule.at - at) < near) covered += std::max(0.0, std::min(rule.to, to) - std::max(rule.from, from));
    return covered > 0.6 * (to - from);
}

// Grows a cell over its neighbours while no rule divides them, and keeps it a rectangle.
class Merger {
  public:
    Merger(const Rules& rules, const std::vector<double>& xs, const std::vector<double>& ys)
        : rules_(rules), xs_(xs), ys_(ys), columns_(static_cast<int>(xs.size()) - 1),
          rows_(static_cast<int>(ys.size()) - 1), taken_(static_cast<std::size_t>(columns_) * rows_, false) {}

    std::vector<GridCell> cells() {
        std::vector<GridCell> found;
        for (int row = 0; row < rows_; ++row)
            for (int column = 0; column < columns_; ++column)
                if (!taken(row, column)) found.push_back(grow(row, column));
        return found;
    }

  private:
    std::vector<bool>::reference taken(int row, int column) {
        return taken_[static_cast<std::size_t>(row) * columns_ + column];
    }
    bool free_right(const GridCell& cell) {
        int next = cell.column + cell.column_span;
        if (next >= columns_) return false;
        for (int row = cell.row; row < cell.row + cell.row_span; ++row)
            if (taken(row, next) || ruled(rules_.vertical, xs_[next], ys_[row], ys_[row + 1])) return false;
        return true;
    }
    bool free_below(const GridCell& cell) {
        int next = cell.row + cell.row_span;
        if (next >= rows_) return false;
        for (int column = cell.column; column < cell.column + cell.column_span; ++column) {
            if (taken(next, column) || ruled(rules_.horizontal, ys_[next], xs_[column], xs_[column + 1])) return false;
            bool split = column > cell.column && ruled(rules_.vertical, xs_[column], ys_[next], ys_[next + 1]);
            if (split) return false;
        }
        return true;
    }
    GridCell grow(int row, int column) {
        GridCell cell{row, column, 1, 1, {}};
        while (free_right(cell))
            ++cell.column_span;
        while (free_below(cell))
            ++cell.row_span;
        for (int r = row; r < row + cell.row_span; ++r)
            for (int c = column; c < column + cell.column_span; ++c)
                taken(r, c) = true;
        cell.box = {xs_[column], ys_[row], xs_[column + cell.column_span], ys_[row + cell.row_span]};
        return cell;
    }

    const Rules& rules_;
    const std::vector<double>& xs_;
    const std::vector<double>& ys_;
    int columns_, rows_;
    std::vector<bool> taken_;
};

} // namespace

std::vector<Grid> grids_of(const Rules& rules) {
    std::vector<Grid> grids;
    for (const Rules& part : connected(rules)) {
        std::vector<double> xs = places(part.vertical), ys = places(part.horizontal);
        if (xs.size() < 2 || ys.size() < 2 || xs.size() > most_lines || ys.size() > most_lines) continue;
        Grid grid{{xs.front(), ys.front(), xs.back(), ys.back()},
                  static_cast<int>(ys.size()) - 1,
                  static_cast<int>(xs.size()) - 1,
                  Merger(part, xs, ys).cells()};
        if (grid.cells.size() >= 2) grids.push_back(std::move(grid));
    }
    std::sort(grids.begin(), grids.end(), [](const Grid& a, const Grid& b) {
        return a.box.top != b.box.top ? a.box.top < b.box.top : a.box.left < b.box.left;
    });
    return grids;
}

} // namespace shenbao::layout
