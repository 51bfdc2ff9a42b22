// What all records come to: counts, days, defects, work to be done, cities, points in time.
#include "stages/report/cities.h"
#include "stages/report/figures.h"
#include "stages/report/overview.h"
#include "stages/report/when.h"
#include "stages/report/wording.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

using namespace shenbao;
using namespace shenbao::test;
using namespace shenbao::report;

namespace {

Record with(const char* code, const char* received = "2021-06-10T09:12:00+08:00") {
    Record r = plain_record();
    r.submission.received = received;
    add_finding(r, sample_campaign(), words(), finding(code));
    const Severity severity = r.findings.back().finding.severity;
    if (severity == Severity::error) r.verdict = Verdict::deficient;
    if (severity == Severity::warning) r.verdict = Verdict::review;
    return r;
}

Overview of(const std::vector<Record>& records, const RosterView& roster = {}) {
    return overview_of(sample_campaign(), records, roster, words());
}

} // namespace

TEST_CASE("a superseded submission has arrived, and counts no further") {
    Record old = with("material.missing");
    add_finding(old, sample_campaign(), words(), finding("resubmission.superseded"));
    const Overview overview = of({old, plain_record()});
    CHECK(overview.arrived == 2);
    CHECK(overview.standing() == 1);
    CHECK(overview.of(Verdict::deficient) == 0);
    CHECK(overview.of(Verdict::complete) == 1);
    CHECK(overview.defects.empty());
    CHECK(overview.tasks.empty());
}

TEST_CASE("arrivals are counted on the office's days, late ones apart") {
    const Overview overview = of({with("naming.container", "2021-06-15T23:30:00+08:00"),
                                  with("naming.container", "2021-06-15T16:30:00+00:00"), // the 16th in China
                                  with("timing.late", "2021-06-18T08:00:00+08:00"), with("naming.container", "")});
    REQUIRE(overview.days.size() == 4);
    CHECK(overview.days[0].in_time == 1);
    CHECK(overview.days[1].in_time == 1);
    CHECK(overview.days[1].day == *overview.deadline_day);
    CHECK(overview.days[3].late == 1);
    CHECK(overview.outside_days == 1);
}

TEST_CASE("one absurd date does not stretch the chart") {
    const Overview overview = of({with("naming.container", "1999-01-01T00:00:00+08:00"),
                                  with("naming.container", "2087-01-01T00:00:00Z"), plain_record()});
    CHECK(overview.days.size() <= 92);
    CHECK(overview.outside_days == 2);
}

TEST_CASE("a problem counts once a submission, and not at all once it is decided") {
    Record twice = with("naming.container");
    add_finding(twice, sample_campaign(), words(), finding("naming.container"));
    Record decided = with("naming.container");
    decided.findings.front().decision = Decision{};
    const Overview overview = of({twice, decided, with("mail.no_package")});
    REQUIRE(overview.defects.size() == 2);
    CHECK(overview.defects[0].submissions == 1);
}

TEST_CASE("work to be done names the submissions it is about") {
    RosterView roster;
    roster.absent = {{"2021999", "某公司"}};
    const Overview overview = of({plain_record(), with("material.missing"), with("material.stamp_unclear")}, roster);
    REQUIRE(overview.tasks.size() == 3);
    CHECK(overview.tasks[0].key == "deficient");
    CHECK(overview.tasks[0].records == std::vector<std::size_t>{1});
    CHECK(overview.tasks[1].key == "stamp");
    CHECK(overview.tasks[1].records == std::vector<std::size_t>{2});
    CHECK(overview.tasks[2].key == "absent");
    for (const auto& task : overview.tasks)
        CHECK(words().has("todo." + task.key));
}

TEST_CASE("every code has a short name") {
    for (const auto& info : codes())
        CHECK(words().has("title." + std::string(info.code)));
}

TEST_CASE("a city is told from an address, or not at all") {
    CHECK(city_of_address("山东省潍坊市高新区创业路376号") == "潍坊市");
    CHECK(city_of_address("上海市浦东新区") == "上海市");
    CHECK(city_of_address("新疆维吾尔自治区伊犁哈萨克自治州伊宁市") == "伊犁哈萨克自治州");
    CHECK(city_of_address("高新区创业路376号") == "");
    CHECK(city_of_address("") == "");
    CHECK(city_of_address("市") == "");

    Record addressed = plain_record();
    addressed.fields.push_back({"address", "山东省潍坊市高新区", {}, FieldStatus::read, 0.9, {}});
    Record unsure = plain_record();
    unsure.fields.push_back({"address", "山东省滩坊市高新区", {}, FieldStatus::uncertain, 0.4, {}});
    Record named = plain_record();
    named.applicant.company = "山东潍坊新风有限公司";
    Record agreeing = plain_record(); // uncertain, and borne out by the name
    agreeing.applicant.company = "滨州齐鲁有限公司";
    agreeing.fields.push_back({"address", "山东省滨州市高新区", {}, FieldStatus::uncertain, 0.6, {}});
    const auto found = cities(sample_campaign(), std::vector{addressed, unsure, named, agreeing});
    CHECK(found == std::vector<std::string>{"潍坊市", "", "潍坊市", "滨州市"});
}

TEST_CASE("points in time") {
    const auto moment = moment_from("2021-06-16T23:59:59.5+08:00");
    REQUIRE(moment);
    CHECK(moment->seconds == 1623859199);
    CHECK(short_time("2021-06-16T16:00:00Z", 480) == "2021-06-17 00:00");
    CHECK(short_time("1969-12-31T23:00:00-01:00", 0) == "1970-01-01 00:00");
    CHECK(short_time("2020-02-29T12:00:00+00:00", 0) == "2020-02-29 12:00");
    CHECK(short_time("昨天", 480) == "昨天");
    for (const char* bad : {"", "2021-06-16", "2021-13-16T00:00:00Z", "2021-06-16T00:00:00", "2021-06-16T00:00:00+8"})
        CHECK_FALSE(moment_from(bad));
    CHECK(deadline_words(sample_campaign(), words()) == "2021年6月16日 23:59");
}

TEST_CASE("the run's figures as JSON") {
    RunFigures figures = figures_of(std::vector{plain_record(), with("material.missing")});
    figures.seconds["ocr"] = 1.23456;
    figures.roster = sample_roster();
    const auto json = to_json(figures);
    CHECK(json["submissions"] == 2);
    CHECK(json["pages"] == 8);
    CHECK(json["ocr_pages"] == 2);
    CHECK(json["verdicts"]["deficient"] == 1);
    CHECK(json["seconds"]["ocr"] == 1.235);
    CHECK(json["roster"]["absent"][0]["number"] == "2021901");
    CHECK(json["roster"]["unknown"].size() == 1);
}
