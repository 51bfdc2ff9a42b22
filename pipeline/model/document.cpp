#include "pipeline/model/document.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr int deepest = 16; // of tables in tables

void append_line(std::string& out, const std::string& line) {
    if (line.empty()) return;
    out += line;
    out += '\n';
}

void append_table(std::string& out, const Table& table, int depth);

// A cell's text with its tables between the lines. `line` is the row so far, and then what stands behind the last
// table.
void append_cell(std::string& out, std::string& line, const Cell& cell, int depth) {
    std::string_view rest = cell.content.text;
    int before = 0; // lines that are not empty
    for (const Table& inner : cell.tables) {
        while (!rest.empty() && (!inner.lines_before || before < *inner.lines_before)) {
            std::string_view next = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), next.size() + 1));
            before += !text::trim(next).empty();
            line += next;
            if (!rest.empty()) line += '\n';
        }
        if (!line.empty() && line.back() == '\n') line.pop_back();
        append_line(out, line);
        line.clear();
        append_table(out, inner, depth + 1);
    }
    line += rest;
}

void append_table(std::string& out, const Table& table, int depth) {
    std::string line;
    int row = -1;
    for (const Cell& cell : table.cells) {
        if (cell.row != row && row >= 0) {
            append_line(out, line);
            line.clear();
        }
        if (cell.row == row) line += '\t';
        row = cell.row;
        if (depth > deepest)
            line += cell.content.text;
        else
            append_cell(out, line, cell, depth);
    }
    append_line(out, line);
}

void append_block(std::string& out, const Block& block) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block))
        append_line(out, paragraph->content.text);
    else
        append_table(out, std::get<Table>(block), 0);
}

} // namespace

bool operator==(const Cell& a, const Cell& b) {
    return a.row == b.row && a.column == b.column && a.row_span == b.row_span && a.column_span == b.column_span &&
           a.content == b.content && a.box == b.box && a.tables == b.tables;
}

std::string_view to_string(Part part) {
    switch (part) {
    case Part::body:
        return "body";
    case Part::header:
        return "header";
    case Part::footer:
        return "footer";
    case Part::footnote:
        return "footnote";
    case Part::endnote:
        return "endnote";
    case Part::text_box:
        return "text_box";
    case Part::annotation:
        return "annotation";
    case Part::form_field:
        return "form_field";
    case Part::comment:
        return "comment";
    case Part::deleted:
        return "deleted";
    case Part::hidden:
        break;
    }
    return "hidden";
}

bool is_shown(Part part) { return part != Part::comment && part != Part::deleted && part != Part::hidden; }

Part part_of(const Block& block) {
    return std::visit([](const auto& either) { return either.part; }, block);
}

int page_of(const Block& block) {
    return std::visit([](const auto& either) { return either.page; }, block);
}

const std::optional<Box>& box_of(const Block& block) {
    return std::visit([](const auto& either) -> const std::optional<Box>& { return either.box; }, block);
}

std::string_view to_string(Seal::Shape shape) {
    switch (shape) {
    case Seal::Shape::round:
        return "round";
    case Seal::Shape::oval:
        return "oval";
    case Seal::Shape::square:
        return "square";
    case Seal::Shape::unknown:
        break;
    }
    return "unknown";
}

std::string_view to_string(Seal::Origin origin) {
    switch (origin) {
    case Seal::Origin::annotation:
        return "annotation";
    case Seal::Origin::signature:
        return "signature";
    case Seal::Origin::ink:
        break;
    }
    return "ink";
}

std::string_view to_string(PictureUse use) {
    switch (use) {
    case PictureUse::seals:
        return "seals";
    case PictureUse::text_and_seals:
        return "text_and_seals";
    case PictureUse::none:
        break;
    }
    return "none";
}

std::string plain_text(const Document& document, int page) {
    std::string out;
    for (const Block& block : document.blocks)
        if (is_shown(part_of(block)) && (!page || page_of(block) == page)) append_block(out, block);
    return out;
}

std::string plain_text(const Document& document, Part part) {
    std::string out;
    for (const Block& block : document.blocks)
        if (part_of(block) == part) append_block(out, block);
    return out;
}

} // namespace shenbao
