// What a city sends for its applicants together is nobody's submission.
#include "stages/record/across.h"
#include "stages/record/cover.h"
#include "tests/stages/record/paper.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

Table table_of(const std::vector<std::vector<std::string>>& rows) {
    Table table;
    table.page = 1;
    for (const auto& row : rows) {
        for (int i = 0; i < static_cast<int>(row.size()); ++i) {
            Cell cell;
            cell.row = table.rows;
            cell.column = i;
            cell.content.text = row[static_cast<std::size_t>(i)];
            table.cells.push_back(cell);
            table.columns = std::max(table.columns, i + 1);
        }
        ++table.rows;
    }
    return table;
}

Submission statistics(const std::vector<Firm>& firms, const std::string& name) {
    std::vector<std::vector<std::string>> rows = {{"序号", "申报编号", "企业名称", "统一社会信用代码"}};
    for (const Firm& firm : firms)
        rows.push_back({"1", firm.number, firm.name, firm.uscc});
    Submission s;
    s.id = "city";
    s.source = "inbox.mbox";
    s.has_mail = true;
    s.mail.from_address = "city@example.com";
    s.mail.received = "2021-06-10T09:12:00+08:00";
    s.has_package = true;
    s.files = {paper(name, "xlsx", {table_of(rows)}, false)};
    return s;
}

} // namespace

TEST_CASE("a table of applicants is a cover, and the roster where none is given") {
    const Firm absent{"2021041", "某某未报送机械有限公司", ""};
    const Record city = judge(national(), statistics({qiming, absent}, "申报企业统计表.xlsx"), shipped());
    CHECK(codes_of(city) == "roster.found");
    CHECK(city.applicant.company.empty());
    CHECK(city.materials.empty());
    CHECK(is_cover(national(), city));

    std::vector<Record> records = {city, judge(national(), package_of(qiming, "a"), shipped()),
                                   judge(national(), package_of(yuanfan, "b"), shipped())};
    RosterView view;
    judge_across(national(), nullptr, records, shipped(), view);
    REQUIRE(view.absent.size() == 1);
    CHECK(view.absent[0].company == absent.name);
    REQUIRE(view.unknown.size() == 1);
    CHECK(view.unknown[0].company == yuanfan.name);
    CHECK(view.unknown[0].note.find("尚未收到") != std::string::npos);
    // Another city may list it.
    CHECK(
        std::none_of(records.begin(), records.end(), [](const Record& r) { return codes_of(r) == "roster.unknown"; }));
}

TEST_CASE("who is not on its own city's table is told so, as with a roster that was given") {
    const Firm third{"2021039", "威海岬角样例仪表有限公司", "91370100DEM0086573"};
    const Submission table = statistics({qiming, third}, "申报企业统计表.xlsx");
    Submission own = package_of(yuanfan, "b");
    own.mail.from_address = table.mail.from_address;
    std::vector<Record> records = {judge(national(), table, shipped()),
                                   judge(national(), package_of(qiming, "a"), shipped()),
                                   judge(national(), own, shipped())};
    RosterView view;
    judge_across(national(), nullptr, records, shipped(), view);
    const auto it =
        std::find_if(records.begin(), records.end(), [](const Record& r) { return r.submission.id == "b"; });
    REQUIRE(it != records.end());
    CHECK(codes_of(*it) == "roster.unknown");
    REQUIRE(view.unknown.size() == 1);
    CHECK(view.unknown[0].note.find("尚未收到") == std::string::npos);
}

TEST_CASE("who is absent is listed with who recommends it") {
    Campaign campaign = load_campaign(std::filesystem::path(SHENBAO_ROOT) / "config" / "campaigns" /
                                      "quality-benchmark-2021-province.toml");
    Submission table = statistics({}, "申报企业统计表.xlsx");
    table.files = {paper("申报企业统计表.xlsx", "xlsx",
                         {table_of({{"企业名称", "推荐单位"},
                                    {qiming.name, "枣岭市工信局"},
                                    {yuanfan.name, "滨湾市工信局"},
                                    {"威海岬角样例仪表有限公司", "枣岭市工信局"}})},
                         false)};
    std::vector<Record> records = {judge(campaign, table, shipped())};
    RosterView view;
    judge_across(campaign, nullptr, records, shipped(), view);
    REQUIRE(view.absent.size() == 3);
    std::map<std::string, int> by;
    for (const auto& name : view.absent)
        ++by[name.by];
    CHECK(by == std::map<std::string, int>{{"枣岭市工信局", 2}, {"滨湾市工信局", 1}});
    CHECK(view.absent[0].by == view.absent[1].by); // one city's together
}

TEST_CASE("what came with the packages of several applicants and is no one's is nobody's submission") {
    Submission beside = package_of(qiming);
    beside.one_of_several = beside.accompanies = true;
    beside.package = {};
    beside.files = {paper("说明.docx", "docx", {Paragraph{1, {"共三家。", 1, {}}, {}, Part::body}}, false)};
    beside.findings = {finding("mail.several_packages", {}, "甲、乙", {{"count", "2"}, {"name", ""}})};
    std::vector<Record> records = {judge(national(), beside, shipped())};
    CHECK(records[0].verdict == Verdict::complete);
    CHECK(codes_of(records[0]) == "mail.several_packages");
    Roster roster;
    roster.entries = {{"2021037", qiming.name, "", {}}};
    RosterView view;
    judge_across(national(), &roster, records, shipped(), view);
    CHECK(view.unknown.empty());
    CHECK(view.absent.size() == 1);
}

TEST_CASE("one applicant's own table, or one that does not say that it lists applicants, is no cover") {
    CHECK(listed_in(national(), statistics({qiming}, "申报企业统计表.xlsx")).empty());
    CHECK(listed_in(national(), statistics({qiming, yuanfan}, "主要客户.xlsx")).empty());
    Submission both = package_of(qiming);
    both.files.push_back(statistics({qiming, yuanfan}, "获奖单位名单.xlsx").files.front());
    CHECK_FALSE(is_cover(national(), judge(national(), both, shipped())));
}
