#include "stages/check/roster.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace shenbao {
namespace {

// A table with its merged cells spread out: every place shows the cell that covers it.
class Grid {
  public:
    explicit Grid(const Table& table) {
        for (const auto& cell : table.cells) {
            rows_ = std::clamp(cell.row + 1, rows_, most_rows);
            columns_ = std::clamp(cell.column + 1, columns_, most_columns);
        }
        for (const auto& cell : table.cells)
            spread(cell);
    }

    int rows() const { return rows_; }
    int columns() const { return columns_; }
    const Cell* at(int row, int column) const {
        auto it = cells_.find({row, column});
        return it == cells_.end() ? nullptr : it->second;
    }
    std::string text(int row, int column) const {
        const Cell* cell = at(row, column);
        return cell ? text::value(cell->content.text) : std::string();
    }

  private:
    // Far beyond any roster; a table that claims more is cut there.
    static constexpr int most_rows = 100'000, most_columns = 512;
    static constexpr std::size_t most_places = 2'000'000;

    void spread(const Cell& cell) {
        const auto end = [](int first, int span, int bound) {
            return static_cast<int>(std::min<std::int64_t>(bound, std::int64_t{first} + std::max(1, span)));
        };
        for (int row = cell.row; row < end(cell.row, cell.row_span, rows_); ++row)
            for (int column = cell.column; column < end(cell.column, cell.column_span, columns_); ++column)
                if (cells_.size() < most_places)
                    cells_[{row, column}] = &cell;
                else
                    return;
    }

    int rows_ = 0, columns_ = 0;
    std::map<std::pair<int, int>, const Cell*> cells_;
};

using Columns = std::map<int, const Field*>; // a column's field

// "联系电话（手机）" -> "联系电话": what stands in brackets or after a line's end explains.
std::string head_word(const std::string& cell) {
    std::string word = text::fold(cell);
    if (const auto at = word.find_first_of("(["); at != word.npos && at > 0) word.resize(at);
    return text::replace_all(word, "*", "");
}

// The field whose label a head is: exactly, before another that only stands in it.
const Field* field_of(const Campaign& campaign, const std::string& head) {
    const std::string word = head_word(head);
    if (word.empty() || text::length(word) > 20) return nullptr;
    const Field* best = nullptr;
    std::size_t length = 0;
    for (const auto& field : campaign.fields)
        for (const auto& label : field.labels) {
            const std::string folded = head_word(label);
            if (word == folded) return &field;
            if (text::length(folded) >= 3 && folded.size() > length && word.find(folded) != word.npos) {
                best = &field;
                length = folded.size();
            }
        }
    return best;
}

bool identifies(const Columns& columns) {
    return std::any_of(columns.begin(), columns.end(), [](const auto& c) {
        return c.second->type == FieldType::company || c.second->type == FieldType::number;
    });
}

// The fields that a row names, if it is a head. A title over all columns is none.
Columns head_in(const Campaign& campaign, const Grid& grid, int row) {
    Columns columns;
    const Cell* before = nullptr;
    for (int column = 0; column < grid.columns(); ++column) {
        const Cell* cell = grid.at(row, column);
        const Field* field = cell && cell != before ? field_of(campaign, cell->content.text) : nullptr;
        before = cell;
        auto taken = [&](const auto& c) { return c.second == field; };
        if (field && std::none_of(columns.begin(), columns.end(), taken)) columns[column] = field;
    }
    const bool alone = columns.size() == 1 && grid.columns() > 2;
    return identifies(columns) && !alone ? columns : Columns{};
}

// A row's field; empty for a cell that runs over several columns, which is a note or a title.
std::string entry_text(const Grid& grid, int row, int column) {
    const Cell* cell = grid.at(row, column);
    return cell && cell->column_span <= 1 ? grid.text(row, column) : std::string();
}

bool is_plausible(const RosterEntry& entry, const Campaign& campaign) {
    const bool number = !entry.number.empty() && !campaign.naming.number.empty() &&
                        values::is_valid(FieldType::number, entry.number, campaign.naming.number);
    const bool name = values::is_company(entry.company) && entry.company.find("：") == std::string::npos;
    return number || name;
}

std::optional<RosterEntry> entry_in(const Campaign& campaign, const Grid& grid, int row, const Columns& columns) {
    RosterEntry entry;
    for (const auto& [column, field] : columns) {
        const std::string value = values::normalise(field->type, entry_text(grid, row, column));
        if (value.empty()) continue;
        entry.fields[field->id] = value;
        if (field->type == FieldType::number) entry.number = value;
        if (field->type == FieldType::company) entry.company = value;
        if (field->type == FieldType::uscc) entry.uscc = value;
    }
    return is_plausible(entry, campaign) ? std::optional(entry) : std::nullopt;
}

bool is_known(const Roster& roster, const RosterEntry& entry) {
    return std::any_of(roster.entries.begin(), roster.entries.end(), [&](const RosterEntry& e) {
        return e.number == entry.number && values::fold_company(e.company) == values::fold_company(entry.company);
    });
}

// A table that goes on from the page before has no head of its own: it keeps that of the table before.
void read_table(const Campaign& campaign, const Table& table, Columns& columns, int& width, Roster& roster) {
    const Grid grid(table);
    if (grid.columns() != width) columns.clear();
    width = grid.columns();
    for (int row = 0; row < grid.rows(); ++row) {
        if (Columns head = head_in(campaign, grid, row); !head.empty()) {
            columns = std::move(head);
            continue;
        }
        const auto entry = columns.empty() ? std::nullopt : entry_in(campaign, grid, row, columns);
        if (entry && !is_known(roster, *entry)) roster.entries.push_back(*entry);
    }
}

} // namespace

const RosterEntry* Roster::by_number(std::string_view number) const {
    if (number.empty()) return nullptr;
    auto it = std::find_if(entries.begin(), entries.end(), [&](const RosterEntry& e) { return e.number == number; });
    return it == entries.end() ? nullptr : &*it;
}

const RosterEntry* Roster::by_company(std::string_view company) const {
    if (company.empty()) return nullptr;
    const std::string folded = values::fold_company(company);
    auto it = std::find_if(entries.begin(), entries.end(),
                           [&](const RosterEntry& e) { return values::fold_company(e.company) == folded; });
    return it == entries.end() ? nullptr : &*it;
}

const RosterEntry* Roster::by_uscc(std::string_view uscc) const {
    if (uscc.empty()) return nullptr;
    auto it = std::find_if(entries.begin(), entries.end(), [&](const RosterEntry& e) { return e.uscc == uscc; });
    return it == entries.end() ? nullptr : &*it;
}

Roster read_roster(const Campaign& campaign, const Document& document) {
    Roster roster;
    Columns columns;
    int width = 0;
    for (const auto& block : document.blocks)
        if (const auto* table = std::get_if<Table>(&block)) read_table(campaign, *table, columns, width, roster);
    return roster;
}

} // namespace shenbao
