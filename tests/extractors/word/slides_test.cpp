#include "tests/extractors/word/word_support.h"

namespace shenbao {
const Extractor& slides_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string namespaces = " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
                               " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
                               " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id +
           "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type + "\" Target=\"" +
           target + "\"/>";
}

std::string relations(const std::string& inner) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + inner +
           "</Relationships>";
}

std::string slide(const std::string& inner) {
    return "<p:sld" + namespaces + "><p:txBody>" + inner + "</p:txBody></p:sld>";
}

std::string words(const std::string& text) { return "<a:p><a:r><a:t>" + text + "</a:t></a:r></a:p>"; }

const std::string table = "<a:tbl><a:tr><a:tc gridSpan=\"2\">" + words("项目") +
                          "</a:tc><a:tc hMerge=\"1\"/></a:tr><a:tr><a:tc>" + words("利润") + "</a:tc><a:tc>" +
                          words("12") + "</a:tc></a:tr></a:tbl>";

Parts presentation() {
    return {{"[Content_Types].xml", "<Types/>"},
            {"ppt/presentation.xml", "<p:presentation" + namespaces +
                                         "><p:sldIdLst><p:sldId id=\"2\" r:id=\"b\"/><p:sldId id=\"1\" r:id=\"a\"/>"
                                         "</p:sldIdLst></p:presentation>"},
            {"ppt/_rels/presentation.xml.rels",
             relations(relation("a", "slide", "slides/slide1.xml") + relation("b", "slide", "slides/slide2.xml"))},
            {"ppt/slides/slide1.xml", slide(words("后"))},
            {"ppt/slides/slide2.xml", slide(words("先") + table)},
            {"ppt/slides/_rels/slide2.xml.rels", relations(relation("n", "notesSlide", "../notesSlides/n.xml"))},
            {"ppt/notesSlides/n.xml", slide(words("讲稿"))}};
}

} // namespace

TEST_CASE("slides are read in the order of the show, with tables and notes") {
    std::string bytes = zipped(presentation());
    CHECK(bid_of(slides_extractor(), bytes, "a.pptx") == bid::exact);
    Read done = read(slides_extractor(), bytes, "a.pptx");
    CHECK(done.document().format == "pptx");
    CHECK(paragraphs(done.document()) == std::vector<std::string>{"先", "后"});
    CHECK(paragraphs(done.document(), Part::annotation) == std::vector<std::string>{"讲稿"});
    REQUIRE(tables(done.document()).size() == 1);
    CHECK(cells(tables(done.document())[0]) == std::vector<std::string>{"0,0 1x2 项目", "1,0 1x1 利润", "1,1 1x1 12"});
    CHECK(done.facts.findings.empty());
    CHECK(has_finding(read(slides_extractor(), bytes, "a.docx").facts, "document.type_mismatch"));
}

TEST_CASE("a presentation with a broken slide is read in part") {
    Parts parts = presentation();
    parts[3].second.resize(parts[3].second.size() - 20);
    Read done = read(slides_extractor(), zipped(parts), "a.pptx");
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(has_finding(done.facts, "document.damaged"));
    CHECK(paragraphs(done.document()).size() == 2);
}

TEST_CASE("Office documents that nobody reads are named, and no archives") {
    std::string binary = zipped({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.bin", "x"}});
    CHECK(bid_of(slides_extractor(), binary) == bid::exact);
    CHECK(error_of(slides_extractor(), binary) == "document.unsupported");
    CHECK(bid_of(slides_extractor(), zipped({{"a.txt", "a"}})) == bid::none);
}
