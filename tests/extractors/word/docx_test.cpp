#include "tests/extractors/word/word_support.h"

#include "pipeline/model/facts_json.h"

namespace shenbao {
const Extractor& docx_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

namespace {

const std::string namespaces = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
                               R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" )"
                               R"(xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" )"
                               R"(xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" )"
                               R"(xmlns:v="urn:schemas-microsoft-com:vml" )"
                               R"(xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math")";

const std::string type_base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + type_base + type + "\" Target=\"" + target + "\"/>";
}

std::string relations(const std::string& inner) {
    return R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" + inner +
           "</Relationships>";
}

std::string story(const std::string& root, const std::string& inner) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:" + root + " " + namespaces + ">" + inner + "</w:" + root +
           ">";
}

std::string docx(const std::string& body, const Parts& more = {}, const std::string& document_relations = "") {
    Parts parts{{"[Content_Types].xml", "<Types/>"},
                {"_rels/.rels", relations(relation("rId1", "officeDocument", "word/document.xml"))},
                {"word/document.xml", story("document", "<w:body>" + body + "</w:body>")},
                {"word/_rels/document.xml.rels", relations(document_relations)}};
    parts.insert(parts.end(), more.begin(), more.end());
    return zipped(parts);
}

std::string t(const std::string& text) { return "<w:r><w:t>" + text + "</w:t></w:r>"; }
std::string p(const std::string& text) { return "<w:p>" + t(text) + "</w:p>"; }
std::string tc(const std::string& properties, const std::string& content) {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
}

Strings body_of(const std::string& body) { return paragraphs(read(docx_extractor(), docx(body)).document()); }

} // namespace

TEST_CASE("docx: a table with cells merged both ways keeps its grid") {
    std::string table = "<w:tbl><w:tr>" + tc("<w:gridSpan w:val=\"2\"/>", p("企业名称")) + tc("", p("甲")) +
                        "</w:tr><w:tr>" + tc("<w:vMerge w:val=\"restart\"/>", p("利润")) + tc("", p("2019")) +
                        tc("", p("1")) + "</w:tr><w:tr>" + tc("<w:vMerge/>", "<w:p/>") + tc("", p("2020")) +
                        tc("", p("2") + p("万元")) + "</w:tr></w:tbl>";
    auto done = read(docx_extractor(), docx(table + p("后")));
    REQUIRE(tables(done.document()).size() == 1);
    Table found = tables(done.document())[0];
    CHECK(found.rows == 3);
    CHECK(found.columns == 3);
    CHECK(cells(found) == Strings{"0,0 1x2 企业名称", "0,2 1x1 甲", "1,0 2x1 利润", "1,1 1x1 2019", "1,2 1x1 1",
                                  "2,1 1x1 2020", "2,2 1x1 2/万元"});
    CHECK(done.facts.outcome == Outcome::ok);
    CHECK(paragraphs(done.document()) == Strings{"后"});
}

TEST_CASE("docx: a table in a cell stands in the cell") {
    std::string inner = "<w:tbl><w:tr>" + tc("", p("内")) + "</w:tr></w:tbl>";
    auto done = read(docx_extractor(), docx("<w:tbl><w:tr>" + tc("", p("外") + inner + "<w:p/>") + "</w:tr></w:tbl>"));
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 外[0,0 1x1 内;]"});
}

TEST_CASE("docx: a table in a cell keeps its place among the cell's lines") {
    auto table = [](const std::string& words) { return "<w:tbl><w:tr>" + tc("", p(words)) + "</w:tr></w:tbl>"; };
    auto done = read(docx_extractor(), docx("<w:tbl><w:tr>" +
                                            tc("", p("前") + table("一") + "<w:p/>" + p("中") + p("间") + table("二") + p("后")) +
                                            tc("", table("三") + "<w:p/>") + "</w:tr></w:tbl>"));
    CHECK(plain_text(done.document()) == "前\n一\n\n中\n间\n二\n后\t\n三\n");
    const std::vector<Cell> found = tables(done.document()).at(0).cells;
    CHECK(found[0].content.text == "前\n\n中\n间\n后");
    CHECK(found[0].tables[0].lines_before == 1);
    CHECK(found[0].tables[1].lines_before == 3);
    CHECK_FALSE(found[1].tables[0].lines_before);
    CHECK(facts_from_json(to_json_text(done.facts)) == done.facts);
}

