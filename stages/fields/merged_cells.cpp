#include "stages/fields/merged_cells.h"

#include "pipeline/model/text.h"
#include "stages/fields/ink.h"

#include <algorithm>
#include <tuple>

namespace shenbao::fields_detail {

namespace {

std::vector<std::string> split(const std::string& text, std::string_view mark) {
    std::vector<std::string> parts;
    for (std::size_t from = 0;;) {
        const std::size_t at = text.find(mark, from);
        parts.push_back(text::trim(text.substr(from, at == std::string::npos ? at : at - from)));
        if (at == std::string::npos) return parts;
        from = at + mark.size();
    }
}

// Each part of a text with its readings, those left out that do not have as many.
std::vector<Text> parts_of(const Text& text, std::string_view mark) {
    std::vector<Text> out;
    for (std::string& part : split(text.text, mark))
        out.push_back({std::move(part), text.confidence, {}});
    for (const Reading& reading : text.readings) {
        const std::vector<std::string> parts = split(reading.text, mark);
        if (parts.size() != out.size()) continue;
        for (std::size_t i = 0; i < parts.size(); ++i)
            out[i].readings.push_back({parts[i], reading.confidence, reading.by});
    }
    return out;
}

bool names_a_field(const Text& text, const LabelBook& labels) {
    return !labels.whole(text.text, true).fields.empty();
}

Box share(const Box& box, double from, double to, bool across) {
    Box out = box;
    if (across)
        out.left = box.left + from * box.width(), out.right = box.left + to * box.width();
    else
        out.top = box.top + from * box.height(), out.bottom = box.top + to * box.height();
    return out;
}

// A cell for each line, in the rows that the cell reaches over.
std::vector<Cell> by_rows(const Cell& cell, const LabelBook& labels) {
    const auto rows = static_cast<std::size_t>(cell.row_span);
    std::vector<Text> lines = parts_of(cell.content, "\n");
    if (lines.size() != rows ||
        std::none_of(lines.begin(), lines.end(), [&](const Text& line) { return names_a_field(line, labels); }))
        return {};
    std::vector<Cell> out;
    for (std::size_t i = 0; i < rows; ++i) {
        Cell part = cell;
        part.row = cell.row + static_cast<int>(i), part.row_span = 1;
        part.content = std::move(lines[i]);
        if (cell.box) part.box = share(*cell.box, double(i) / double(rows), double(i + 1) / double(rows), false);
        out.push_back(std::move(part));
    }
    return out;
}

// A value and the label of the next, with the remains of the rule or a gap between them.
std::vector<Cell> by_columns(const Cell& cell, std::string_view mark, const LabelBook& labels) {
    std::vector<Text> parts = parts_of(cell.content, mark);
    if (parts.size() != 2 || parts[0].text.empty() || parts[1].text.empty()) return {};
    if (names_a_field(parts[0], labels) == names_a_field(parts[1], labels)) return {};
    Cell first = cell, second = cell;
    first.column_span = 1;
    second.column = cell.column + 1, second.column_span = cell.column_span - 1;
    first.content = std::move(parts[0]), second.content = std::move(parts[1]);
    if (cell.box) first.box = share(*cell.box, 0, 0.5, true), second.box = share(*cell.box, 0.5, 1, true);
    return {std::move(first), std::move(second)};
}

} // namespace

std::optional<Table> parted(const Table& table, const LabelBook& labels) {
    constexpr int most_parts = 6;
    std::optional<Table> out;
    for (const Cell& cell : table.cells) {
        if (is_digital(cell.content) || names_a_field(cell.content, labels)) continue;
        std::vector<Cell> parts;
        if (cell.row_span > 1 && cell.row_span <= most_parts) parts = by_rows(cell, labels);
        for (std::string_view mark : {"|", "  "})
            if (parts.empty() && cell.column_span > 1) parts = by_columns(cell, mark, labels);
        if (parts.empty()) continue;
        if (!out) out = table;
        std::erase_if(out->cells, [&](const Cell& c) { return c.row == cell.row && c.column == cell.column; });
        std::move(parts.begin(), parts.end(), std::back_inserter(out->cells));
    }
    if (out)
        std::stable_sort(out->cells.begin(), out->cells.end(), [](const Cell& a, const Cell& b) {
            return std::tie(a.row, a.column) < std::tie(b.row, b.column);
        });
    return out;
}

} // namespace shenbao::fields_detail
