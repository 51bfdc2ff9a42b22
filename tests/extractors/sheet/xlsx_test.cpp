#include "tests/extractors/word/word_support.h"

#include "extractors/sheet/number_format.h"
#include "extractors/sheet/sheet_table.h"

namespace shenbao {
const Extractor& xlsx_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

namespace {

const std::string main_space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                               "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const std::string type_base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relations(const std::string& inner) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + inner +
           "</Relationships>";
}

std::string workbook(const std::string& properties = "") {
    return "<workbook " + main_space + ">" + properties +
           "<sheets><sheet name=\"企业名单\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"二\" sheetId=\"2\" "
           "r:id=\"rId2\"/></sheets></workbook>";
}

std::string xlsx(const std::string& rows, const std::string& after = "", const Parts& more = {},
                 const std::string& properties = "") {
    Parts parts{
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels",
         relations("<Relationship Id=\"a\" Type=\"" + type_base + "officeDocument\" Target=\"xl/workbook.xml\"/>")},
        {"xl/workbook.xml", workbook(properties)},
        {"xl/_rels/workbook.xml.rels", relations("<Relationship Id=\"rId1\" Type=\"" + type_base +
                                                 "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship "
                                                 "Id=\"rId2\" Type=\"" +
                                                 type_base + "worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>")},
        {"xl/worksheets/sheet1.xml",
         "<worksheet " + main_space + "><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"},
        {"xl/worksheets/sheet2.xml",
         "<worksheet " + main_space +
             "><sheetData><row><c t=\"inlineStr\"><is><t>乙</t></is></c></row></sheetData></worksheet>"},
        {"xl/sharedStrings.xml",
         "<sst " + main_space +
             "><si><t>编号</t></si><si><r><t>企业</t></r><r><t>名称</t></r><rPh><t>qi</t></rPh></si></sst>"},
        {"xl/styles.xml", "<styleSheet " + main_space +
                              "><numFmts><numFmt numFmtId=\"170\" "
                              "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
                              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf "
                              "numFmtId=\"4\"/><xf numFmtId=\"10\"/></cellXfs></styleSheet>"}};
    parts.insert(parts.end(), more.begin(), more.end());
    return zipped(parts);
}

} // namespace

TEST_CASE("xlsx: values as shown, each sheet a table with its name") {
    std::string rows =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"3\"><c r=\"A3\"><v>2099001</v></c><c r=\"B3\" s=\"1\"><v>44357</v></c><c r=\"C3\" "
        "s=\"2\"><v>44357</v></c>"
        "<c r=\"D3\" s=\"3\"><v>-1599.985</v></c><c r=\"E3\" s=\"4\"><v>0.125</v></c><c r=\"F3\" t=\"b\"><v>1</v></c>"
        "<c r=\"G3\" t=\"e\"><v>#N/A</v></c><c r=\"H3\" t=\"str\"><f>A1</f><v>式</v></c></row>";
    auto done = read(xlsx_extractor(), xlsx(rows), "名单.xlsx");
    REQUIRE(tables(done.document()).size() == 2);
    Table first = tables(done.document())[0];
    CHECK(first.title == "企业名单");
    CHECK(first.rows == 3);
    CHECK(first.columns == 8);
    CHECK(cells(first) == Strings{"0,0 1x1 编号", "0,1 1x1 企业名称", "2,0 1x1 2099001", "2,1 1x1 2021-06-10",
                                  "2,2 1x1 2021-06-10", "2,3 1x1 -1,599.99", "2,4 1x1 12.50%", "2,5 1x1 TRUE",
                                  "2,6 1x1 #N/A", "2,7 1x1 式"});
    CHECK(cells(tables(done.document())[1]) == Strings{"0,0 1x1 乙"});
    CHECK(done.facts.outcome == Outcome::ok);
}

TEST_CASE("xlsx: merged ranges become spans") {
    std::string rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row "
                       "r=\"2\"><c r=\"C2\"><v>1</v></c></row>";
    auto done = read(xlsx_extractor(),
                     xlsx(rows, "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B1:D9\"/></mergeCells>"));
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 2x2 编号", "1,2 1x1 1"});
}

TEST_CASE("xlsx: days counted from 1904") {
    auto done =
        read(xlsx_extractor(), xlsx("<row><c s=\"1\"><v>1</v></c></row>", "", {}, "<workbookPr date1904=\"1\"/>"));
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 1904-01-02"});
}

TEST_CASE("xlsx damaged: a sheet that breaks off is read up to the break") {
    auto done = read(xlsx_extractor(),
                     xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v><"));
    CHECK(cells(tables(done.document()).at(0)).at(0) == "0,0 1x1 编号");
    CHECK(done.facts.outcome == Outcome::partial);
}

TEST_CASE("xlsx unusable: no sheet at all") {
    CHECK(error_of(xlsx_extractor(), zipped({{"xl/workbook.xml", "<workbook/>"}})) == "document.damaged");
    CHECK(error_of(xlsx_extractor(), "no ZIP") == "document.damaged");
    CHECK(bid_of(xlsx_extractor(), zipped({{"word/document.xml", ""}})) == bid::none);
}

TEST_CASE("xlsx: references beyond a sheet, and wrong ones, do no harm") {
    std::string rows = "<row r=\"99999999\"><c r=\"ZZZZZ99999999\"><v>1</v></c><c r=\"\" t=\"s\"><v>99</v></c><c "
                       "t=\"s\"><v>-1</v></c><c s=\"99\"><v>5</v></c></row>";
    read(xlsx_extractor(),
         xlsx(rows, "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"x\"/></mergeCells>"));
}

TEST_CASE("numbers as their formats show them") {
    using sheet::shown;
    CHECK(shown(1234.5, "#,##0.00") == "1,234.50");
    CHECK(shown(0.5, "0%") == "50%");
    CHECK(shown(-3, "0;(0)") == "(3)");
    CHECK(shown(0, "0.0;-0.0;\"无\"") == "无");
    CHECK(shown(7, "000000") == "000007");
    CHECK(shown(12, "0\"万元\"") == "12万元");
    CHECK(shown(1500, "[$¥-804]#,##0.00") == "¥1,500.00");
    CHECK(shown(1.5, "0.##") == "1.5");
    CHECK(shown(2, "0.##") == "2");
    CHECK(shown(913700007062666.0, "General") == "913700007062666");
    CHECK(shown(0.1 + 0.2, "General") == "0.3");
    CHECK(shown(44357.5, "yyyy/m/d h:mm") == "2021-06-10 12:00");
    CHECK(shown(0.75, "h:mm:ss AM/PM") == "18:00:00");
    CHECK(shown(1.5, "[h]:mm") == "36:00");
    CHECK(shown(44357, "yyyy\"年\"m\"月\"") == "2021-06");
    CHECK(shown(60, "yyyy-mm-dd").size() == 10);
    CHECK(shown(5, "@") == "5");
    CHECK(shown(1e300, "yyyy-mm-dd") == "1e+300");
    CHECK_FALSE(sheet::is_date_format("General"));
    CHECK_FALSE(sheet::is_date_format("0.00E+00"));
    CHECK_FALSE(sheet::is_date_format("#,##0\"m\""));
    CHECK(sheet::is_date_format("[$-804]yyyy\"年\"m\"月\"d\"日\";@"));
}
