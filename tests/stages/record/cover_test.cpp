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
    // Another city may list it.
    CHECK(
        std::none_of(records.begin(), records.end(), [](const Record& r) { return codes_of(r) == "roster.unknown"; }));
}

TEST_CASE("one applicant's own table, or one that does not say that it lists applicants, is no cover") {
    CHECK(listed_in(national(), statistics({qiming}, "申报企业统计表.xlsx")).empty());
    CHECK(listed_in(national(), statistics({qiming, yuanfan}, "主要客户.xlsx")).empty());
    Submission both = package_of(qiming);
    both.files.push_back(statistics({qiming, yuanfan}, "获奖单位名单.xlsx").files.front());
    CHECK_FALSE(is_cover(national(), judge(national(), both, shipped())));
}
