#include "extractors/ocr/grid.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

namespace shenbao::ocr {

using picture::Grey;
using picture::Rect;

namespace {

constexpr std::size_t kMostLines = 200; // a grid finer than this is a texture

// A union of numbered things.
struct Union {
    std::vector<int> parent;
    explicit Union(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0); }
    int root(int i) {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    }
    void unite(int a, int b) { parent[root(b)] = root(a); }
};

bool covers(const Rule& rule, double place, double slack) {
    return std::any_of(rule.spans.begin(), rule.spans.end(),
                       [&](auto& s) { return place > s.first - slack && place < s.second + slack; });
}

bool cross(const Rule& level, const Rule& upright, double slack) {
    const double x = upright((upright.from() + upright.to()) / 2.0), y = level(x);
    return covers(level, x, slack) && covers(upright, y, slack);
}

bool ends_on(const Rule& rule, const std::pair<int, int>& span, const std::vector<Rule>& crossing, double slack) {
    auto met = [&](int end) {
        const double y = rule(end);
        return std::any_of(crossing.begin(), crossing.end(),
                           [&](const Rule& c) { return std::abs(c(y) - end) < slack && covers(c, y, slack); });
    };
    return met(span.first) && met(span.second);
}

// The spans that end on others at both ends, of every rule that has such.
std::vector<Rule> ending_on(const std::vector<Rule>& rules, const std::vector<Rule>& crossing, double em) {
    std::vector<Rule> out;
    for (Rule rule : rules) {
        std::erase_if(rule.spans,
                      [&](auto& s) { return s.second - s.first < 5 * em && !ends_on(rule, s, crossing, 0.5 * em); });
        if (!rule.spans.empty()) out.push_back(std::move(rule));
    }
    return out;
}

std::vector<Rule> crossed_by(const std::vector<Rule>& rules, const std::vector<Rule>& crossing, double em) {
    std::vector<Rule> out;
    for (const Rule& rule : rules)
        if (std::any_of(crossing.begin(), crossing.end(), [&](const Rule& c) { return cross(rule, c, 0.4 * em); }))
            out.push_back(rule);
    return out;
}

std::vector<Rule> longer(const std::vector<Rule>& rules, double than) {
    std::vector<Rule> out;
    for (const Rule& rule : rules)
        if (rule.longest() > than) out.push_back(rule);
    return out;
}

// Rules that frame cells. Long ones that cross others are believed; a short one, which may be a stroke of a character,
// has to end on believed ones at both ends.
Rules believed(const Rules& found, double em) {
    const Rules strong{longer(found.level, 6 * em), longer(found.upright, 4 * em)};
    Rules out{crossed_by(strong.level, found.upright, em), crossed_by(strong.upright, strong.level, em)};
    for (int round = 0; round < 2; ++round) {
        out.upright = crossed_by(ending_on(found.upright, out.level, em), out.level, em);
        out.level = crossed_by(ending_on(found.level, out.upright, em), out.upright, em);
    }
    return out;
}

// Rules of nearly one place are one line of the grid.
struct Line {
    std::vector<const Rule*> rules;
    double place = 0; // at the grid's middle

