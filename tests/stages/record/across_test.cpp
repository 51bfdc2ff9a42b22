#include "pipeline/model/text.h"
#include "stages/record/across.h"
#include "tests/stages/record/paper.h"

#include <nlohmann/json.hpp>

using namespace shenbao;
using namespace shenbao::test;

namespace {

Record judged(const Submission& s) { return judge(national(), s, shipped()); }

Submission sent(const Firm& firm, const std::string& id, const std::string& received) {
    Submission s = package_of(firm, id);
    s.mail.received = received;
    return s;
}

RosterView across(std::vector<Record>& records, const Roster* roster = nullptr, const Campaign& campaign = national()) {
    RosterView view;
    judge_across(campaign, roster, records, shipped(), view);
    return view;
}

RosterEntry entry(const Firm& firm) {
    RosterEntry e;
    e.number = firm.number;
    e.company = firm.name;
    e.uscc = firm.uscc;
    return e;
}

bool has(const Record& record, std::string_view code) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](auto& f) { return f.finding.code == code; });
}

} // namespace

TEST_CASE("records stand in order of number, then arrival") {
    std::vector<Record> records = {judged(package_of(yuanfan, "a")), judged(package_of(qiming, "b"))};
    across(records);
    CHECK(records[0].submission.id == "b");
    CHECK(codes_of(records[0]).empty());
    CHECK(codes_of(records[1]).empty());
}

TEST_CASE("the later package of an applicant stands") {
    std::vector<Record> records = {judged(sent(qiming, "late", "2021-06-12T08:00:00+08:00")),
                                   judged(sent(qiming, "first", "2021-06-08T08:00:00+08:00")),
                                   judged(sent(qiming, "second", "2021-06-10T01:00:00Z"))};
    across(records);
    CHECK(records[0].submission.supersedes == "second");
    CHECK(records[1].submission.supersedes.empty());
    CHECK(records[2].submission.supersedes == "first");
    CHECK_FALSE(has(records[0], "resubmission.superseded"));
    CHECK(has(records[1], "resubmission.superseded"));
    CHECK(has(records[2], "resubmission.superseded"));
    CHECK_FALSE(has(records[0], "duplicate.content"));
    CHECK(records[1].verdict == Verdict::complete); // information only
}

TEST_CASE("another company with the same number is a conflict for both") {
    Firm thief = yuanfan;
    thief.number = qiming.number;
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(package_of(thief, "b"))};
    across(records);
    for (const auto& r : records) {
        CHECK(has(r, "resubmission.conflict"));
        CHECK(r.submission.supersedes.empty());
        CHECK(r.verdict == Verdict::deficient);
    }
}

TEST_CASE("the same papers from two applicants") {
    Submission copy = package_of(yuanfan, "b");
    copy.files[1].sha256 = pledge(qiming).sha256;
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(copy)};
    across(records);
    CHECK(has(records[0], "duplicate.content"));
    CHECK(has(records[1], "duplicate.content"));
    CHECK(records[1].findings.front().message.find(qiming.name) != std::string::npos);
}

TEST_CASE("roster: absent, unknown, and all as it should be") {
    Roster roster;
    roster.entries = {entry(qiming), entry({"2021998", "某某未报送机械有限公司", "", ""})};
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(package_of(yuanfan, "b"))};
    const RosterView view = across(records, &roster);
    CHECK(codes_of(records[0]).empty());
    CHECK(codes_of(records[1]) == "roster.unknown");
    CHECK(view.given);
    REQUIRE(view.absent.size() == 1);
    CHECK(view.absent[0].number == "2021998");
    REQUIRE(view.unknown.size() == 1);
    CHECK(view.unknown[0].company == yuanfan.name);
}

