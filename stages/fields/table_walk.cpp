#include "stages/fields/table_walk.h"

#include "pipeline/model/text.h"
#include "stages/fields/flow.h"
#include "stages/fields/merged_cells.h"
#include "stages/fields/parse.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <map>

namespace shenbao::fields_detail {

namespace {

constexpr int most_nested = 4;
constexpr int most_cells = 200000;
constexpr int most_side = 100000; // rows or columns; a cell beyond stands nowhere

bool blank(const Text& text) { return text::trim(text.text).empty(); }

// The table with every place of its grid looked up, and every cell's label found out once.
class Grid {
  public:
    Grid(const Table& table, const LabelBook& labels) : table_(table), labels_(labels) {
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const Cell& cell = table.cells[i];
            const bool on_grid = cell.row >= 0 && cell.column >= 0 && cell.row < most_side && cell.column < most_side;
            const int rows = on_grid ? std::clamp(cell.row_span, 1, 1000) : 0;
            const int columns = std::clamp(cell.column_span, 1, 1000);
            for (int r = 0; r < rows; ++r)
                for (int c = 0; c < columns && static_cast<int>(at_.size()) < most_cells; ++c)
                    at_.try_emplace({cell.row + r, cell.column + c}, i);
            matches_.push_back(match(cell.content));
            kinds_.push_back(!matches_.back().fields.empty() || is_label(cell.content));
        }
    }

    const Table& table() const { return table_; }
    const Cell* at(int row, int column) const {
        const auto it = at_.find({row, column});
        return it == at_.end() ? nullptr : &table_.cells[it->second];
    }
    // The next cell in a row (across) or column, which may be taken for that of a merged cell.
    const Cell* after(const Cell& cell, int row_or_column, bool across) const {
        if (cell.row >= most_side || cell.column >= most_side) return nullptr;
        return across ? at(row_or_column, cell.column + std::clamp(cell.column_span, 1, 1000))
                      : at(cell.row + std::clamp(cell.row_span, 1, 1000), row_or_column);
    }
    const Cell* right_of(const Cell& cell) const { return after(cell, cell.row, true); }
    const Cell* below(const Cell& cell) const { return after(cell, cell.column, false); }
    bool label(const Cell& cell) const { return kinds_[index(cell)]; }
    const LabelMatch& match_of(const Cell& cell) const { return matches_[index(cell)]; }
    // The year that a cell names and nothing else: "2018年", "2018年度"; 0 for any other.
    int year(const Cell& cell) const {
        if (text::length(cell.content.text) > 12) return 0;
        for (const Reading& reading : readings_of(cell.content)) {
            const std::u32string s = likeness::folded(reading.text).chars;
            const int year = year_of(s);
            if (year != 0 && s.find_first_not_of(U"0123456789年度末:()万亿千百元单位") == std::u32string::npos &&
                s.find_first_of(U"年度") != std::u32string::npos)
                return year;
            if (year != 0 && s.size() == 4) return year;
        }
        return 0;
    }

  private:
    std::size_t index(const Cell& cell) const { return static_cast<std::size_t>(&cell - table_.cells.data()); }

    // The best that any reading of the cell gives.
    LabelMatch match(const Text& content) const {
        LabelMatch best;
        const bool recognised = !is_digital(content);
        for (const Reading& reading : readings_of(content)) {
            LabelMatch m = labels_.whole(reading.text, recognised);
            if (m.fields.empty() || (!best.fields.empty() && m.cost >= best.cost)) continue;
            best = std::move(m);
        }
        return best.fields.empty() && recognised ? among_smudges(content) : best;
    }

    // The label in a cell where a seal's ink was taken for lines of their own.
    LabelMatch among_smudges(const Text& content) const {
        LabelMatch found;
        std::string rest = content.text;
        for (std::size_t end = 0; end != std::string::npos && rest.size() <= 120; rest.erase(0, end + 1)) {
            end = rest.find('\n');
            const std::string line = rest.substr(0, end);
            LabelMatch m = labels_.whole(line, true);
            if (!m.fields.empty() && found.fields.empty())
                found = std::move(m);
            else if (han_in(line) > 1)
                return {};
            if (end == std::string::npos) break;
        }
        return found;
    }
    static std::ptrdiff_t han_in(std::string_view line) {
        const std::u32string points = text::to_u32(line);
        return std::count_if(points.begin(), points.end(), text::is_han);
    }

