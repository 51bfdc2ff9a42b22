// WordprocessingML in a single XML file: Word 2003 XML and the "flat" form of Office Open XML. Report generators write
// them and call them .doc.

#include "extractors/word/docx_reader.h"
#include "extractors/word/html.h"
#include "extractors/word/mismatch.h"

#include <set>

namespace shenbao {
namespace docx {
namespace {

// Elements that only hold others, down to the blocks.
bool is_walked(std::string_view name) {
    static const std::set<std::string_view> walked{"pkg:package", "pkg:part", "pkg:xmlData", "w:wordDocument",
                                                   "w:document",  "w:body",   "wx:sect",     "wx:sub-section",
                                                   "w:hdr",       "w:ftr",    "w:footnotes", "w:endnotes",
                                                   "w:comments",  "w:sdt",    "w:sdtContent"};
    return walked.count(name) != 0;
}

Part part_of(std::string_view name) {
    if (name.find("/header") != name.npos) return Part::header;
    if (name.find("/footer") != name.npos) return Part::footer;
    if (name.find("/footnotes") != name.npos) return Part::footnote;
    if (name.find("/endnotes") != name.npos) return Part::endnote;
    return name.find("/comments") != name.npos ? Part::comment : Part::body;
}

class FlatDocument {
  public:
    FlatDocument(std::string_view bytes, Collector& out, Sink& sink)
        : bytes_(bytes), package_(OpcPackage::none()), context_{*package_, out, sink, {}, {}, {}, {}},
          reader_(context_, ""), out_(out) {}

    void read() {
        // Styles and numbering may stand behind the text.
        walk([&](const xml::Node& node) {
            if (node.name != "w:styles") return;
            for (const xml::Node& style : node.children)
                context_.styles.add(style);
        });
        walk([&](const xml::Node& node) {
            if (node.name == "w:numbering") context_.numbering.read(node, context_.styles);
        });
        bool whole = walk([&](const xml::Node& node) { visit(node); });
        if (!whole) out_.damaged("xml");
    }

  private:
    bool walk(const xml::Reader::Visit& visit) {
        part_.clear();
        xml::Reader xml(
            [&](std::string_view name, const xml::Node& element) {
                if (name == "pkg:part") part_ = element.attribute("pkg:name");
                // A glossary holds pieces that may be put into the text, and is none itself.
                return is_walked(name) && part_.find("/glossary/") == part_.npos;
            },
            visit);
        xml.feed(std::as_bytes(std::span(bytes_)));
        return xml.finish();
    }
    void visit(const xml::Node& node) {
        Flow flow{&out_, part_of(part_)};
        if (node.name == "o:DocumentProperties") return properties(node);
        if (node.name == "w:footnote" || node.name == "w:endnote" || node.name == "w:comment") {
            std::string_view type = node.attribute("w:type");
            if (type.empty() || type == "normal") reader_.blocks(node, flow);
        } else {
            reader_.block(node, flow);
        }
    }
    void properties(const xml::Node& node) {
        for (const xml::Node& child : node.children) {
            if (child.name == "o:Title") out_.property("title", child.all_text());
            if (child.name == "o:Author") out_.property("author", child.all_text());
            if (child.name == "o:Company") out_.property("company", child.all_text());
        }
    }

    std::string_view bytes_;
    std::unique_ptr<OpcPackage> package_;
    Context context_;
    StoryReader reader_;
    Collector& out_;
    std::string part_;
};

} // namespace
} // namespace docx

namespace {

// In any encoding in which its letters are ASCII, or that with zeros between. To find out the encoding costs more.
bool speaks_of_word(std::string_view bytes) {
    std::string letters(bytes);
    std::erase(letters, '\0');
    return letters.find("wordDocument") != letters.npos || letters.find("xmlPackage") != letters.npos;
}

class WordXmlExtractor : public Extractor {
  public:
    std::string_view name() const override { return "wordxml"; }
    int version() const override { return 5; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        const std::string_view start = input.text().substr(0, 4096);
        if (!speaks_of_word(start)) return bid::none;
        std::string head = text_of_unknown(start);
        bool word_2003 = head.find("<w:wordDocument") != head.npos;
        bool flat = head.find("<pkg:package") != head.npos && head.find("office/2006/xmlPackage") != head.npos;
        return word_2003 || flat ? bid::exact : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        Collector out("docx");
        docx::FlatDocument(input.text(), out, sink).read();
        if (!out.has_text()) throw ItemError("document.empty");
        Facts facts = out.finish();
        note_mismatch(facts, input, options, "xml");
        return facts;
    }
};

} // namespace

const Extractor& wordxml_extractor() {
    static const WordXmlExtractor extractor;
    return extractor;
}

} // namespace shenbao
