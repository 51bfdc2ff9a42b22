#include "stages/fields/merged_cells.h"

#include "tests/stages/fields/builders.h"

#include <catch2/catch.hpp>

using namespace shenbao;
using namespace shenbao::fields_detail;
using namespace shenbao::test;

namespace {

Campaign two_fields() {
    Campaign c;
    Field contact, revenue;
    contact.id = "contact", contact.type = FieldType::person, contact.labels = {"联系人"};
    revenue.id = "revenue", revenue.type = FieldType::money_series, revenue.labels = {"营业收入"};
    revenue.years = {2018, 2019};
    c.fields = {contact, revenue};
    return c;
}

Cell cell(int row, int column, int rows, int columns, Text text) {
    Cell c;
    c.row = row, c.column = column, c.row_span = rows, c.column_span = columns;
    c.content = std::move(text);
    c.box = Box{0, 0, 1, 1};
    return c;
}

} // namespace

TEST_CASE("lines of a cell over as many rows are cells of their own where one is a label") {
    const LabelBook labels(two_fields());
    Table t;
    t.rows = 2, t.columns = 3;
    t.cells = {cell(0, 0, 2, 1, voted("指标(万元)\n营业收入", 0.9)), cell(0, 1, 1, 1, voted("2018年", 0.9)),
               cell(0, 2, 1, 1, voted("2019年", 0.9)), cell(1, 1, 1, 1, voted("1.00", 0.9)),
               cell(1, 2, 1, 1, voted("2.00", 0.9))};
    const auto mended = parted(t, labels);
    REQUIRE(mended);
    REQUIRE(mended->cells.size() == 6);
    CHECK(mended->cells[0].content.text == "指标(万元)");
    CHECK(mended->cells[0].box->bottom == Approx(0.5));
    const Cell& label = mended->cells[3];
    CHECK(label.content.text == "营业收入");
    CHECK((label.row == 1 && label.column == 0 && label.row_span == 1));
    REQUIRE(label.content.readings.size() == 1);
    CHECK(label.content.readings[0].text == "营业收入");

    t.cells[0].content = voted("指标\n一二三", 0.9); // no label among them
    CHECK_FALSE(parted(t, labels));
    t.cells[0].content = digital("指标(万元)\n营业收入"); // a file says itself what its cells are
    CHECK_FALSE(parted(t, labels));
}

TEST_CASE("a value and the next label with the remains of a rule between them are two cells") {
    const LabelBook labels(two_fields());
    Table t;
    t.rows = 1, t.columns = 5;
    t.cells = {cell(0, 0, 1, 1, voted("法定代表人", 0.9)),
               cell(0, 1, 1, 3, Text{"朱浩  | 联系人", 0.5, {{"朱浩  | 联系人", 0.5, "vote"}, {"朱浩联系人", 0.9, "HanS"}}}),
               cell(0, 4, 1, 1, voted("窦兰刚", 0.9))};
    const auto mended = parted(t, labels);
    REQUIRE(mended);
    REQUIRE(mended->cells.size() == 4);
    CHECK(mended->cells[1].content.text == "朱浩");
    CHECK(mended->cells[1].content.readings.size() == 1); // the other has no two parts
    CHECK(mended->cells[2].content.text == "联系人");
    CHECK((mended->cells[2].column == 2 && mended->cells[2].column_span == 2));

    t.cells[1].content = voted("朱浩  联系人", 0.9);
    CHECK(parted(t, labels));
    t.cells[1].content = voted("朱浩 | 郎华", 0.9);
    CHECK_FALSE(parted(t, labels));
}