TEST_CASE("roster: what differs is named by its field") {
    Roster roster;
    roster.entries = {entry(qiming)};
    roster.entries[0].uscc = yuanfan.uscc;
    std::vector<Record> records = {judged(package_of(qiming, "a"))};
    across(records, &roster);
    REQUIRE(codes_of(records[0]) == "roster.mismatch");
    CHECK(records[0].findings[0].finding.field == "uscc");

    roster.entries = {entry(qiming)};
    roster.entries[0].company = "山东启明阀门有限责任公司";
    records = {judged(package_of(qiming, "a"))};
    across(records, &roster);
    CHECK(codes_of(records[0]) == "roster.mismatch");

    roster.entries = {entry(qiming)};
    roster.entries[0].number = "2021412";
    records = {judged(package_of(qiming, "a"))};
    const RosterView view = across(records, &roster);
    REQUIRE(codes_of(records[0]) == "roster.mismatch");
    CHECK(records[0].findings[0].finding.field == "number");
    CHECK(view.absent.empty());
}

TEST_CASE("roster: it mends a number and completes a name") {
    Roster roster;
    roster.entries = {entry(qiming)};
    Submission s = package_of(qiming, "a");
    s.package.name = "2021037X+" + qiming.name + ".rar";
    s.mail.subject = s.package.name;
    s.files.erase(s.files.begin());
    std::vector<Record> records = {judged(s)};
    across(records, &roster);
    CHECK(records[0].applicant.number == "2021037");
    CHECK_FALSE(has(records[0], "roster.mismatch"));
    REQUIRE(records[0].findings.front().finding.code == "naming.number");
    CHECK(records[0].findings.front().message.find("应为“2021037”") != std::string::npos);

    s = package_of(qiming, "a");
    s.package.name = "2021037+启明阀门.rar";
    s.files.clear();
    s.findings = {finding("archive.damaged")};
    records = {judged(s)};
    across(records, &roster);
    CHECK(records[0].applicant.company == qiming.name);
    CHECK(has(records[0], "naming.company_incomplete"));
}

TEST_CASE("a mail without a package is nobody's submission") {
    Submission s = package_of(yuanfan, "b");
    s.has_package = false;
    s.package = {};
    s.files.clear();
    Roster roster;
    roster.entries = {entry(qiming)};
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(s)};
    const RosterView view = across(records, &roster);
    CHECK(view.unknown.empty());
    CHECK(view.absent.empty());
}

TEST_CASE("quota: the last to arrive are over it") {
    Campaign campaign = national();
    campaign.quota = 1;
    campaign.quota_rule.outside = {"free@example.com"};
    auto from = [](const Firm& firm, const std::string& id, const std::string& sender) {
        Submission s = package_of(firm, id);
        s.mail.from_address = sender;
        return judged(s);
    };
    std::vector<Record> records = {from(qiming, "a", "city@example.com"), from(yuanfan, "b", "city@example.com")};
    across(records, nullptr, campaign);
    CHECK(codes_of(records[0]).empty());
    CHECK(codes_of(records[1]) == "eligibility.quota");
    CHECK(records[1].verdict == Verdict::deficient);

    records = {from(qiming, "a", "free@example.com"), from(yuanfan, "b", "free@example.com")};
    across(records, nullptr, campaign);
    CHECK(codes_of(records[1]).empty());

    campaign.quota_rule.of = {{"city@example.com", 2}};
    records = {from(qiming, "a", "city@example.com"), from(yuanfan, "b", "city@example.com")};
    across(records, nullptr, campaign);
    CHECK(codes_of(records[1]).empty());
}