    // Of the rules that reach a place, the longest; else the one that ends nearest to it.
    const Rule& nearest(double along) const {
        const Rule* best = nullptr;
        double least = 1e18;
        for (const Rule* rule : rules) {
            const double off = std::max({0.0, rule->from() - along, along - rule->to()}) - 1e-3 * rule->longest();
            if (off < least) least = off, best = rule;
        }
        return *best;
    }
    double at(double along) const { return nearest(along)(along); }
    int longest() const {
        int most = 0;
        for (const Rule* rule : rules)
            most = std::max(most, rule->longest());
        return most;
    }
};

std::vector<Line> lines_of(const std::vector<Rule>& rules, double middle, double em) {
    std::vector<const Rule*> order;
    for (const Rule& rule : rules)
        order.push_back(&rule);
    std::sort(order.begin(), order.end(), [&](auto* a, auto* b) { return (*a)(middle) < (*b)(middle); });
    std::vector<Line> out;
    for (const Rule* rule : order) {
        const double place = (*rule)(middle);
        if (out.empty() || place - out.back().place > 0.38 * em) {
            out.push_back({{rule}, place});
            continue;
        }
        Line& line = out.back();
        line.rules.push_back(rule);
        line.place += (place - line.place) / double(line.rules.size());
    }
    return out;
}

// A frame left open or cut off at one side is closed where its rules end.
void close_side(std::vector<Rule>& sides, const std::vector<Rule>& across, double em) {
    std::vector<int> from, to;
    int first = 1 << 30, last = 0;
    for (const Rule& rule : across) {
        from.push_back(rule.from()), to.push_back(rule.to());
        first = std::min(first, int(rule((rule.from() + rule.to()) / 2)));
        last = std::max(last, int(rule((rule.from() + rule.to()) / 2)));
    }
    if (from.size() < 3) return;
    std::sort(from.begin(), from.end()), std::sort(to.begin(), to.end());
    double least = 1e9, most = -1;
    for (const Rule& side : sides) {
        const double place = side((first + last) / 2.0);
        least = std::min(least, place), most = std::max(most, place);
    }
    const int begin = from[from.size() / 2], end = to[to.size() / 2];
    if (least - begin > 1.5 * em) sides.push_back({double(begin), 0, {{first, last}}, 1});
    if (end - most > 1.5 * em) sides.push_back({double(end), 0, {{first, last}}, 1});
}

struct Mesh {
    std::vector<Line> rows, columns; // level and upright lines
    const Grey* words;
    double em;
    double y(std::size_t i, double x) const { return rows[i].at(x); }
    double x(std::size_t j, double y) const { return columns[j].at(y); }
    int cells_across() const { return int(columns.size()) - 1; }
    int cells_down() const { return int(rows.size()) - 1; }
};

// How far from where a line is thought to run its ink really runs, between two places along it.
int offset_of(const std::function<int(int, int)>& pixel, const Line& line, int from, int to) {
    int best = 0, darkest = 1 << 30;
    for (int offset = -6; offset <= 6; ++offset) {
        int sum = 2 * std::abs(offset) * (to - from);
        for (int t = from; t < to; t += 2)
            sum += pixel(t, int(std::lround(line.at(t))) + offset);
        if (sum < darkest) darkest = sum, best = offset;
    }
    return best;
}

// The rule of line `i` that runs between the crossing lines j and j + 1, if one does. Judged on the page itself: a rule
// is thin ink with paper on both sides all the way; strokes of characters that happen to stand in line are not.
std::optional<Rule> parting(const Mesh& mesh, bool level, std::size_t i, std::size_t j) {
    const Line& line = level ? mesh.rows[i] : mesh.columns[i];
    const auto& crossing = level ? mesh.columns : mesh.rows;
    const Grey& words = *mesh.words;
    auto pixel = [&](int along, int d) { return int(level ? words.seen(along, d) : words.seen(d, along)); };
    const int from = int(crossing[j].at(line.place)) + 3, to = int(crossing[j + 1].at(line.place)) - 3;
    const bool is_short = to - from < 2.5 * mesh.em;
    const int side = std::max(4, int(0.22 * mesh.em)), padding = std::max(6, int((is_short ? 0.38 : 0.26) * mesh.em));
    Rule rule = line.nearest((from + to) / 2.0);
    rule.spans = {{from - 3, to + 3}};
    if (to <= from) return rule;
    rule.at += offset_of(pixel, line, from, to);
    // Beyond the rule's own edge, which on a large scan lies some pixels off.
    const int widest = std::max(3, int(mesh.em / 6));
    auto blank = [&](int along, int d, int step) {
        int k = 1;
        while (k <= widest && pixel(along, d + step * k) <= 180)
            ++k;
        for (k = std::max(k, 4); k <= padding; ++k)
            if (pixel(along, d + step * k) <= 180) return false;
        return true;
    };
    double thin = 0;
    int clear = 0;
    for (int t = from; t < to; ++t) {
        int d = int(std::lround(rule(t)));
        for (int k : {-1, 1})
            if (pixel(t, int(std::lround(rule(t))) + k) < pixel(t, d)) d = int(std::lround(rule(t))) + k;
        const int ink = pixel(t, d) + 20;
        thin += 0.5 * (ink < pixel(t, d - side)) + 0.5 * (ink < pixel(t, d + side));
        clear += blank(t, d, -1) && blank(t, d, 1);
    }
    const double length = to - from;
    thin /= length;
    if (level) return thin > (length > 6 * mesh.em ? 0.55 : 0.72) ? std::optional(rule) : std::nullopt;
    // Text keeps away from upright rules; an upright stroke of a character has others of its own beside it.
    return thin > (is_short ? 0.9 : 0.72) && clear / length > 0.7 ? std::optional(rule) : std::nullopt;
}

// Fine cells that no rule parts are one; what results is made rectangular.
std::vector<Rect> merged(const Mesh& mesh, Rules& seen) {
    const int w = mesh.cells_across(), h = mesh.cells_down();
    Union fine(std::size_t(w) * h);
    std::vector<std::optional<Rule>> right(std::size_t(w) * h), below(std::size_t(w) * h);
    for (int i = 0; i < h; ++i)
        for (int j = 0; j < w; ++j) {
            const int at = i * w + j;
            if (j + 1 < w && !(right[at] = parting(mesh, false, j + 1, i))) fine.unite(at, at + 1);
            if (i + 1 < h && !(below[at] = parting(mesh, true, i + 1, j))) fine.unite(at, at + w);
            if (i == 0)
                if (auto rule = parting(mesh, true, 0, j)) seen.level.push_back(*rule);
            if (j == 0)
                if (auto rule = parting(mesh, false, 0, i)) seen.upright.push_back(*rule);
            if (j + 1 == w) right[at] = parting(mesh, false, w, i);
            if (i + 1 == h) below[at] = parting(mesh, true, h, j);
        }
    for (int at = 0; at < w * h; ++at) {
        const bool last_column = at % w == w - 1, last_row = at / w == h - 1;
        if (right[at] && (last_column || fine.root(at) != fine.root(at + 1))) seen.upright.push_back(*right[at]);
        if (below[at] && (last_row || fine.root(at) != fine.root(at + w))) seen.level.push_back(*below[at]);
    }
    bool changed = true;
    std::map<int, Rect> areas;
    for (int round = 0; changed && round < w + h; ++round) {
        changed = false;
        areas.clear();
        for (int i = 0; i < h; ++i)
            for (int j = 0; j < w; ++j) {
                const Rect cell{j, i, j + 1, i + 1};
                auto [at, fresh] = areas.try_emplace(fine.root(i * w + j), cell);
                if (!fresh) at->second = picture::joined(at->second, cell);
            }
        for (const auto& [root, area] : areas)
            for (int i = area.top; i < area.bottom; ++i)
                for (int j = area.left; j < area.right; ++j)
                    if (fine.root(i * w + j) != fine.root(root)) fine.unite(root, i * w + j), changed = true;
    }
    std::vector<Rect> out;
    for (const auto& entry : areas)
        out.push_back(entry.second);
    std::sort(out.begin(), out.end(),
              [](auto& a, auto& b) { return std::tie(a.top, a.left) < std::tie(b.top, b.left); });
    return out;
}

Rect inside_of(const Mesh& mesh, const Rect& cell) {
    const double x = (mesh.columns[cell.left].place + mesh.columns[cell.right].place) / 2;
    const double y = (mesh.rows[cell.top].place + mesh.rows[cell.bottom].place) / 2;
    return {int(std::lround(mesh.x(cell.left, y))) + 1, int(std::lround(mesh.y(cell.top, x))) + 1,
            int(std::lround(mesh.x(cell.right, y))), int(std::lround(mesh.y(cell.bottom, x)))};
}

// Grid lines that part no two cells are dropped, so that rows and columns count as a reader would count them.
void renumber(Grid& grid) {
    std::vector<int> tops, lefts;
    for (const GridCell& c : grid.cells)
        tops.insert(tops.end(), {c.row, c.row + c.row_span}),
            lefts.insert(lefts.end(), {c.column, c.column + c.column_span});
    for (auto* v : {&tops, &lefts}) {
        std::sort(v->begin(), v->end());
        v->erase(std::unique(v->begin(), v->end()), v->end());
    }
    auto place = [](const std::vector<int>& v, int i) {
        return int(std::lower_bound(v.begin(), v.end(), i) - v.begin());
    };
    for (GridCell& c : grid.cells) {
        const int bottom = place(tops, c.row + c.row_span), right = place(lefts, c.column + c.column_span);
        c.row = place(tops, c.row), c.column = place(lefts, c.column);
        c.row_span = bottom - c.row, c.column_span = right - c.column;
    }
    grid.rows = int(tops.size()) - 1;
    grid.columns = int(lefts.size()) - 1;
}

Grid grid_of(const Grey& words, Rules rules, double em) {
    close_side(rules.upright, rules.level, em);
    close_side(rules.level, rules.upright, em);
    Grid out;
    out.rules = std::move(rules);
    if (out.rules.level.size() < 2 || out.rules.upright.size() < 2) return out;
    double left = 1e9, right = 0, top = 1e9, bottom = 0;
    for (const Rule& r : out.rules.level)
        left = std::min(left, double(r.from())), right = std::max(right, double(r.to()));
    for (const Rule& r : out.rules.upright)
        top = std::min(top, double(r.from())), bottom = std::max(bottom, double(r.to()));
    const Mesh mesh{lines_of(out.rules.level, (left + right) / 2, em),
                    lines_of(out.rules.upright, (top + bottom) / 2, em), &words, em};
    if (mesh.rows.size() < 2 || mesh.columns.size() < 2) return out;
    if (mesh.rows.size() > kMostLines || mesh.columns.size() > kMostLines) return out;
    Rules seen;
    const auto cells = merged(mesh, seen);
    for (const Rect& cell : cells)
        out.cells.push_back({cell.top, cell.left, cell.height(), cell.width(), inside_of(mesh, cell)});
    out.box = {int(mesh.columns.front().place), int(mesh.rows.front().place), int(mesh.columns.back().place),
               int(mesh.rows.back().place)};
    out.rules = std::move(seen);
    renumber(out);
    return out;
}

} // namespace

std::vector<Grid> find_grids(const Grey& words, const Rules& found, double em) {
    const Rules rules = believed(found, em);
    const int levels = int(rules.level.size());
    Union groups(rules.level.size() + rules.upright.size());
    for (int i = 0; i < levels; ++i)
        for (int j = 0; j < int(rules.upright.size()); ++j)
            if (cross(rules.level[i], rules.upright[j], 0.4 * em)) groups.unite(i, levels + j);
    std::map<int, Rules> parts;
    for (int i = 0; i < levels; ++i)
        parts[groups.root(i)].level.push_back(rules.level[i]);
    for (int j = 0; j < int(rules.upright.size()); ++j)
        parts[groups.root(levels + j)].upright.push_back(rules.upright[j]);
    std::vector<Grid> out;
    for (auto& [root, part] : parts) {
        Grid grid = grid_of(words, std::move(part), em);
        if (grid.cells.size() >= 2) out.push_back(std::move(grid));
    }
    std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.box.top < b.box.top; });
    return out;
}

} // namespace shenbao::ocr
