#include "tests/extractors/word/word_support.h"

#include "extractors/word/fields.h"
#include "extractors/word/numbering.h"
#include "extractors/word/table_grid.h"

namespace shenbao {
const Extractor& doc_extractor();
const Extractor& docx_extractor();
const Extractor& rtf_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

namespace {

std::string form(const std::string& kind) { return slurp(data_dir("extractors/word") / ("form." + kind)); }

const Strings form_cells{"0,0 1x1 企业名称",
                         "0,1 1x1 样例精密仪器有限公司",
                         "0,2 1x1 申报编号",
                         "0,3 1x1 2099001",
                         "1,0 1x4 企业基本情况（跨四列）",
                         "2,0 3x1 利润总额/（万元）",
                         "2,1 1x1 2018年",
                         "2,2 1x1 2019年",
                         "2,3 1x1 2020年",
                         "3,1 1x1 152.70",
                         "3,2 1x1 -3.25",
                         "3,3 1x1 88.00",
                         "4,1 1x3 单位负责人意见"};
const Strings nested_cells{"0,0 1x1 外层左", "0,1 1x1 [0,0 1x1 内00;0,1 1x1 内01;1,0 1x1 内10;1,1 1x1 内11;]"};

void check_form(const Read& done) {
    CHECK(done.facts.outcome == Outcome::ok);
    auto found = tables(done.document());
    REQUIRE(found.size() == 2);
    CHECK(found[0].rows == 5);
    CHECK(found[0].columns == 4);
    CHECK(cells(found[0]) == form_cells);
    CHECK(cells(found[1]) == nested_cells);
    Strings body = paragraphs(done.document());
    REQUIRE(body.size() == 6);
    CHECK(body[0] == "示范项目申报表");
    CHECK(body[1] == "表后段落，含“引号”与Ａ全角。");
    CHECK(body[2] == "1. 第一项");
    CHECK(body[3] == "2. 第二项");
    CHECK(body[4].rfind("域结果：", 0) == 0);
    CHECK(body[4].find("PAGE") == std::string::npos);
    CHECK(body[5] == "末段。");
    CHECK(paragraphs(done.document(), Part::header) == Strings{"页眉：样例市示范项目"});
    CHECK(paragraphs(done.document(), Part::footer) == Strings{"页脚：第三批"});
}

// Where the stream WordDocument lies in form.doc: its FIB begins with the mark of Word 97.
std::size_t fib_at(const std::string& bytes) { return bytes.find("\xEC\xA5"); }

} // namespace

TEST_CASE("doc: the form reads the same as binary Word, docx and rtf") {
    SECTION("doc") { check_form(read(doc_extractor(), form("doc"), "form.doc")); }
    SECTION("docx") { check_form(read(docx_extractor(), form("docx"), "form.docx")); }
    SECTION("rtf") { check_form(read(rtf_extractor(), form("rtf"), "form.rtf")); }
    CHECK(bid_of(doc_extractor(), form("doc")) == bid::exact);
}

TEST_CASE("doc: what a run or a style hides is kept apart, as from docx and rtf") {
    for (const std::string kind : {"doc", "docx", "rtf"}) {
        INFO(kind);
        const Extractor& reader = kind == "doc" ? doc_extractor() : kind == "docx" ? docx_extractor() : rtf_extractor();
        auto done = read(reader, slurp(data_dir("extractors/word") / ("hidden." + kind)));
        CHECK(paragraphs(done.document()) == Strings{"企业名称：样例公司", "说明中可见的词", "正文结尾。", "末段。"});
        CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 主要业绩", "0,1 1x1 提升五成"});
        CHECK(paragraphs(done.document(), Part::hidden) == Strings{"（请填写全称）", "填写说明：本栏不超过一百字。",
                                                                   "例：提升三成。", "字符样式隐藏", "表中的例子"});
    }
}

TEST_CASE("doc: pictures become attachments with their bytes") {
    for (const std::string kind : {"doc", "docx"}) {
        INFO(kind);
        auto done = read(kind == "doc" ? doc_extractor() : docx_extractor(), form(kind));
        REQUIRE(done.document().attachments.size() == 1);
        const Entry& picture = done.document().attachments[0];
        CHECK(picture.name.find(".png") != std::string::npos);
        CHECK(done.sink.blobs.at(picture.sha256).substr(0, 4) == "\x89PNG");
    }
}

TEST_CASE("doc: Kingsoft's ending is as good as Word's, another one is found") {
    CHECK_FALSE(has_finding(read(doc_extractor(), form("doc"), "a.wps").facts, "document.type_mismatch"));
    CHECK(has_finding(read(doc_extractor(), form("doc"), "a.docx").facts, "document.type_mismatch"));
}

TEST_CASE("doc: a document with a password says so") {
    std::string bytes = form("doc");
    bytes[fib_at(bytes) + 0x0B] = static_cast<char>(bytes[fib_at(bytes) + 0x0B] | 0x01);
    CHECK(error_of(doc_extractor(), bytes) == "document.encrypted");
}

TEST_CASE("doc damaged: without its piece table the text is still read") {
    std::string bytes = form("doc");
    std::size_t pair = fib_at(bytes) + 0x1A2;
    bytes.replace(pair, 8, 8, '\0');
    Read done;
    try {
        done = read(doc_extractor(), bytes);
    } catch (const ItemError& error) {
        CHECK(error.what_found().code == "document.damaged");
        return;
    }
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(has_finding(done.facts, "document.damaged"));
}

TEST_CASE("doc damaged: any byte may be wrong, and nothing worse comes of it") {
    std::string whole = form("doc");
    for (std::size_t at = 0; at < whole.size(); at += 97) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0xFF);
        if (bid_of(doc_extractor(), bytes) == bid::none) continue;
        std::string code = error_of(doc_extractor(), bytes);
        CHECK((code.empty() || code.rfind("document.", 0) == 0));
    }
}

