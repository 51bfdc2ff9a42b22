// Office Open XML workbooks (ECMA-376 part 1, 18): .xlsx, .xlsm, .xltx.

#include "extractors/sheet/number_format.h"
#include "extractors/sheet/sheet_table.h"
#include "extractors/word/collector.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/office_properties.h"
#include "extractors/word/ole_objects.h"
#include "extractors/word/package.h"
#include "extractors/word/xml_tree.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <set>

namespace shenbao {
namespace sheet {
namespace {

constexpr std::size_t string_bytes_limit = std::size_t{256} << 20;
constexpr std::size_t sheet_limit = 1000;

int to_int(std::string_view digits, int otherwise = 0) {
    int value = otherwise;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() ? value : otherwise;
}

bool is_true(std::string_view value) { return value == "1" || value == "true"; }

struct Place {
    int row = -1, column = -1; // from 0
};

// "BC23"; -1 for what is missing.
Place place_of(std::string_view reference) {
    Place place;
    std::size_t at = 0;
    int column = 0;
    for (; at < reference.size() && at < 4; ++at) {
        char c = static_cast<char>(reference[at] & ~0x20);
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + (c - 'A' + 1);
    }
    if (at > 0) place.column = column - 1;
    place.row = to_int(reference.substr(at)) - 1;
    return place;
}

// A string item: its runs, without phonetic guides (ECMA-376 18.4.8).
std::string item_text(const xml::Node& item) {
    std::string out;
    for (const xml::Node& child : item.children) {
        if (child.name == "x:t")
            out += child.all_text();
        else if (child.name == "x:r")
            out += item_text(child);
    }
    // _x000D_ stands for a character that XML cannot hold.
    for (std::size_t at = 0; (at = out.find("_x000D_", at)) != out.npos;)
        out.erase(at, 7);
    return out;
}

struct SheetPart {
    std::string title, part;
    bool hidden = false;
};

class Workbook {
  public:
    Workbook(OpcPackage& package, Collector& out, Sink& sink) : package_(package), out_(out), sink_(sink) {}

    void read() {
        read_workbook();
        read_strings();
        read_styles();
        for (const SheetPart& sheet : sheets_) {
            sink_.progress(sheet.title);
            read_sheet(sheet);
            read_beside(sheet);
        }
        attachments();
    }

