// Inside a paragraph of a docx: runs, fields, tracked changes, symbols, drawings.

#include "extractors/word/docx_reader.h"
#include "extractors/word/fields.h"
#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace shenbao::docx {
namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string run_font(const xml::Node& run) {
    const xml::Node* properties = run.child("w:rPr");
    return properties ? std::string(properties->child_value("w:rFonts", "w:ascii")) : std::string();
}

// w:sym: a character by its code in a font.
std::string symbol_text(const xml::Node& node) {
    std::string_view digits = node.attribute("w:char"), font = node.attribute("w:font");
    unsigned code = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    char32_t shown = symbol(font, code);
    if (!shown) shown = code >= 0xF020 && code <= 0xF0FF && !is_symbol_font(font) ? code - 0xF000 : code;
    return shown >= 0x20 ? text::to_utf8(std::u32string(1, shown)) : std::string();
}

// What a form field of old shows: its tick, or the entry chosen of its list.
std::string form_field_text(const xml::Node& begin) {
    const xml::Node* data = begin.child("w:ffData");
    if (!data) return {};
    if (const xml::Node* box = data->child("w:checkBox")) {
        const xml::Node* state = box->child("w:checked") ? box->child("w:checked") : box->child("w:default");
        return state && is_on(*state) ? "☑" : "☐";
    }
    const xml::Node* list = data->child("w:ddList");
    if (!list) return {};
    int wanted = to_int(list->child_value(list->child("w:result") ? "w:result" : "w:default"));
    for (const xml::Node& entry : list->children)
        if (entry.name == "w:listEntry" && wanted-- == 0) return std::string(entry.attribute("w:val"));
    return {};
}

} // namespace

void StoryReader::inlines(const xml::Node& node, Line& line) {
    for (const xml::Node& child : node.children)
        inline_node(child, line);
}

void StoryReader::inline_node(const xml::Node& node, Line& line) {
    std::string_view name = node.name;
    if (name == "w:r") return run(node, line);
    if (name == "mc:AlternateContent") return alternate(node, line);
    if (is_deletion(node)) {
        bool before = std::exchange(line.in_deleted, true);
        inlines(node, line);
        line.in_deleted = before;
        return;
    }
    if (one_of(name, {"m:oMath", "m:oMathPara"})) return text(equation_text(node), line);
    if (name == "w:ruby") {
        if (const xml::Node* base = node.child("w:rubyBase")) inlines(*base, line);
        return;
    }
    if (one_of(name, {"w:drawing", "w:pict", "w:object"})) return drawn(node, line);
    // Word 2003 keeps notes and comments in place.
    if (name == "w:footnote") return blocks(node, Flow{&context_.out, Part::footnote});
    if (name == "w:endnote") return blocks(node, Flow{&context_.out, Part::endnote});
    if (name == "aml:annotation" && node.attribute("w:type") == "Word.Comment") {
        if (const xml::Node* content = node.child("aml:content")) blocks(*content, Flow{&context_.out, Part::comment});
        return;
    }
    // A block where none belongs: its words are kept in the line's place.
    if (one_of(name, {"w:p", "w:tbl"})) return block(node, line.flow);
    if (one_of(name, {"", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:rubyPr",
                      "w:rt", "w:fldData", "w:instrText", "w:binData"}))
        return;
    inlines(node, line); // hyperlinks, insertions, content controls, smart tags, simple fields, …
}

void StoryReader::run(const xml::Node& node, Line& line) {
    bool before = std::exchange(line.in_hidden, line.in_hidden || is_hidden(node.child("w:rPr"), line.style));
    line.font = run_font(node);
    for (const xml::Node& child : node.children)
        if (!run_content(child, line)) inline_node(child, line);
    line.font.clear();
    line.in_hidden = before;
}

