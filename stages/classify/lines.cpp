#include "stages/classify/lines.h"

#include "pipeline/model/text.h"

namespace shenbao::classify_detail {

namespace {

struct Collector {
    std::vector<Line>& lines;
    std::size_t most;

    void add(const Text& content, int page, bool in_table) {
        const std::vector<std::string> parts = text::split(content.text, '\n');
        for (const std::string& part : parts) {
            if (lines.size() >= most) return;
            Line line{page,
                      in_table,
                      !content.readings.empty() || content.confidence < 1,
                      parts.size() == 1,
                      likeness::folded(part),
                      {}};
            if (line.text.chars.empty()) continue;
            if (parts.size() == 1)
                for (const Reading& reading : content.readings)
                    if (reading.text != content.text) line.others.push_back(likeness::folded(reading.text));
            lines.push_back(std::move(line));
        }
    }

    // Tables within tables are followed to a depth that no honest form passes.
    void add(const Table& table, int page, int depth) {
        for (const Cell& cell : table.cells) {
            add(cell.content, page, true);
            if (depth > 0)
                for (const Table& inner : cell.tables)
                    add(inner, page, depth - 1);
        }
    }
};

} // namespace

std::vector<Line> lines_of(const Document& document, std::size_t most) {
    std::vector<Line> lines;
    Collector collect{lines, most};
    for (const Block& block : document.blocks) {
        if (!is_shown(part_of(block))) continue;
        if (const auto* paragraph = std::get_if<Paragraph>(&block))
            collect.add(paragraph->content, paragraph->page, false);
        else if (const auto* table = std::get_if<Table>(&block))
            collect.add(*table, table->page, 4);
    }
    return lines;
}

} // namespace shenbao::classify_detail