  private:
    std::string main_part() {
        for (const Relation& relation : package_.relations(""))
            if (relation.type == "officeDocument" && package_.has(relation.target)) return relation.target;
        return "xl/workbook.xml";
    }
    void read_workbook() {
        std::string main = main_part();
        for (const Relation& relation : package_.relations(main))
            relations_.emplace(relation.id, relation);
        xml::Tree tree = xml::parse(package_.read(main));
        if (!tree.whole) out_.damaged(main);
        if (const xml::Node* properties = tree.root.child("x:workbookPr"))
            from_1904_ = is_true(properties->attribute("date1904"));
        if (const xml::Node* sheets = tree.root.child("x:sheets"))
            for (const xml::Node& sheet : sheets->children) {
                auto relation = relations_.find(std::string(sheet.attribute("r:id")));
                std::string_view state = sheet.attribute("state"); // ECMA-376 18.18.68
                if (sheet.name == "x:sheet" && relation != relations_.end() && sheets_.size() < sheet_limit)
                    sheets_.push_back({std::string(sheet.attribute("name")), relation->second.target,
                                       state == "hidden" || state == "veryHidden"});
            }
        if (sheets_.empty()) take_unnamed_sheets();
    }
    // A workbook part that is lost: the sheets under their parts' names.
    void take_unnamed_sheets() {
        for (const OpcPackage::Part& part : package_.parts())
            if (part.name.rfind("xl/worksheets/sheet", 0) == 0 && sheets_.size() < sheet_limit)
                sheets_.push_back({part.name.substr(14, part.name.rfind('.') - 14), part.name});
        if (sheets_.empty()) throw ItemError("document.damaged", "xl/workbook.xml");
        out_.damaged("xl/workbook.xml");
    }
    std::string part_of_type(std::string_view type, std::string usual) const {
        for (const auto& [id, relation] : relations_)
            if (relation.type == type && !relation.external) return relation.target;
        return usual;
    }
    // Reads a part as a stream of trees below the elements named.
    void stream(const std::string& part, const std::set<std::string_view>& walked, const xml::Reader::Visit& visit) {
        xml::Reader reader([&](std::string_view name, const xml::Node&) { return walked.count(name) != 0; }, visit);
        auto ended = package_.stream(part, [&](std::span<const std::byte> piece) {
            reader.feed(piece);
            sink_.progress(part);
        });
        if (ended == OpcPackage::Ended::absent) return;
        if (!reader.finish() || ended != OpcPackage::Ended::whole) out_.damaged(part);
    }
    void read_strings() {
        std::size_t bytes = 0;
        stream(part_of_type("sharedStrings", "xl/sharedStrings.xml"), {"x:sst"}, [&](const xml::Node& item) {
            if (item.name != "x:si") return;
            std::string text = item_text(item);
            bytes += text.size() + sizeof text;
            strings_.push_back(bytes <= string_bytes_limit ? std::move(text) : std::string());
        });
        if (bytes > string_bytes_limit) out_.found(finding("limit.bytes", {}, "sharedStrings"), true);
    }
    void read_styles() {
        xml::Tree tree = xml::parse(package_.read(part_of_type("styles", "xl/styles.xml")));
        std::map<int, std::string> codes;
        if (const xml::Node* formats = tree.root.child("x:numFmts"))
            for (const xml::Node& format : formats->children)
                codes[to_int(format.attribute("numFmtId"))] = format.attribute("formatCode");
        const xml::Node* cells = tree.root.child("x:cellXfs");
        if (!cells) return;
        for (const xml::Node& cell : cells->children) {
            if (cell.name != "x:xf") continue;
            int id = to_int(cell.attribute("numFmtId"));
            auto own = codes.find(id);
            formats_.push_back(own == codes.end() ? std::string(builtin_format(id)) : own->second);
        }
    }
    std::string number(std::string_view digits, int style) const {
        std::string text(digits);
        char* end = nullptr;
        double value = std::strtod(text.c_str(), &end);
        if (end == text.c_str()) return text;
        bool known = style >= 0 && style < static_cast<int>(formats_.size());
        return shown(value, known ? std::string_view(formats_[static_cast<std::size_t>(style)]) : std::string_view(),
                     from_1904_);
    }
    std::string cell_text(const xml::Node& cell) const {
        std::string_view type = cell.attribute("t");
        if (type == "inlineStr") {
            const xml::Node* item = cell.child("x:is");
            return item ? item_text(*item) : std::string();
        }
        const xml::Node* held = cell.child("x:v");
        if (!held) return {};
        std::string value = held->all_text();
        if (type == "s") {
            int index = to_int(value, -1);
            return index >= 0 && index < static_cast<int>(strings_.size()) ? strings_[static_cast<std::size_t>(index)]
                                                                           : std::string();
        }
        if (type == "b") return is_true(value) ? "TRUE" : "FALSE";
        if (type == "str" || type == "e" || type == "d") return value;
        return number(value, to_int(cell.attribute("s"), 0));
    }
    void read_row(const xml::Node& row, int& last_row, SheetTable& table) {
        last_row = row.has("r") ? to_int(row.attribute("r"), last_row + 2) - 1 : last_row + 1;
        int column = -1;
        for (const xml::Node& cell : row.children) {
            if (cell.name != "x:c") continue;
            Place place = place_of(cell.attribute("r"));
            column = place.column >= 0 ? place.column : column + 1;
            if (!table.cell(place.row >= 0 ? place.row : last_row, column, cell_text(cell)))
                out_.found(finding("limit.bytes", {}, "cells"), true);
        }
    }
    void read_sheet(const SheetPart& sheet) {
        SheetTable table;
        int row = -1;
        stream(sheet.part, {"x:worksheet", "x:sheetData", "x:mergeCells"}, [&](const xml::Node& node) {
            if (node.name == "x:row") read_row(node, row, table);
            if (node.name != "x:mergeCell") return;
            std::string_view range = node.attribute("ref");
            auto colon = range.find(':');
            if (colon == range.npos) return;
            Place first = place_of(range.substr(0, colon)), last = place_of(range.substr(colon + 1));
            table.merge(first.row, first.column, last.row, last.column);
        });
        out_.table(table.finish(sheet.title, sheet.hidden));
    }
    // Comments, and the words of drawings, which stand in parts beside the sheet.
    void read_beside(const SheetPart& sheet) {
        for (const Relation& relation : package_.relations(sheet.part)) {
            if (relation.external) continue;
            if (relation.type == "comments")
                stream(relation.target, {"x:comments", "x:commentList"}, [&](const xml::Node& node) {
                    if (const xml::Node* text = node.child("x:text")) out_.paragraph(Part::comment, item_text(*text));
                });
            if (relation.type == "drawing")
                stream(relation.target, {"xdr:wsDr"}, [&](const xml::Node& node) { drawn_text(node); });
        }
    }
    void drawn_text(const xml::Node& node) {
        if (node.name != "a:p") {
            for (const xml::Node& child : node.children)
                drawn_text(child);
            return;
        }
        std::string line;
        for (const xml::Node& run : node.children)
            if (const xml::Node* text = run.child("a:t")) line += text->all_text();
        out_.paragraph(Part::text_box, line);
    }
    void attachments() {
        for (const OpcPackage::Part& part : package_.parts()) {
            bool inside = part.name.rfind("xl/media/", 0) == 0 || part.name.rfind("xl/embeddings/", 0) == 0;
            if (!inside || part.name.back() == '/') continue;
            std::string bytes = package_.read(part.name, std::size_t{512} << 20);
            if (!bytes.empty()) put_embedded(part.name, bytes, out_, sink_);
        }
    }

    OpcPackage& package_;
    Collector& out_;
    Sink& sink_;
    std::map<std::string, Relation> relations_;
    std::vector<SheetPart> sheets_;
    std::vector<std::string> strings_, formats_;
    bool from_1904_ = false;
};

} // namespace
} // namespace sheet

namespace {

class XlsxExtractor : public Extractor {
  public:
    std::string_view name() const override { return "xlsx"; }
    int version() const override { return 5; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        for (const std::string& name : zip_names(input.bytes))
            if (name == "xl/workbook.xml" || name == "xl/worksheets/sheet1.xml") return bid::exact;
        return bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        auto package = OpcPackage::open(input.bytes, options.limits);
        if (!package) throw ItemError("document.damaged");
        Collector out("xlsx");
        if (package->rescued()) out.damaged("zip");
        sheet::Workbook(*package, out, sink).read();
        read_office_properties(*package, out);
        if (package->limit_passed()) out.found(finding("limit.ratio"), true);
        Facts facts = out.finish();
        if (!out.has_text() && facts.document()->attachments.empty())
            facts.findings.push_back(finding("document.empty"));
        note_mismatch(facts, input, options, "xlsx");
        return facts;
    }
};

} // namespace

const Extractor& xlsx_extractor() {
    static const XlsxExtractor extractor;
    return extractor;
}

} // namespace shenbao