TEST_CASE("docx: cells that are one bring the tables in them along") {
    std::string inner = "<w:tbl><w:tr>" + tc("", p("内")) + "</w:tr></w:tbl>";
    std::string rows = "<w:tr>" + tc("<w:vMerge w:val=\"restart\"/>", p("一") + inner + "<w:p/>") + "</w:tr><w:tr>" +
                       tc("<w:vMerge/>", p("二") + inner + p("三")) + "</w:tr>";
    auto done = read(docx_extractor(), docx("<w:tbl>" + rows + "</w:tbl>"));
    CHECK(plain_text(done.document()) == "一\n内\n二\n内\n三\n");
}

TEST_CASE("docx: old horizontal merges, skipped columns and rows within content controls") {
    std::string row = "<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" +
                      tc("<w:hMerge w:val=\"restart\"/>", p("a")) + tc("<w:hMerge/>", "<w:p/>") + tc("", p("b")) +
                      "</w:tr></w:sdtContent></w:sdt>";
    auto done = read(docx_extractor(), docx("<w:tbl>" + row + "</w:tbl>"));
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,1 1x2 a", "0,3 1x1 b"});
}

TEST_CASE("docx: fields show their result, not their instruction") {
    std::string field = "<w:p>" + t("第") +
                        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
                        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" +
                        t("7") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" + t("页") + "</w:p>";
    std::string circled = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> EQ \\o\\ac(○,"
                          "印)</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    CHECK(body_of(field + circled) == Strings{"第7页", "印"});
    CHECK(body_of("<w:p><w:fldSimple w:instr=\"DATE\">" + t("今天") + "</w:fldSimple></w:p>") == Strings{"今天"});
}

TEST_CASE("docx: a field without an end does not swallow what follows") {
    std::string open =
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>";
    CHECK(body_of(open + p("还在")) == Strings{"还在"});
}

TEST_CASE("docx: tracked changes are accepted and what was deleted is kept apart") {
    std::string line =
        "<w:p>" + t("甲") + "<w:ins>" + t("乙") + "</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>";
    std::string joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + t("前半") + "</w:p>" + p("后半");
    auto done = read(docx_extractor(), docx(line + joined));
    CHECK(paragraphs(done.document()) == Strings{"甲乙", "前半后半"});
    CHECK(paragraphs(done.document(), Part::deleted) == Strings{"丙"});
}

TEST_CASE("docx: a text box is read once, of the two ways it is written") {
    std::string choice = "<mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>" + p("框") +
                         "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>";
    std::string fallback = "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("框") +
                           "</w:txbxContent></v:textbox></w:pict></mc:Fallback>";
    auto done = read(docx_extractor(), docx("<w:p><w:r><mc:AlternateContent>" + choice + fallback +
                                            "</mc:AlternateContent></w:r>" + t("正文") + "</w:p>"));
    CHECK(paragraphs(done.document()) == Strings{"正文"});
    CHECK(paragraphs(done.document(), Part::text_box) == Strings{"框"});
}

TEST_CASE("docx: symbols, ruby, tabs, breaks, equations") {
    CHECK(body_of("<w:p><w:r><w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/></w:r>" + t("是") +
                  "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/></w:r>" + t("否") + "</w:p>") ==
          Strings{"☑是□否"});
    CHECK(body_of("<w:p><w:ruby><w:rt>" + t("han") + "</w:rt><w:rubyBase>" + t("汉") +
                  "</w:rubyBase></w:ruby></w:p>") == Strings{"汉"});
    CHECK(body_of("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>") == Strings{"a\tb\nc"});
    std::string fraction = "<w:p><m:oMath><m:f><m:num><m:r><m:t>x+1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
                           "</m:den></m:f></m:oMath></w:p>";
    CHECK(body_of(fraction) == Strings{"(x+1)/2"});
}

TEST_CASE("docx: hidden text is kept apart") {
    const std::string vanish = "<w:rPr><w:vanish/></w:rPr>";
    auto done = read(docx_extractor(), docx("<w:p>" + t("见") + "<w:r>" + vanish + "<w:t>不见</w:t></w:r></w:p>"));
    CHECK(paragraphs(done.document()) == Strings{"见"});
    CHECK(paragraphs(done.document(), Part::hidden) == Strings{"不见"});
    CHECK(plain_text(done.document()) == "见\n");

    SECTION("a hidden field does not end the one it stands in") {
        std::string entry = "<w:r>" + vanish + "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>" + vanish +
                            "<w:instrText>XE</w:instrText></w:r><w:r>" + vanish + "<w:fldChar w:fldCharType=\"end\"/></w:r>";
        CHECK(body_of("<w:p>" + t("一") + entry + t("二") + "</w:p>") == Strings{"一二"});
    }
    SECTION("a row of a table") {
        std::string row = "<w:tr><w:trPr><w:hidden/></w:trPr>" + tc("", p("藏")) + "</w:tr>";
        auto table = read(docx_extractor(), docx("<w:tbl><w:tr>" + tc("", p("露")) + "</w:tr>" + row + "</w:tbl>"));
        CHECK(cells(tables(table.document()).at(0)) == Strings{"0,0 1x1 露"});
        CHECK(paragraphs(table.document(), Part::hidden) == Strings{"藏"});
    }
    SECTION("a style of characters undoes what the paragraph's does") {
        Parts styles{{"word/styles.xml", "<w:styles><w:style w:styleId=\"P\">" + vanish + "</w:style><w:style w:styleId=\"C\">" +
                                             vanish + "</w:style></w:styles>"}};
        std::string line = "<w:p><w:pPr><w:pStyle w:val=\"P\"/></w:pPr>" + t("藏") +
                           "<w:r><w:rPr><w:rStyle w:val=\"C\"/></w:rPr><w:t>露</w:t></w:r></w:p>";
        auto styled = read(docx_extractor(), docx(line, styles));
        CHECK(paragraphs(styled.document()) == Strings{"露"});
        CHECK(paragraphs(styled.document(), Part::hidden) == Strings{"藏"});
    }
}

TEST_CASE("docx: automatic numbers stand before their paragraphs as shown") {
    auto level = [](int n, const std::string& format, const std::string& text, const std::string& more = "") {
        return "<w:lvl w:ilvl=\"" + std::to_string(n) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" + format +
               "\"/>" + more + "<w:lvlText w:val=\"" + text + "\"/></w:lvl>";
    };
    std::string numbering = story(
        "numbering",
        "<w:abstractNum w:abstractNumId=\"0\">" + level(0, "chineseCounting", "%1、", "<w:suff w:val=\"nothing\"/>") +
            level(1, "chineseCounting", "（%2）", "<w:suff w:val=\"nothing\"/>") + level(2, "decimal", "%3.") +
            level(3, "decimalEnclosedCircle", "%4") + level(4, "decimal", "%3.%5", "<w:isLgl/>") +
            "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    auto item = [](int n, const std::string& text) {
        return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(n) +
               "\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>" + t(text) + "</w:p>";
    };
    std::string body = item(0, "概况") + item(1, "背景") + item(1, "做法") + item(2, "甲") + item(3, "圈") +
                       item(4, "子") + item(0, "成效") + item(1, "数据");
    auto done = read(docx_extractor(),
                     docx(body, {{"word/numbering.xml", numbering}}, relation("rId9", "numbering", "numbering.xml")));
    CHECK(paragraphs(done.document()) ==
          Strings{"一、概况", "（一）背景", "（二）做法", "1. 甲", "① 圈", "1.1 子", "二、成效", "（一）数据"});
}

TEST_CASE("docx: headers, footers, notes and comments stand behind the body") {
    std::string note = "<w:footnote w:type=\"separator\" w:id=\"0\">" + p("线") +
                       "</w:footnote><w:footnote w:id=\"2\">" + p("脚注") + "</w:footnote>";
    std::string body = p("正文") + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:footerReference "
                                   "r:id=\"rId3\"/></w:sectPr>";
    auto done =
        read(docx_extractor(),
             docx(body,
                  {{"word/header1.xml", story("hdr", p("页眉"))},
                   {"word/footer1.xml", story("ftr", p("页脚"))},
                   {"word/footnotes.xml", story("footnotes", note)},
                   {"word/comments.xml", story("comments", "<w:comment w:id=\"0\">" + p("批注") + "</w:comment>")}},
                  relation("rId2", "header", "header1.xml") + relation("rId3", "footer", "footer1.xml")));
    CHECK(plain_text(done.document()) == "正文\n页眉\n页脚\n脚注\n");
    CHECK(paragraphs(done.document(), Part::comment) == Strings{"批注"});
    CHECK(std::get<Paragraph>(done.document().blocks.at(0)).part == Part::body);
}

TEST_CASE("docx: pictures and embedded files become attachments with their bytes") {
    auto done = read(docx_extractor(), docx(p("图"), {{"word/media/image1.png", "PNG bytes"}}));
    REQUIRE(done.document().attachments.size() == 1);
    const Entry& entry = done.document().attachments[0];
    CHECK(entry.name == "word/media/image1.png");
    CHECK(done.sink.blobs.at(entry.sha256) == "PNG bytes");
}

TEST_CASE("docx: an inserted web page is read in its place") {
    auto done = read(docx_extractor(), docx("<w:altChunk r:id=\"rId5\"/>" + p("后"),
                                            {{"word/afchunk.htm", "<html><body><p>网页</p></body></html>"}},
                                            relation("rId5", "aFChunk", "afchunk.htm")));
    CHECK(paragraphs(done.document()) == Strings{"网页", "后"});
}

TEST_CASE("docx: inserted RTF and inserted documents are read in their place, within cells too") {
    std::string chunk = "<w:altChunk r:id=\"rId5\"/>";
    std::string rtf = "{\\rtf1\\ansicpg936{\\info{\\title T}}\\'b8\\'bb\\'ce\\'c4\\'b1\\'be\\par{\\footnote "
                      "n}\\trowd\\cellx900\\cellx1800"
                      "\\intbl a\\cell b\\cell\\row\\pard last}";
    auto done = read(docx_extractor(), docx(p("前") + chunk + p("后"), {{"word/afchunk.rtf", rtf}},
                                            relation("rId5", "aFChunk", "afchunk.rtf")));
    CHECK(paragraphs(done.document()) == Strings{"前", "富文本", "last", "后"});
    CHECK(paragraphs(done.document(), Part::footnote) == Strings{"n"});
    CHECK(std::count_if(done.document().blocks.begin(), done.document().blocks.end(),
                        [](const Block& block) { return std::holds_alternative<Table>(block); }) == 1);
    CHECK(done.document().properties.count("title") == 0);
    CHECK(done.facts.outcome == Outcome::ok);

    std::string cell = "<w:tbl><w:tr><w:tc>" + chunk + p("") + "</w:tc><w:tc>" + p("x") + "</w:tc></w:tr></w:tbl>";
    std::string inner = docx(p("里") + p("面"), {{"word/media/image1.png", "PNG bytes"}});
    auto nested =
        read(docx_extractor(), docx(cell, {{"word/afchunk.docx", inner}}, relation("rId5", "aFChunk", "afchunk.docx")));
    const Table& table = std::get<Table>(nested.document().blocks.at(0));
    CHECK(table.cells.at(0).content.text == "里\n面");
    CHECK(nested.document().attachments.size() == 1);
}

TEST_CASE("docx damaged: of an inserted file as much as there is") {
    std::string chunk = "<w:altChunk r:id=\"rId5\"/>";
    auto with = [&](const std::string& name, const std::string& bytes) {
        return read(docx_extractor(),
                    docx(chunk + p("后"), {{"word/" + name, bytes}}, relation("rId5", "aFChunk", name)));
    };
    auto cut = with("a.rtf", "{\\rtf1 text{\\b cut");
    CHECK(paragraphs(cut.document()) == Strings{"textcut", "后"});
    CHECK(has_finding(cut.facts, "document.damaged"));
    auto other = with("a.docx", zipped({{"a.txt", "no document"}}));
    CHECK(paragraphs(other.document()) == Strings{"后"});
    CHECK(other.facts.outcome == Outcome::partial);
    CHECK(has_finding(other.facts, "document.damaged"));
}

TEST_CASE("docx: strict documents are read alike") {
    std::string strict = "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>" +
                         p("严格") + "</w:body></w:document>";
    auto done = read(docx_extractor(), zipped({{"word/document.xml", strict}}));
    CHECK(paragraphs(done.document()) == Strings{"严格"});
}

TEST_CASE("docx: entities are not expanded") {
    std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]><w:document " +
                       namespaces + "><w:body><w:p><w:r><w:t>x&a;&b;y&amp;</w:t></w:r></w:p></w:body></w:document>";
    auto done = read(docx_extractor(), zipped({{"word/document.xml", bomb}}));
    CHECK(paragraphs(done.document()) == Strings{"xy&"});
}