TEST_CASE("where the campaign says so, what came in time stands") {
    Campaign campaign = national();
    campaign.standing = Standing::newest_in_time;
    const std::string late = "2021-06-18T08:00:00+08:00";
    std::vector<Record> records = {judged(sent(qiming, "first", "2021-06-08T08:00:00+08:00")),
                                   judged(sent(qiming, "second", "2021-06-10T08:00:00+08:00")),
                                   judged(sent(qiming, "late", late))};
    across(records, nullptr, campaign);
    CHECK(has(records[0], "resubmission.superseded"));
    CHECK(codes_of(records[1]).empty());
    CHECK(records[1].submission.supersedes == "first");
    CHECK(has(records[2], "resubmission.out_of_time"));
    CHECK(records[2].submission.supersedes.empty());

    records = {judged(sent(qiming, "late", late)), judged(sent(qiming, "later", "2021-06-19T08:00:00+08:00"))};
    across(records, nullptr, campaign);
    CHECK(has(records[0], "resubmission.superseded"));
    CHECK_FALSE(has(records[1], "resubmission.out_of_time"));

    records = {judged(sent(qiming, "first", "2021-06-08T08:00:00+08:00")), judged(sent(qiming, "late", late))};
    across(records);
    CHECK(has(records[0], "resubmission.superseded"));
    CHECK_FALSE(has(records[1], "resubmission.out_of_time"));
}

TEST_CASE("what a later submission added, changed and still lacks") {
    Submission first = sent(qiming, "first", "2021-06-08T08:00:00+08:00"),
               second = sent(qiming, "second", "2021-06-10T08:00:00+08:00");
    first.files.erase(first.files.begin() + 1); // no pledge
    first.files[0].document.seals.clear();
    second.files[0].document.seals.clear();
    second.files[0].sha256 = Digest::of("scanned again");
    std::vector<Record> records = {judged(first), judged(second)};
    across(records);
    CHECK_FALSE(records[0].revision);
    REQUIRE(records[1].revision);
    const Revision& r = *records[1].revision;
    CHECK(r.before == "first");
    CHECK(r.added == std::vector<std::string>{"commitment"});
    CHECK(r.changed == std::vector<std::string>{"recommendation_form"});
    CHECK(r.dropped.empty());
    CHECK(r.mended == std::vector<std::string>{"material.missing commitment"});
    CHECK(r.remaining == std::vector<std::string>{"material.unstamped recommendation_form"});
    CHECK(r.fresh.empty());
}

TEST_CASE("one credit code under two numbers, and one contact for two applicants") {
    Firm twin = qiming;
    twin.number = "2021044";
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(package_of(twin, "b"))};
    across(records);
    CHECK(codes_of(records[0]).find("duplicate.applicant") != std::string::npos);
    CHECK(records[0].verdict == Verdict::review);

    auto with_mobile = [](const Firm& firm, const std::string& id) {
        Record r = judged(package_of(firm, id));
        std::erase_if(r.fields, [](const FieldRecord& f) { return f.id == "mobile"; });
        r.fields.push_back({"mobile", "13800000001", {}, FieldStatus::read, 0.9, {}});
        return r;
    };
    records = {with_mobile(qiming, "a"), with_mobile(yuanfan, "b")};
    across(records);
    CHECK(codes_of(records[0]) == "duplicate.contact");
    CHECK(codes_of(records[1]) == "duplicate.contact");
    CHECK(records[0].verdict == Verdict::complete);
    CHECK(records[0].findings[0].message.find(yuanfan.name) != std::string::npos);
}

TEST_CASE("an application copied from another's") {
    auto telling = [](const Firm& firm, const std::string& id, const std::string& words) {
        Submission s = package_of(firm, id);
        s.files[2].document.blocks.push_back(Paragraph{1, {words, 1, {}}, {}, Part::body});
        return judged(s);
    };
    std::string own, others;
    for (char32_t c = 0x4E00; c < 0x4E00 + 900; ++c) {
        own += text::to_utf8(std::u32string(1, c));
        others += text::to_utf8(std::u32string(1, c + 900));
    }
    std::vector<Record> records = {telling(qiming, "a", own), telling(yuanfan, "b", own)};
    across(records);
    REQUIRE(codes_of(records[0]) == "duplicate.content");
    CHECK(records[0].findings[0].finding.slot == "application");
    CHECK(records[0].findings[0].message.find("相同") != std::string::npos);
    CHECK(codes_of(records[1]) == "duplicate.content");
    CHECK(to_json(records[0]).dump().find("sketch") == std::string::npos);

    records = {telling(qiming, "a", own), telling(yuanfan, "b", others)};
    across(records);
    CHECK(codes_of(records[0]).empty());
}