    bool is_label(const Text& content) const { return labels_.is_label(content.text, !is_digital(content)); }

    const Table& table_;
    const LabelBook& labels_;
    std::map<std::pair<int, int>, std::size_t> at_;
    std::vector<LabelMatch> matches_;
    std::vector<bool> kinds_;
};

class Walk {
  public:
    Walk(const Table& table, const Campaign& campaign, const LabelBook& labels, const std::string& unit,
         const InkSink& found)
        : grid_(table, labels), campaign_(campaign), labels_(labels), unit_(unit), found_(found) {
        for (const Cell& cell : table.cells)
            if (const std::string u = head_unit(cell); !u.empty() && table_unit_.empty()) table_unit_ = u;
        // Amounts of one table are in one unit: what one label lost another has.
        for (const Cell& cell : table.cells)
            if (const LabelMatch& m = grid_.match_of(cell); table_unit_.empty() && of_money(m)) table_unit_ = m.unit;
    }

    void run(int depth) {
        for (const Cell& cell : grid_.table().cells) {
            for (std::size_t field : grid_.match_of(cell).fields)
                beside_label(cell, field);
            if (grid_.match_of(cell).fields.empty()) inside(cell);
            if (depth < most_nested)
                for (const Table& inner : cell.tables)
                    Walk(inner, campaign_, labels_, table_unit_.empty() ? unit_ : table_unit_, found_).run(depth + 1);
        }
    }

  private:
    // A unit named by a cell that is a head or a note: "指标（万元）", "单位：万元".
    std::string head_unit(const Cell& cell) const {
        const std::string& text = cell.content.text;
        if (text.size() > 60 || grid_.match_of(cell).fields.size() > 0) return {};
        const bool note = text::fold(text).find("单位") != std::string::npos ||
                          text::fold(text).find("指标") != std::string::npos ||
                          text::fold(text).find("项目") != std::string::npos;
        return note ? values::unit_in(text) : std::string();
    }

    bool of_money(const LabelMatch& label) const {
        return std::any_of(label.fields.begin(), label.fields.end(), [&](std::size_t field) {
            const FieldType type = campaign_.fields[field].type;
            return type == FieldType::money || type == FieldType::money_series;
        });
    }

    Ink ink_of(const Cell& cell, const LabelMatch& label) const {
        Ink ink;
        ink.readings = readings_of(cell.content);
        ink.digital = is_digital(cell.content);
        ink.page = grid_.table().page;
        ink.box = cell.box;
        ink.label_cost = label.cost;
        ink.unit = !label.unit.empty() ? label.unit : !table_unit_.empty() ? table_unit_ : unit_;
        ink.year = label.year;
        ink.shared = label.fields.size() > 1;
        return ink;
    }

    void beside_label(const Cell& label, std::size_t field) {
        if (campaign_.fields[field].type == FieldType::money_series) {
            series(label, field);
            return;
        }
        if (const Cell* cell = value_cell(label, field)) found_(field, ink_of(*cell, grid_.match_of(label)));
    }

    bool fits(const Cell* cell, std::size_t field) const {
        if (!cell || blank(cell->content) || grid_.label(*cell)) return false;
        const std::vector<Reading> readings = readings_of(cell->content);
        return std::any_of(readings.begin(), readings.end(),
                           [&](const Reading& r) { return plausible(campaign_.fields[field].type, r.text); });
    }

    // To the right as a rule; below where the label heads a column. An empty cell to the right is an empty field, as
    // long as the label does not stand in a row of heads.
    const Cell* value_cell(const Cell& label, std::size_t field) const {
        const Cell* right = grid_.right_of(label);
        const Cell* below = grid_.below(label);
        if (right && is_sub_label(*right)) right = grid_.after(*right, label.row, true);
        if (below && is_sub_label(*below)) below = grid_.after(*below, label.column, false);
        const bool head_row = right && grid_.label(*right);
        if (!head_row && fits(right, field)) return right;
        if ((head_row || !right || !blank(right->content)) && fits(below, field)) return below;
        if (right && !head_row && !blank(right->content)) return right;
        return nullptr;
    }

    // "联系人 | 姓名 | 王小明": what the label is of stands one further.
    static bool is_sub_label(const Cell& cell) {
        const std::string text = text::fold(cell.content.text);
        return text == "姓名" || text == "名称" || text == "姓名:" || text == "全称";
    }

