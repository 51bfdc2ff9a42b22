#pragma once
// Values in running text: "企业名称：…" up to the next label or the line's end, labels and values on lines of their
// own, and the forms of words in which pledges name who pledges.

#include "stages/fields/ink.h"
#include "stages/fields/label_book.h"
#include "stages/fields/table_walk.h"

namespace shenbao::fields_detail {

// A line with all its readings.
struct FlowLine {
    std::vector<Reading> readings;
    bool digital = false;
    int page = 0;
    std::optional<Box> box;
};

// The lines of a text. Readings are kept with their lines where they have as many lines as the text.
std::vector<FlowLine> lines_of_text(const Text& text, int page, const std::optional<Box>& box);

// Looks through lines that follow one another. `in_cell`: the lines of a table's cell, where a label without a colon
// counts for less.
void scan_flow(const std::vector<FlowLine>& lines, const Campaign& campaign, const LabelBook& labels,
               const std::string& unit, bool in_cell, const InkSink& found);

} // namespace shenbao::fields_detail
