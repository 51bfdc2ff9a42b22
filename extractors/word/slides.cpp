// Presentations (ECMA-376 part 1, 19): the words of their slides in order, tables, speaker notes. What else of Office
// nobody reads is named here, before its package is taken for an archive of XML files.

#include "extractors/word/collector.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/office_properties.h"
#include "extractors/word/ole.h"
#include "extractors/word/ole_objects.h"
#include "extractors/word/package.h"
#include "extractors/word/xml_tree.h"

#include <algorithm>
#include <charconv>

namespace shenbao {
namespace {

constexpr std::size_t slide_limit = 5000;
constexpr int depth_limit = 60;

enum class Kind { none, slides, binary_sheet, old_slides };

Kind kind_of(std::span<const std::byte> bytes) {
    if (auto ole = OleFile::open(bytes))
        return ole->has("PowerPoint Document") && !ole->has("WordDocument") ? Kind::old_slides : Kind::none;
    for (const std::string& name : zip_names(bytes)) {
        if (name == "ppt/presentation.xml") return Kind::slides;
        if (name == "xl/workbook.bin") return Kind::binary_sheet;
    }
    return Kind::none;
}

int number_of(const xml::Node& node, std::string_view attribute) {
    std::string_view digits = node.attribute(attribute);
    int value = 1;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return std::clamp(value, 1, 1000);
}

std::string paragraph_text(const xml::Node& node) {
    std::string line;
    for (const xml::Node& child : node.children) {
        if (child.name == "a:br") line += '\n';
        if (const xml::Node* text = child.child("a:t")) line += text->all_text();
    }
    return line;
}

void put_text(const xml::Node& node, const Flow& flow, int depth = 0);

Table table_of(const xml::Node& node, const Flow& flow, int depth) {
    std::vector<RawRow> rows;
    for (const xml::Node& row : node.children) {
        if (row.name != "a:tr") continue;
        rows.emplace_back();
        for (const xml::Node& cell : row.children) {
            bool covered = cell.attribute("hMerge") == "1" || cell.attribute("vMerge") == "1";
            if (cell.name != "a:tc" || covered) continue;
            RawCell made;
            made.left = -1;
            made.right = number_of(cell, "gridSpan");
            made.rows = number_of(cell, "rowSpan");
            put_text(cell, Flow{flow.out, flow.part, &made}, depth + 1);
            rows.back().push_back(std::move(made));
        }
    }
    return table_of_columns(std::move(rows), flow.part);
}

void put_text(const xml::Node& node, const Flow& flow, int depth) {
    if (depth > depth_limit) return;
    if (node.name == "a:p") return flow.paragraph(paragraph_text(node));
    if (node.name == "a:tbl") return flow.table(table_of(node, flow, depth));
    bool older_markup_too = node.name == "mc:AlternateContent" && node.child("mc:Choice");
    for (const xml::Node& child : node.children)
        if (!older_markup_too || child.name == "mc:Choice") put_text(child, flow, depth + 1);
}

class Presentation {
  public:
    Presentation(OpcPackage& package, Collector& out, Sink& sink) : package_(package), out_(out), sink_(sink) {}

    void read() {
        for (const std::string& part : slides()) {
            sink_.progress(part);
            put_part(part, Part::body);
            for (const Relation& relation : package_.relations(part))
                if (relation.type == "notesSlide" && !relation.external) put_part(relation.target, Part::annotation);
        }
        for (const OpcPackage::Part& part : package_.parts()) {
            bool inside = part.name.rfind("ppt/media/", 0) == 0 || part.name.rfind("ppt/embeddings/", 0) == 0;
            if (!inside || part.name.back() == '/') continue;
            std::string bytes = package_.read(part.name, std::size_t{512} << 20);
            if (!bytes.empty()) put_embedded(part.name, bytes, out_, sink_);
        }
    }

  private:
    // In the order of the show.
    std::vector<std::string> slides() {
        constexpr const char* main = "ppt/presentation.xml";
        std::vector<Relation> relations = package_.relations(main);
        std::vector<std::string> parts;
        xml::Tree tree = xml::parse(package_.read(main));
        for (const xml::Node& list : tree.root.children) {
            if (list.local() != "sldIdLst") continue;
            for (const xml::Node& slide : list.children) {
                auto known = std::find_if(relations.begin(), relations.end(), [&](const Relation& relation) {
                    return relation.id == slide.attribute("r:id") && relation.type == "slide" && !relation.external;
                });
                if (known != relations.end() && parts.size() < slide_limit) parts.push_back(known->target);
            }
        }
        if (!tree.whole) out_.damaged(main);
        return parts;
    }
    void put_part(const std::string& part, Part kind) {
        xml::Tree tree = xml::parse(package_.read(part));
        if (!tree.whole) out_.damaged(part);
        put_text(tree.root, Flow{&out_, kind});
    }

    OpcPackage& package_;
    Collector& out_;
    Sink& sink_;
};

class SlidesExtractor : public Extractor {
  public:
    std::string_view name() const override { return "slides"; }
    int version() const override { return 3; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override { return kind_of(input.bytes) == Kind::none ? bid::none : bid::exact; }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        Kind kind = kind_of(input.bytes);
        if (kind == Kind::binary_sheet) throw ItemError("document.unsupported", "xlsb");
        if (kind != Kind::slides) throw ItemError("document.unsupported", "PowerPoint");
        auto package = OpcPackage::open(input.bytes, options.limits);
        if (!package) throw ItemError("document.damaged");
        Collector out("pptx");
        if (package->rescued()) out.damaged("zip");
        Presentation(*package, out, sink).read();
        read_office_properties(*package, out);
        if (package->limit_passed()) out.found(finding("limit.ratio"), true);
        bool empty = !out.has_text();
        Facts facts = out.finish();
        if (empty && facts.document()->attachments.empty()) facts.findings.push_back(finding("document.empty"));
        note_mismatch(facts, input, options, "pptx");
        return facts;
    }
};

} // namespace

const Extractor& slides_extractor() {
    static const SlidesExtractor extractor;
    return extractor;
}

} // namespace shenbao