    // Cells to the right under years, or below beside years; else one cell that names its years itself.
    void series(const Cell& label, std::size_t field) {
        if (const int own = grid_.match_of(label).year; own != 0) {
            if (const Cell* cell = value_cell(label, field)) found_(field, ink_of(*cell, grid_.match_of(label)));
            return;
        }
        if (by_years(label, field, true) || by_years(label, field, false)) return;
        by_order(label, field);
    }

    // Whether two cells that share a column (or a row) of the grid do so on the page: a scan's grid may have slipped.
    static bool in_line(const Cell& head, const Cell& cell, bool across) {
        if (!head.box || !cell.box) return true;
        const Box &a = *head.box, &b = *cell.box;
        const double overlap = across ? std::min(a.right, b.right) - std::max(a.left, b.left)
                                      : std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
        return overlap >= 0.4 * (across ? std::min(a.width(), b.width()) : std::min(a.height(), b.height()));
    }

    // The cell that heads a cell's column (across) or row with a year; null where none does.
    const Cell* head_of(const Cell& label, const Cell& cell, bool across) const {
        for (int i = (across ? label.row : label.column) - 1; i >= 0; --i) {
            const Cell* head = across ? grid_.at(i, cell.column) : grid_.at(cell.row, i);
            if (head && in_line(*head, cell, across) && grid_.year(*head) != 0) return head;
        }
        return nullptr;
    }

    struct OfYear {
        const Cell* cell;
        int year;
        std::string unit; // that its head names
    };

    bool by_years(const Cell& label, std::size_t field, bool across) {
        std::vector<OfYear> cells;
        const int line = across ? label.row : label.column;
        for (const Cell* cell = grid_.after(label, line, across); cell && !grid_.label(*cell);
             cell = grid_.after(*cell, line, across)) {
            const Cell* head = head_of(label, *cell, across);
            cells.push_back({cell, head ? grid_.year(*head) : 0, head ? values::unit_in(head->content.text) : ""});
        }
        if (std::none_of(cells.begin(), cells.end(), [](const OfYear& c) { return c.year != 0; })) return false;
        fill_years(cells, campaign_.fields[field].years);
        for (const auto& [cell, year, unit] : cells) {
            if (year == 0 || blank(cell->content)) continue;
            Ink ink = ink_of(*cell, grid_.match_of(label));
            ink.year = year;
            if (!unit.empty() && grid_.match_of(label).unit.empty()) ink.unit = unit;
            found_(field, std::move(ink));
        }
        return true;
    }

    // A head that recognition lost is told by the others, where those stand in the order of the campaign's years.
    static void fill_years(std::vector<OfYear>& cells, const std::vector<int>& years) {
        if (cells.size() != years.size()) return;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (cells[i].year != 0 && cells[i].year != years[i]) return;
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i].year = years[i];
    }

    // No head names a year: the cells to the right, in the order of the campaign's years, if they are as many.
    void by_order(const Cell& label, std::size_t field) {
        std::vector<const Cell*> cells;
        for (const Cell* cell = grid_.right_of(label); cell && !grid_.label(*cell);
             cell = grid_.after(*cell, label.row, true))
            if (!blank(cell->content)) cells.push_back(cell);
        const std::vector<int>& years = campaign_.fields[field].years;
        const bool ordered = cells.size() > 1 && cells.size() == years.size();
        for (std::size_t i = 0; i < (ordered ? cells.size() : std::min<std::size_t>(cells.size(), 1)); ++i) {
            Ink ink = ink_of(*cells[i], grid_.match_of(label));
            ink.year = ordered ? years[i] : 0;
            ink.ordered = ordered;
            found_(field, std::move(ink));
        }
    }

    // Label and value in one cell.
    void inside(const Cell& cell) {
        if (cell.content.text.size() > 20000) return;
        std::vector<FlowLine> lines = lines_of_text(cell.content, grid_.table().page, cell.box);
        scan_flow(lines, campaign_, labels_, table_unit_.empty() ? unit_ : table_unit_, true, found_);
    }

    Grid grid_;
    const Campaign& campaign_;
    const LabelBook& labels_;
    std::string unit_, table_unit_;
    const InkSink& found_;
};

} // namespace

void walk_table(const Table& table, const Campaign& campaign, const LabelBook& labels, const std::string& unit,
                const InkSink& found) {
    const std::optional<Table> mended = parted(table, labels);
    Walk(mended ? *mended : table, campaign, labels, unit, found).run(0);
}

} // namespace shenbao::fields_detail