TEST_CASE("a stamped page that two applicants have is the same sheet, saved again") {
    auto stamped = [](const Firm& firm, const std::string& id, int company) {
        Submission s = package_of(firm, id);
        std::string cells;
        for (int i = 0; i < Thumbnail::cell_columns * Thumbnail::cell_rows; ++i)
            cells += static_cast<char>('!' + (i % 7 == 0 ? 20 + (i / 7 * company) % 20 : 2));
        s.files[1].document.pages[0].view = {Digest::of("view " + id), 850, 1200, cells};
        return judged(s);
    };
    std::vector<Record> records = {stamped(qiming, "a", 3), stamped(yuanfan, "b", 3)};
    across(records);
    REQUIRE(codes_of(records[0]) == "duplicate.content");
    const Finding& found = records[0].findings[0].finding;
    CHECK(found.slot == "commitment");
    CHECK(found.where.page == 1);
    CHECK(records[0].findings[0].message.find("同一页盖章扫描件") != std::string::npos);
    CHECK(codes_of(records[1]) == "duplicate.content");
    CHECK(to_json(records[0]).dump().find("cells") == std::string::npos);

    records = {stamped(qiming, "a", 3), stamped(yuanfan, "b", 5)};
    across(records);
    CHECK(codes_of(records[0]).empty());
}

TEST_CASE("roster: a near miss is named and not taken") {
    Roster roster;
    roster.entries = {entry(qiming), entry({"2021039", "烟台远帆渔业有限公司", "", ""})};
    std::vector<Record> records = {judged(package_of(qiming, "a")), judged(package_of(yuanfan, "b"))};
    const RosterView view = across(records, &roster);
    REQUIRE(codes_of(records[1]) == "roster.unknown");
    CHECK(records[1].findings[0].message.find("2021039 烟台远帆渔业有限公司") != std::string::npos);
    CHECK(records[1].applicant.number == "2021038");
    REQUIRE(view.absent.size() == 1);
    CHECK(view.absent[0].note.find("2021038") != std::string::npos);
    REQUIRE(view.unknown.size() == 1);
    CHECK(view.unknown[0].note.find("2021039") != std::string::npos);
}

TEST_CASE("roster: another's number by mistake is told from another's submission") {
    Roster roster;
    roster.entries = {entry(qiming), entry(yuanfan)};
    Firm slip = yuanfan;
    slip.number = qiming.number;
    std::vector<Record> records = {judged(package_of(slip, "b"))};
    const RosterView view = across(records, &roster);
    REQUIRE(codes_of(records[0]) == "roster.mismatch");
    CHECK(records[0].findings[0].finding.args.at("expected") == yuanfan.number);
    REQUIRE(view.absent.size() == 1);
    CHECK(view.absent[0].company == qiming.name);
}

TEST_CASE("roster: who sent a link to a large file is not absent, and a number alone is no near miss") {
    Roster roster;
    roster.entries = {entry(qiming), entry({"2021039", "某某未报送机械有限公司", "", ""})};
    Submission link = package_of(qiming, "a");
    link.has_package = false;
    link.package = {};
    link.files.clear();
    link.findings = {finding("mail.cloud_attachment")};
    std::vector<Record> records = {judged(link), judged(package_of(yuanfan, "b"))};
    const RosterView view = across(records, &roster);
    REQUIRE(view.absent.size() == 1);
    CHECK(view.absent[0].number == "2021039");
    CHECK(view.absent[0].note.empty());
    REQUIRE(view.unknown.size() == 1);
    CHECK(view.unknown[0].note.empty());
}
