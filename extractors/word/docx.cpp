// Office Open XML text documents (ECMA-376, transitional and strict): .docx, .docm, .dotx, .dotm.

#include "extractors/word/docx_reader.h"
#include "extractors/word/html.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/office_properties.h"
#include "extractors/word/ole_objects.h"
#include "extractors/word/rtf_reader.h"
#include "extractors/word/warm.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <set>

namespace shenbao {
namespace docx {
namespace {

bool is_walked(std::string_view name) {
    static const std::set<std::string_view> walked{"w:document", "w:body",     "w:hdr", "w:ftr",       "w:footnotes",
                                                   "w:endnotes", "w:comments", "w:sdt", "w:sdtContent"};
    return walked.count(name) != 0;
}

// The part that holds the text: by relation, by content type, by its usual name.
std::string main_part(OpcPackage& package) {
    for (const Relation& relation : package.relations(""))
        if (relation.type == "officeDocument" && package.has(relation.target)) return relation.target;
    xml::Tree types = xml::parse(package.read("[Content_Types].xml"));
    for (const xml::Node& node : types.root.children) {
        std::string_view type = node.attribute("ContentType"), name = node.attribute("PartName");
        if (type.find("wordprocessingml") != type.npos && type.find("main+xml") != type.npos && package.has(name))
            return std::string(name.substr(!name.empty() && name.front() == '/'));
    }
    return "word/document.xml";
}

// Reads a document's stories one after the other.
class DocxDocument {
  public:
    // `depth`: how many documents it is inserted in.
    DocxDocument(OpcPackage& package, Collector& out, Sink& sink, int depth = 0)
        : package_(package), out_(out), sink_(sink), context_{package, out, sink, {}, {}, {}, {}, depth},
          main_(main_part(package)), relations_(package.relations(main_)) {}

    void read() {
        body({&out_, Part::body});
        if (context_.headers.empty() && context_.footers.empty()) take_unnamed_headers();
        for (const std::string& part : context_.headers)
            story(part, Part::header);
        for (const std::string& part : context_.footers)
            story(part, Part::footer);
        for (auto [type, part] : {std::pair("footnotes", Part::footnote), std::pair("endnotes", Part::endnote),
                                  std::pair("comments", Part::comment)})
            story(part_of_type(type), part);
        attachments();
    }
    // Its words alone, without what frames its pages.
    void read_into(const Flow& flow) {
        body(flow);
        attachments();
    }

  private:
    void body(const Flow& flow) {
        xml::each_child(package_.read(part_of_type("styles")),
                        [&](const xml::Node& node) { context_.styles.add(node); });
        context_.numbering.read(xml::parse(package_.read(part_of_type("numbering"))).root, context_.styles);
        bool whole = story(main_, flow);
        if (blocks_ == 0 && !whole) throw ItemError("document.damaged", main_);
    }
    std::string part_of_type(std::string_view type) const {
        for (const Relation& relation : relations_)
            if (relation.type == type && !relation.external) return relation.target;
        return "word/" + std::string(type) + ".xml";
    }
    // Where the body was cut off before its sections told of them.
    void take_unnamed_headers() {
        for (const Relation& relation : relations_) {
            if (relation.type == "header") context_.headers.push_back(relation.target);
            if (relation.type == "footer") context_.footers.push_back(relation.target);
        }
    }
    bool story(const std::string& part, Part kind) { return story(part, Flow{&out_, kind}); }
    bool story(const std::string& part, const Flow& flow) {
        StoryReader reader(context_, part);
        xml::Reader xml([](std::string_view name, const xml::Node&) { return is_walked(name); },
                        [&](const xml::Node& node) {
                            ++blocks_;
                            visit(reader, node, flow);
                        });
        auto ended = package_.stream(part, [&](std::span<const std::byte> piece) {
            xml.feed(piece);
            sink_.progress(part);
        });
        if (ended == OpcPackage::Ended::absent) return false;
        bool whole = xml.finish() && ended == OpcPackage::Ended::whole;
        if (!whole) out_.damaged(part);
        return whole;
    }
    static void visit(StoryReader& reader, const xml::Node& node, const Flow& flow) {
        bool note = node.name == "w:footnote" || node.name == "w:endnote";
        if (!note && node.name != "w:comment") return reader.block(node, flow);
        std::string_view type = node.attribute("w:type");
        if (type.empty() || type == "normal") reader.blocks(node, flow);
    }
    void attachments() {
        for (const OpcPackage::Part& part : package_.parts()) {
            std::string name = part.name;
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
            bool inside = name.find("/media/") != name.npos || name.find("/embeddings/") != name.npos;
            if (!inside || name.back() == '/') continue;
            std::string bytes = package_.read(part.name, std::size_t{512} << 20);
            if (!bytes.empty()) put_embedded(part.name, bytes, out_, sink_);
        }
    }