TEST_CASE("doc unusable: an OLE2 file of another kind, and none at all") {
    CHECK(bid_of(doc_extractor(), "no document") == bid::none);
    CHECK(error_of(doc_extractor(), "no document") == "document.damaged");
    CHECK(error_of(doc_extractor(), form("doc").substr(0, 600)) == "document.damaged");
}

TEST_CASE("numbers as Word writes them") {
    CHECK(number_in("chineseCounting", 10) == "十");
    CHECK(number_in("chineseCounting", 21) == "二十一");
    CHECK(number_in("chineseCountingThousand", 105) == "一百零五");
    CHECK(number_in("chineseLegalSimplified", 12) == "壹拾贰");
    CHECK(number_in("ideographTraditional", 3) == "丙");
    CHECK(number_in("decimalEnclosedCircle", 21) == "㉑");
    CHECK(number_in("upperRoman", 1994) == "MCMXCIV");
    CHECK(number_in("lowerLetter", 28) == "bb");
    CHECK(number_in("decimalFullWidth", 12) == "１２");
    CHECK(number_in("chineseCounting", -1) == "-1");
}

TEST_CASE("fields that show their instruction") {
    CHECK(shown_by_instruction(" EQ \\o\\ac(○,国) ") == "国");
    CHECK(shown_by_instruction("EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(zi),字)") == "字");
    CHECK(shown_by_instruction(" PAGE ").empty());
    CHECK(shown_by_instruction("EQ \\f(1").empty());
}

TEST_CASE("edges of rows that differ by a hair are one line, narrow columns stay") {
    auto cell = [](int left, int right, const char* text) {
        RawCell made;
        made.left = left;
        made.right = right;
        made.text = text;
        return made;
    };
    Table table = table_of_edges({{cell(-108, 1500, "a"), cell(1500, 4000, "b")}, {cell(-100, 4008, "c")}}, Part::body);
    CHECK(cells(table) == Strings{"0,0 1x1 a", "0,1 1x1 b", "1,0 1x2 c"});
    table = table_of_edges({{cell(0, 40, "a"), cell(40, 80, "b")}}, Part::body);
    CHECK(cells(table) == Strings{"0,0 1x1 a", "0,1 1x1 b"});
}

TEST_CASE("cells that continue others join them; cells that would overlap do not") {
    auto cell = [](int left, int right, bool above, const char* text) {
        RawCell made;
        made.left = left;
        made.right = right;
        made.continues_above = above;
        made.text = text;
        return made;
    };
    Table table = table_of_columns({{cell(0, 1, false, "a"), cell(1, 2, false, "b")},
                                    {cell(0, 1, true, ""), cell(1, 2, true, "c")},
                                    {cell(0, 2, true, "d")}},
                                   Part::body);
    CHECK(cells(table) == Strings{"0,0 2x1 a", "0,1 2x1 b/c", "2,0 1x2 d"});
}