TEST_CASE("docx damaged: XML that breaks off is read up to the break") {
    std::string cut = story("document", "<w:body>" + p("一") + p("二") + p("三"));
    cut.resize(cut.find("三"));
    auto done = read(docx_extractor(), zipped({{"word/document.xml", cut}}));
    CHECK(paragraphs(done.document()) == Strings{"一", "二"});
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(has_finding(done.facts, "document.damaged"));
}

TEST_CASE("docx damaged: a package without its directory is read by its local headers") {
    std::string whole = docx(p("仍可读"));
    std::string cut = whole.substr(0, whole.find("PK\1\2"));
    CHECK(bid_of(docx_extractor(), cut) == bid::exact);
    auto done = read(docx_extractor(), cut);
    CHECK(paragraphs(done.document()) == Strings{"仍可读"});
    CHECK(done.facts.outcome == Outcome::partial);
}

TEST_CASE("docx unusable: no main part, no ZIP") {
    CHECK(error_of(docx_extractor(), zipped({{"[Content_Types].xml", "<Types/>"}, {"word/styles.xml", "<x/>"}})) ==
          "document.damaged");
    CHECK(error_of(docx_extractor(), "PK nothing of the kind") == "document.damaged");
    CHECK(bid_of(docx_extractor(), zipped({{"a.txt", "x"}})) == bid::none);
    // A package that merely holds a document is none.
    CHECK(bid_of(docx_extractor(), zipped({{"材料.docx", docx(p("x"))}})) == bid::none);
}