    OpcPackage& package_;
    Collector& out_;
    Sink& sink_;
    Context context_;
    std::string main_;
    std::vector<Relation> relations_;
    std::size_t blocks_ = 0;
};

} // namespace

void read_inserted(OpcPackage& package, Context& around, const Flow& flow) {
    DocxDocument(package, around.out, around.sink, around.depth + 1).read_into(flow);
}

// altChunk: a file of another format, or another document, whose text belongs here.
void StoryReader::inserted_file(const xml::Node& node, const Flow& flow) {
    constexpr int deepest = 3;
    auto relation = relations_.find(node.attribute("r:id"));
    if (relation == relations_.end() || relation->second.external) return;
    const std::string& part = relation->second.target;
    std::string bytes = context_.package.read(part);
    if (rtf::looks_like_rtf(bytes)) return rtf::Reader(bytes, context_.out, context_.sink, flow).read();
    if (looks_like_mhtml(bytes)) return read_html(html_of_mhtml(bytes), flow);
    if (looks_like_html(bytes)) return read_html(bytes, flow);
    if (zip_names(std::as_bytes(std::span(bytes)), 1).empty()) return read_text(bytes, flow);
    auto package = context_.depth < deepest ? OpcPackage::open(std::as_bytes(std::span(bytes)), Limits{}) : nullptr;
    if (!package) return context_.out.found(finding("document.unsupported", {}, part), true);
    if (package->rescued()) context_.out.damaged(part);
    try {
        read_inserted(*package, context_, flow);
    } catch (const ItemError&) {
        context_.out.damaged(part); // of this piece nothing, of the document the rest
    }
}

} // namespace docx

void read_office_properties(OpcPackage& package, Collector& out) {
    static constexpr std::pair<std::string_view, const char*> names[] = {
        {"title", "title"},       {"creator", "author"},       {"subject", "subject"},
        {"keywords", "keywords"}, {"description", "comments"}, {"lastModifiedBy", "last_author"},
        {"created", "created"},   {"modified", "modified"},    {"Application", "producer"},
        {"Company", "company"},   {"Pages", "pages"},
    };
    for (const char* part : {"docProps/core.xml", "docProps/app.xml"}) {
        xml::Tree tree = xml::parse(package.read(part, std::size_t{1} << 20));
        for (const xml::Node& node : tree.root.children)
            for (const auto& [element, key] : names)
                if (node.local() == element) out.property(key, node.all_text());
    }
}

namespace {

class DocxExtractor : public Extractor {
  public:
    std::string_view name() const override { return "docx"; }
    int version() const override { return 7; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        bool office = false;
        for (const std::string& name : zip_names(input.bytes)) {
            if (name == "word/document.xml" || name == "word/document2.xml" || name == "word/styles.xml")
                return bid::exact;
            if (name.rfind("xl/", 0) == 0 || name.rfind("ppt/", 0) == 0) return bid::none;
            office = office || name == "[content_types].xml";
        }
        // What is left of a document whose end is lost, or one that lacks its text.
        std::string ending = ending_of(input.name);
        return office && (ending == "docx" || ending == "docm" || ending == "doc") ? bid::exact : bid::none;
    }
    void warm() const override { warm_office(); }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        auto package = OpcPackage::open(input.bytes, options.limits);
        if (!package) throw ItemError("document.damaged");
        Collector out("docx");
        if (package->rescued()) out.damaged("zip");
        docx::DocxDocument(*package, out, sink).read();
        read_office_properties(*package, out);
        if (package->limit_passed()) out.found(finding("limit.ratio"), true);
        Facts facts = out.finish();
        if (!out.has_text() && facts.document()->attachments.empty())
            facts.findings.push_back(finding("document.empty"));
        note_mismatch(facts, input, options, "docx");
        return facts;
    }
};

} // namespace

const Extractor& docx_extractor() {
    static const DocxExtractor extractor;
    return extractor;
}

} // namespace shenbao
