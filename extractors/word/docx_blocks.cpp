// The blocks of a docx story: paragraphs, tables, sections.

#include "extractors/word/docx_reader.h"
#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <utility>

namespace shenbao::docx {
namespace {

constexpr int wrapper_limit = 50; // content controls and the like round one another

bool wraps(std::string_view name) {
    return name == "w:sdt" || name == "w:sdtContent" || name == "w:ins" || name == "w:moveTo" ||
           name == "w:customXml" || name == "w:smartTag" || name == "mc:AlternateContent" || name == "mc:Choice" ||
           name == "aml:content" || name == "wx:sect" || name == "wx:sub-section";
}

// Of what is not in the document any more, or not to be seen, the words are kept and nothing else.
bool words_alone(Part part) { return part == Part::deleted || part == Part::hidden; }

bool deleted_mark(const xml::Node* properties) {
    const xml::Node* run = properties ? properties->child("w:rPr") : nullptr;
    return run && (run->child("w:del") || run->child("w:moveFrom"));
}

} // namespace

StoryReader::StoryReader(Context& context, std::string part) : context_(context) {
    for (Relation& relation : context.package.relations(part)) {
        std::string id = relation.id;
        relations_.emplace(std::move(id), std::move(relation));
    }
}

void StoryReader::blocks(const xml::Node& node, const Flow& flow) {
    for (const xml::Node& child : node.children)
        block(child, flow);
}

void StoryReader::block(const xml::Node& node, const Flow& flow) {
    if (node.name == "w:p") return paragraph(node, flow);
    if (node.name == "w:tbl") return table(node, flow);
    if (node.name == "w:sectPr") return section(node);
    if (node.name == "w:altChunk") return inserted_file(node, flow);
    if (node.name == "mc:AlternateContent") {
        const xml::Node* chosen = node.child("mc:Choice") ? node.child("mc:Choice") : node.child("mc:Fallback");
        if (chosen) blocks(*chosen, flow);
        return;
    }
    if (node.name == "w:r" || node.name == "w:hyperlink" || node.name == "m:oMathPara" || node.name == "m:oMath" ||
        node.name == "w:pict") {
        // A run where a paragraph belongs.
        Line line;
        line.flow = flow;
        inline_node(node, line);
        return finish(line, {}, flow);
    }
    if (node.name == "aml:annotation" && node.attribute("w:type") == "Word.Insertion") return blocks(node, flow);
    if (is_deletion(node)) return blocks(node, Flow{&context_.out, Part::deleted});
    if (wraps(node.name)) blocks(node, flow);
}

void StoryReader::paragraph(const xml::Node& node, const Flow& flow) {
    const xml::Node* properties = node.child("w:pPr");
    Line line;
    line.flow = flow;
    if (properties) line.style = properties->child_value("w:pStyle");
    line.mark_deleted = deleted_mark(properties);
    // A paragraph that runs on into the next one, or is not to be seen, takes no number.
    bool counts = !line.mark_deleted && !words_alone(flow.part) &&
                  !is_hidden(properties ? properties->child("w:rPr") : nullptr, line.style);
    std::string number = counts ? list_number(properties) : std::string();
    inlines(node, line);
    // A field whose end is missing must not swallow the document.
    for (Field& field : fields_)
        field.instruction = false;
    finish(line, number, flow);
    if (const xml::Node* section_properties = properties ? properties->child("w:sectPr") : nullptr)
        section(*section_properties);
}

bool StoryReader::is_hidden(const xml::Node* properties, std::string_view paragraph_style) const {
    const xml::Node* vanish = properties ? properties->child("w:vanish") : nullptr;
    if (vanish) return is_on(*vanish);
    return context_.styles.hidden(paragraph_style, properties ? properties->child_value("w:rStyle") : "");
}

std::string StoryReader::list_number(const xml::Node* properties) {
    if (!properties) return {};
    if (const xml::Node* list = properties->child("w:listPr")) {
        // Word 2003 writes down what it shows.
        std::string_view shown = list->child_value("wx:t", "wx:val");
        return shown.empty() ? std::string() : without_private_use(shown) + " ";
    }
    std::string_view style = properties->child_value("w:pStyle");
    ListRef ref = context_.styles.list_of(style);
    if (const xml::Node* list = properties->child("w:numPr")) {
        if (list->child("w:numId")) ref.num = to_int(list->child_value("w:numId"));
        if (list->child("w:ilvl")) ref.level = std::clamp(to_int(list->child_value("w:ilvl")), 0, 8);
    }
    return ref.num ? context_.numbering.next(ref, style) : std::string();
}

void StoryReader::finish(Line& line, const std::string& number, const Flow& flow) {
    if (!line.deleted.empty()) context_.out.paragraph(Part::deleted, line.deleted);
    if (!line.hidden.empty()) context_.out.paragraph(Part::hidden, line.hidden);
    std::string shown = numbered(number, std::exchange(carried_, {}) + line.shown);
    if (line.mark_deleted)
        carried_ = std::move(shown);
    else
        flow.paragraph(shown);
}

void StoryReader::table(const xml::Node& node, const Flow& flow) {
    std::vector<RawRow> rows;
    table_rows(node, flow, rows);
    flow.table(table_of_columns(std::move(rows), flow.part));
}

void StoryReader::table_rows(const xml::Node& node, const Flow& flow, std::vector<RawRow>& rows, int depth) {
    for (const xml::Node& child : node.children) {
        if (child.name == "w:tr") {
            const xml::Node* properties = child.child("w:trPr");
            const xml::Node* hidden = properties ? properties->child("w:hidden") : nullptr;
            if (properties && properties->child("w:del"))
                row(child, Flow{&context_.out, Part::deleted});
            else if (hidden && is_on(*hidden))
                row(child, Flow{&context_.out, Part::hidden});
            else
                rows.push_back(row(child, flow));
        } else if (wraps(child.name) && depth < wrapper_limit) {
            table_rows(child, flow, rows, depth + 1);
        }
    }
}

RawRow StoryReader::row(const xml::Node& node, const Flow& flow) {
    const xml::Node* properties = node.child("w:trPr");
    int column = properties ? std::max(0, to_int(properties->child_value("w:gridBefore"))) : 0;
    RawRow cells;
    row_cells(node, flow, cells, column);
    return cells;
}

void StoryReader::row_cells(const xml::Node& node, const Flow& flow, RawRow& cells, int& column, int depth) {
    for (const xml::Node& child : node.children) {
        if (child.name == "w:tc") {
            cells.push_back(cell(child, flow, column));
            column = cells.back().right;
        } else if (wraps(child.name) && depth < wrapper_limit) {
            row_cells(child, flow, cells, column, depth + 1);
        }
    }
}

RawCell StoryReader::cell(const xml::Node& node, const Flow& flow, int column) {
    RawCell cell;
    cell.left = std::min(column, 100'000);
    cell.right = cell.left + 1;
    if (const xml::Node* properties = node.child("w:tcPr")) {
        cell.right = cell.left + std::clamp(to_int(properties->child_value("w:gridSpan"), 1), 1, 1000);
        const xml::Node* vertical =
            properties->child("w:vMerge") ? properties->child("w:vMerge") : properties->child("w:vmerge");
        cell.continues_above = vertical && vertical->attribute("w:val") != "restart";
        const xml::Node* horizontal =
            properties->child("w:hMerge") ? properties->child("w:hMerge") : properties->child("w:hmerge");
        cell.continues_left = horizontal && horizontal->attribute("w:val") != "restart";
    }
    if (words_alone(flow.part)) {
        blocks(node, flow);
        return cell;
    }
    blocks(node, Flow{flow.out, flow.part, &cell});
    return cell;
}

bool is_deletion(const xml::Node& node) {
    return node.name == "w:del" || node.name == "w:moveFrom" ||
           (node.name == "aml:annotation" && node.attribute("w:type") == "Word.Deletion");
}

// A section names its headers and footers.
void StoryReader::section(const xml::Node& node) {
    for (const xml::Node& child : node.children) {
        // Word 2003 keeps them in place.
        if (child.name == "w:hdr") blocks(child, Flow{&context_.out, Part::header});
        if (child.name == "w:ftr") blocks(child, Flow{&context_.out, Part::footer});
        bool header = child.name == "w:headerReference";
        if (!header && child.name != "w:footerReference") continue;
        auto relation = relations_.find(child.attribute("r:id"));
        if (relation == relations_.end() || relation->second.external) continue;
        auto& parts = header ? context_.headers : context_.footers;
        const std::string& target = relation->second.target;
        if (std::find(parts.begin(), parts.end(), target) == parts.end()) parts.push_back(target);
    }
}

} // namespace shenbao::docx
