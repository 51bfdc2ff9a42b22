#pragma once
// Turns the XML of a docx story (body, header, note, comment) into paragraphs and tables.

#include "extractors/word/collector.h"
#include "extractors/word/docx_parts.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao::docx {

// What all stories of one document share.
struct Context {
    OpcPackage& package;
    Collector& out;
    Sink& sink;
    Styles styles;
    Numbering numbering;
    std::vector<std::string> headers, footers; // parts the body's sections name, in order
    int depth = 0;                             // of documents inserted into documents
};

// Reads the body of a whole package, and what is embedded in it, into the place where it was inserted.
void read_inserted(OpcPackage& package, Context& around, const Flow& flow);

class StoryReader {
  public:
    // `part` is the package part the story stands in; its relations give hyperlinks, charts and inserted files.
    StoryReader(Context& context, std::string part);

    // A block of the story (w:p, w:tbl, w:sdt, …), or what else may stand in its place.
    void block(const xml::Node& node, const Flow& flow);
    // All blocks below `node`.
    void blocks(const xml::Node& node, const Flow& flow);

  private:
    // The line being written.
    struct Line {
        std::string shown, deleted, hidden;
        bool in_deleted = false, in_hidden = false;
        std::string style; // the paragraph's
        std::string font;  // of the run, for symbols
        bool mark_deleted = false;
        Flow flow;
    };
    // A field (ECMA-376 17.16): from its begin to its separate mark stands the instruction.
    struct Field {
        bool instruction = true;
        std::string code;
        bool shown = false; // it gave a result
    };

    void paragraph(const xml::Node& node, const Flow& flow);
    // Of a run or a paragraph's mark, by its w:rPr, which may be missing.
    bool is_hidden(const xml::Node* properties, std::string_view paragraph_style) const;
    std::string list_number(const xml::Node* properties);
    void finish(Line& line, const std::string& number, const Flow& flow);
    void table(const xml::Node& node, const Flow& flow);
    void table_rows(const xml::Node& node, const Flow& flow, std::vector<RawRow>& rows, int depth = 0);
    RawRow row(const xml::Node& node, const Flow& flow);
    void row_cells(const xml::Node& node, const Flow& flow, RawRow& cells, int& column, int depth = 0);
    RawCell cell(const xml::Node& node, const Flow& flow, int column);
    void section(const xml::Node& node);
    void inserted_file(const xml::Node& node, const Flow& flow);

    void inlines(const xml::Node& node, Line& line);
    void inline_node(const xml::Node& node, Line& line);
    void run(const xml::Node& node, Line& line);
    bool run_content(const xml::Node& node, Line& line);
    void alternate(const xml::Node& node, Line& line);
    void text(std::string_view text, Line& line);
    void field_mark(const xml::Node& node, Line& line);
    void drawn(const xml::Node& node, Line& line);
    void text_box(const xml::Node& node);
    void chart_or_diagram(const xml::Node& node);
    bool in_instruction() const { return !fields_.empty() && fields_.back().instruction; }

    Context& context_;
    std::map<std::string, Relation, std::less<>> relations_;
    std::vector<Field> fields_;
    std::string carried_; // text of a paragraph whose mark was deleted: the next one goes on with it
};

// True for what tracked changes took out, in Office Open XML and in Word 2003 XML.
bool is_deletion(const xml::Node& node);

// An equation in a line of text (ECMA-376 22.1): a/b, x^2, √(x).
std::string equation_text(const xml::Node& node);

} // namespace shenbao::docx