TEST_CASE("docx: nested as deep as a hostile file likes") {
    std::string open, close;
    for (int i = 0; i < 20'000; ++i) {
        open += "<w:tbl><w:tr><w:tc>";
        close += "</w:tc></w:tr></w:tbl>";
    }
    auto done = read(docx_extractor(), docx(open + p("底") + close + p("后")));
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(has_finding(done.facts, "document.damaged"));
}

TEST_CASE("docx: a part that swells beyond the limit ends the reading") {
    Input input;
    std::string bytes = docx(p("甲") + p(std::string(80 << 20, 'a')));
    input.bytes = bytes_of(bytes);
    ReadOptions options;
    options.limits.ratio = 10;
    MemorySink sink;
    Facts facts = docx_extractor().read(input, options, sink);
    CHECK(has_finding(facts, "limit.ratio"));
    CHECK(facts.outcome == Outcome::partial);
    CHECK(paragraphs(*facts.document()).at(0) == "甲");
}

TEST_CASE("docx: an ending that says otherwise is found") {
    auto done = read(docx_extractor(), docx(p("x")), "材料.doc");
    REQUIRE(has_finding(done.facts, "document.type_mismatch"));
    CHECK(done.facts.findings[0].args.at("found") == "docx");
    CHECK_FALSE(has_finding(read(docx_extractor(), docx(p("x")), "材料.docx").facts, "document.type_mismatch"));
    CHECK_FALSE(has_finding(read(docx_extractor(), docx(p("x")), "att0001.dat").facts, "document.type_mismatch"));
}

TEST_CASE("docx: an empty document is one") {
    CHECK(has_finding(read(docx_extractor(), docx("<w:p/>")).facts, "document.empty"));
}