bool StoryReader::run_content(const xml::Node& node, Line& line) {
    std::string_view name = node.name;
    if (name == "w:t") {
        text(node.all_text(), line);
    } else if (name == "w:delText") {
        bool before = std::exchange(line.in_deleted, true);
        text(node.all_text(), line);
        line.in_deleted = before;
    } else if (one_of(name, {"w:tab", "w:ptab"})) {
        text("\t", line);
    } else if (one_of(name, {"w:br", "w:cr"})) {
        text("\n", line);
    } else if (name == "w:noBreakHyphen") {
        text("-", line);
    } else if (name == "w:sym") {
        text(symbol_text(node), line);
    } else if (name == "w:fldChar") {
        field_mark(node, line);
    } else if (name == "w:instrText") {
        if (!fields_.empty()) fields_.back().code += node.all_text();
    } else {
        return false;
    }
    return true;
}

void StoryReader::text(std::string_view shown, Line& line) {
    if (in_instruction()) {
        // The result of a field within the instruction of another: an argument of EQ, say.
        fields_.back().code += shown;
        return;
    }
    if (!fields_.empty() && !shown.empty()) fields_.back().shown = true;
    std::string& into = line.in_deleted ? line.deleted : line.in_hidden ? line.hidden : line.shown;
    into += without_private_use(shown, line.font);
}

void StoryReader::field_mark(const xml::Node& node, Line& line) {
    std::string_view type = node.attribute("w:fldCharType");
    if (type == "begin") {
        text(form_field_text(node), line);
        if (fields_.size() < 100) fields_.emplace_back();
    } else if (type == "separate") {
        if (!fields_.empty()) fields_.back().instruction = false;
    } else if (type == "end" && !fields_.empty()) {
        Field field = std::move(fields_.back());
        fields_.pop_back();
        if (!field.shown)
            text(shown_by_instruction(field.code), line);
        else if (!fields_.empty())
            fields_.back().shown = true;
    }
}

// Markup for newer programs beside markup for older ones: only one of them is read.
void StoryReader::alternate(const xml::Node& node, Line& line) {
    const xml::Node* chosen = node.child("mc:Choice") ? node.child("mc:Choice") : node.child("mc:Fallback");
    if (!chosen) return;
    for (const xml::Node& child : chosen->children)
        if (!run_content(child, line)) inline_node(child, line);
}

void StoryReader::drawn(const xml::Node& node, Line& line) {
    if (line.in_deleted || line.in_hidden) return;
    for (const xml::Node& child : node.children) {
        if (one_of(child.name, {"w:txbxContent"}))
            text_box(child);
        else if (one_of(child.name, {"c:chart", "dgm:relIds"}))
            chart_or_diagram(child);
        else if (child.name == "mc:AlternateContent")
            alternate(child, line);
        else if (child.name == "v:textpath")
            Flow{&context_.out, Part::text_box}.paragraph(child.attribute("string"));
        else if (!child.name.empty())
            drawn(child, line);
    }
}

void StoryReader::text_box(const xml::Node& node) {
    auto fields = std::exchange(fields_, {});
    auto carried = std::exchange(carried_, {});
    blocks(node, Flow{&context_.out, Part::text_box});
    fields_ = std::move(fields);
    carried_ = std::move(carried);
}

namespace {

void collect_paragraphs(const xml::Node& node, std::string_view name, std::vector<std::string>& out) {
    if (node.name == name)
        out.push_back(node.all_text());
    else
        for (const xml::Node& child : node.children)
            collect_paragraphs(child, name, out);
}

} // namespace

// Words of charts (titles, categories, values) and of diagrams stand in parts of their own.
void StoryReader::chart_or_diagram(const xml::Node& node) {
    bool chart = node.name == "c:chart";
    auto relation = relations_.find(node.attribute(chart ? "r:id" : "r:dm"));
    if (relation == relations_.end() || relation->second.external) return;
    xml::Tree tree = xml::parse(context_.package.read(relation->second.target, std::size_t{16} << 20));
    std::vector<std::string> paragraphs;
    collect_paragraphs(tree.root, "a:p", paragraphs);
    if (chart) collect_paragraphs(tree.root, "c:v", paragraphs);
    for (const std::string& paragraph : paragraphs)
        Flow{&context_.out, Part::text_box}.paragraph(paragraph);
}

} // namespace shenbao::docx
