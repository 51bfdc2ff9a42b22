// Tables as programs draw them, tables without rules, and prose in columns.

#include "pdf_builder.h"
#include "read_pdf.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::vector<std::vector<std::string>> words = {
    {"年度", "营业收入", "利润总额"}, {"2018", "152734.99", "1234.50"}, {"2019", "162734.99", "2234.50"}};

PdfBuilder& put_words(PdfBuilder& pdf) {
    for (std::size_t row = 0; row < words.size(); ++row)
        for (std::size_t column = 0; column < words[row].size(); ++column)
            pdf.text(105 + 130.0 * column, 707 - 24.0 * row, 10, words[row][column]);
    pdf.text(100, 600, 10, "以上数据均经会计师事务所审计，与企业年度报告一致，如有不实愿意承担一切责任与后果。");
    return pdf.text(100, 580, 10, "申报单位对所填内容的真实性、准确性和完整性负责，并同意在网上公示全部申报材料内容。");
}

void check_table(const Read& got) {
    std::vector<Table> tables = tables_of(got.document());
    REQUIRE(tables.size() == 1);
    CHECK(tables[0].rows == 3);
    CHECK(tables[0].columns == 3);
    CHECK(row_of(tables[0], 0) == "年度|营业收入|利润总额");
    CHECK(row_of(tables[0], 2) == "2019|162734.99|2234.50");
    CHECK(got.page().use == PictureUse::none);
}

std::string rectangle(double x, double y, double width, double height) {
    char text[96];
    std::snprintf(text, sizeof text, "%.2f %.2f %.2f %.2f re ", x, y, width, height);
    return text;
}

} // namespace

TEST_CASE("a table drawn cell by cell is one table", "[pdf]") {
    PdfBuilder pdf;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            pdf.draw(rectangle(100 + 130 * column, 700 - 24 * row, 130, 24) + "S");
    check_table(read(put_words(pdf).page().str()));
}

TEST_CASE("rules that are thin filled rectangles make a table", "[pdf]") {
    PdfBuilder pdf;
    for (int row = 0; row <= 3; ++row)
        for (int column = 0; column < 3; ++column)
            pdf.draw(rectangle(100 + 130 * column, 724 - 24 * row, 130, 0.48) + "f");
    for (int column = 0; column <= 3; ++column)
        for (int row = 0; row < 3; ++row)
            pdf.draw(rectangle(100 + 130 * column, 700 - 24 * row, 0.48, 24) + "f*");
    check_table(read(put_words(pdf).page().str()));
}

TEST_CASE("white cells on a black ground are a table, too", "[pdf]") {
    PdfBuilder pdf;
    pdf.draw("0 g " + rectangle(99, 651, 392, 74) + "f 1 g");
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            pdf.draw(rectangle(100 + 130 * column, 700 - 24 * row, 129, 23) + "f");
    pdf.draw("0 g");
    check_table(read(put_words(pdf).page().str()));
}

TEST_CASE("rules painted over are none", "[pdf]") {
    PdfBuilder pdf;
    for (int row = 0; row <= 3; ++row)
        pdf.line(100, 724 - 24 * row, 490, 724 - 24 * row);
    for (int column = 0; column <= 3; ++column)
        pdf.line(100 + 130 * column, 724, 100 + 130 * column, 652);
    pdf.draw("1 g 90 640 420 100 re f 0 g");
    pdf.text(100, 700, 10, "企业名称：海风轮胎测试有限公司，住所在测试路一号，法定代表人王测试，成立十五年");
    pdf.text(100, 670, 10, "本单位承诺所提交的全部材料真实有效，并愿意承担由此产生的一切法律责任和后果");
    CHECK(tables_of(read(pdf.page().str()).document()).empty());
}

TEST_CASE("words set apart in rows are a table without rules", "[pdf]") {
    PdfBuilder pdf;
    check_table(read(put_words(pdf).page().str()));
}

TEST_CASE("labels and values set apart stand beside each other", "[pdf]") {
    PdfBuilder pdf;
    const char* rows[][2] = {{"企业名称", "海风轮胎测试有限公司"},
                             {"信用代码", "91370000706266601P"},
                             {"联系人", "王测试"},
                             {"通信地址", "山东省济南市测试路一号测试大厦八层八零一室"}};
    for (int i = 0; i < 4; ++i)
        pdf.text(80, 700 - 20 * i, 10.5, rows[i][0]).text(220, 700 - 20 * i, 10.5, rows[i][1]);
    std::vector<Table> tables = tables_of(read(pdf.page().str()).document());
    REQUIRE(tables.size() == 1);
    CHECK(row_of(tables[0], 0) == "企业名称|海风轮胎测试有限公司");
    CHECK(row_of(tables[0], 3) == "通信地址|山东省济南市测试路一号测试大厦八层八零一室");
}

TEST_CASE("prose in two columns is read down the first, then the second", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 20; ++i) {
        double y = 760 - 16.0 * i;
        pdf.text(60, y, 10, "左" + std::to_string(i + 10) + "运用六西格玛质量功能展开等方法开展改进");
        pdf.text(320, y, 10, "右" + std::to_string(i + 10) + "运用六西格玛质量功能展开等方法开展改进");
    }
    Read got = read(pdf.page().str());
    CHECK(tables_of(got.document()).empty());
    std::string text = plain_text(got.document());
    REQUIRE(text.find("左29") != std::string::npos);
    REQUIRE(text.find("右10") != std::string::npos);
    CHECK(text.find("左11") < text.find("左29"));
    CHECK(text.find("左29") < text.find("右10"));
}

TEST_CASE("text set from top to bottom is read so, and from right to left", "[pdf]") {
    PdfBuilder pdf;
    const std::string right[] = {"质", "量", "标", "杆"}, left[] = {"推", "荐", "材", "料"};
    for (int i = 0; i < 4; ++i)
        pdf.text(500, 760 - 14 * i, 12, right[i]).text(460, 760 - 14 * i, 12, left[i]);
    std::string text = plain_text(read(pdf.page().str()).document());
    std::erase(text, '\n');
    CHECK(text == "质量标杆推荐材料");
}

TEST_CASE("letters in cells keep their spaces, and typesetting adds none", "[pdf]") {
    PdfBuilder pdf;
    pdf.draw(rectangle(100, 680, 200, 24) + "S " + rectangle(300, 680, 200, 24) + "S");
    pdf.text(105, 688, 10, "ISO")
        .text(124, 688, 10, "9001")
        .text(305, 688, 10, "第")
        .text(317.5, 688, 10, "3")
        .text(325, 688, 10, "届");
    Read got = read(pdf.page().str());
    REQUIRE(cell_of(got.document(), "届") != nullptr);
    CHECK(cell_of(got.document(), "届")->content.text == "第3届");
}
