#include "stages/check/roster.h"
#include "tests/stages/check/bench.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

Cell cell(int row, int column, const std::string& text, int rows = 1, int columns = 1) {
    Cell c;
    c.row = row;
    c.column = column;
    c.row_span = rows;
    c.column_span = columns;
    c.content.text = text;
    return c;
}

void add_row(Table& table, const std::vector<std::string>& texts) {
    for (int i = 0; i < static_cast<int>(texts.size()); ++i)
        if (!texts[i].empty()) table.cells.push_back(cell(table.rows, i, texts[i]));
    ++table.rows;
    table.columns = std::max(table.columns, static_cast<int>(texts.size()));
}

Document with(std::vector<Table> tables) {
    Document d;
    for (auto& t : tables)
        d.blocks.emplace_back(std::move(t));
    return d;
}

Table office_table() {
    Table t;
    t.columns = 5;
    t.cells.push_back(cell(0, 0, "2021年工业企业质量标杆申报企业统计表", 1, 5));
    t.cells.push_back(cell(1, 0, "填报单位：某某市工业和信息化局", 1, 5));
    t.rows = 2;
    add_row(t, {"序号", "申报编号", "企业名称（全称）", "统一社会信用代码", "联系人"});
    add_row(t, {"1", "2021037", "山东启明阀门 有限公司", "91350100M000100Y43", "甲某某"});
    add_row(t, {"2", "２０２１０３８", "烟台远帆渔具有限公司", "", "乙某某"});
    t.cells.push_back(cell(t.rows++, 0, "备注：企业名称与公章一致，某某有限公司除外。", 1, 5));
    return t;
}

} // namespace

TEST_CASE("a roster is read past titles, notes and full-width figures") {
    const Roster roster = read_roster(national(), with({office_table()}));
    REQUIRE(roster.entries.size() == 2);
    CHECK(roster.entries[0].number == "2021037");
    CHECK(roster.entries[0].company == company);
    CHECK(roster.entries[0].uscc == code);
    CHECK(roster.entries[0].fields.at("contact") == "甲某某");
    CHECK(roster.entries[1].number == "2021038");
    CHECK(roster.by_number("2021038") == &roster.entries[1]);
    CHECK(roster.by_company("烟台远帆渔具有限公司") == &roster.entries[1]);
    CHECK(roster.by_company("") == nullptr);
    CHECK(roster.by_number("2021999") == nullptr);
}

TEST_CASE("a roster runs over several tables, with or without a head of its own") {
    Table next;
    add_row(next, {"3", "2021039", "济宁明德制药有限公司", "", "丙某某"});
    Table other;
    add_row(other, {"企业名称", "申报编号"});
    add_row(other, {"德州海宁食品有限公司", "2021040"});
    add_row(other, {"企业名称", "申报编号"});
    add_row(other, {"德州海宁食品有限公司", "2021040"});
    const Roster roster = read_roster(national(), with({office_table(), next, other}));
    REQUIRE(roster.entries.size() == 4);
    CHECK(roster.entries[2].number == "2021039");
    CHECK(roster.entries[3].company == "德州海宁食品有限公司");
}

TEST_CASE("a cell merged over rows counts for each of them") {
    Table t;
    add_row(t, {"企业名称", "标杆名称", "联系人"});
    t.cells.push_back(cell(1, 0, company, 2));
    t.cells.push_back(cell(1, 1, "甲经验"));
    t.cells.push_back(cell(2, 1, "乙经验"));
    const Roster roster = read_roster(national(), with({t}));
    REQUIRE(roster.entries.size() == 1);
    CHECK(roster.entries[0].company == company);
}

TEST_CASE("no roster in tables of another kind") {
    Table t;
    add_row(t, {"指标", "2018年", "2019年"});
    add_row(t, {"利润总额", "12", "13"});
    CHECK(read_roster(national(), with({t})).entries.empty());
    CHECK(read_roster(national(), Document{}).entries.empty());
}

TEST_CASE("cells that claim a huge span cost nothing") {
    Table t;
    t.cells.push_back(cell(0, 0, "企业名称", 2000000000, 2000000000));
    t.cells.push_back(cell(1, 1, "x"));
    CHECK(read_roster(national(), with({t})).entries.empty());
}
