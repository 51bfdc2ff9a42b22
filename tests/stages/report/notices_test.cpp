// Notices of correction: what they say, to whom, and under which names they are filed.
#include "stages/report/notices.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

bool says(const std::string& text, const std::string& words) { return text.find(words) != text.npos; }

Record deficient() {
    Record r = plain_record();
    Finding missing = finding("material.missing");
    missing.slot = "commitment";
    add_finding(r, sample_campaign(), words(), missing);
    r.verdict = Verdict::deficient;
    return r;
}

void add(Record& r, Finding f) { add_finding(r, sample_campaign(), words(), std::move(f)); }
std::string letter(const Record& r) { return report::letter(sample_campaign(), r, words()); }

} // namespace

TEST_CASE("a notice says what is missing, how it can be mended and until when") {
    const auto all = notices(sample_campaign(), std::vector{deficient()}, words());
    REQUIRE(all.size() == 1);
    CHECK(all.begin()->first == "2021037+某某有限公司.txt");
    const std::string& text = all.begin()->second;
    CHECK(text.starts_with("\xEF\xBB\xBF"));
    CHECK(says(text, "\r\n"));
    for (const char* words :
         {"某某有限公司", "2021037", "2021年全国质量标杆", "缺少材料：承诺书", "2021年6月16日 23:59"})
        CHECK(says(text, words));
}

TEST_CASE("only what is deficient and not superseded gets a notice") {
    Record old = deficient(), review = plain_record(), unreadable = plain_record();
    add(old, finding("resubmission.superseded"));
    review.verdict = Verdict::review;
    unreadable.verdict = Verdict::unreadable;
    CHECK(notices(sample_campaign(), std::vector{old, review, unreadable, plain_record()}, words()).empty());
}

TEST_CASE("where it is not sure, a notice asks") {
    Record r = deficient();
    Finding unclear = finding("material.stamp_unclear", {"推荐表.pdf", 4, {}});
    unclear.slot = "recommendation_form";
    add(r, unclear);
    const std::string text = letter(r);
    const std::size_t sure = text.find("一、需要补正"), unsure = text.find("二、请一并核对");
    REQUIRE(sure != text.npos);
    REQUIRE(unsure != text.npos);
    CHECK(text.find("缺少材料") < unsure);
    CHECK(text.find("看不清楚") > unsure);
    CHECK(says(text, "第 4 页"));
}

TEST_CASE("a notice tells nothing of other applicants, and nothing of the program's own affairs") {
    Record r = deficient();
    Finding same = finding("duplicate.content", {"承诺书.pdf", 0, {}}, {}, {{"other", "另一家有限公司"}});
    Finding number = finding("resubmission.conflict", {}, {}, {{"number", "2021037"}, {"other", "另一家有限公司"}});
    add(r, same);
    add(r, number);
    add(r, finding("document.crashed", {"a.pdf", 0, {}}, "SIGSEGV"));
    add(r, finding("archive.nested", {"b.zip", 0, {}}));
    const std::string text = letter(r);
    CHECK_FALSE(says(text, "另一家有限公司"));
    CHECK_FALSE(says(text, "工作人员"));
    CHECK_FALSE(says(text, "b.zip"));
    CHECK(says(text, "请核对申报编号"));
}

TEST_CASE("what a person has decided is not asked for again") {
    Record r = deficient();
    add(r, finding("naming.number", {}, {}, {{"found", "20219999"}}));
    r.findings.back().decision = Decision{};
    CHECK_FALSE(says(letter(r), "20219999"));
    r.findings.front().decision = Decision{};
    CHECK(notices(sample_campaign(), std::vector{r}, words()).empty());
}

TEST_CASE("a late submission is not told to be in time") {
    Record r = deficient();
    add(r, finding("timing.late", {}, {}, {{"received", "2021-06-18"}, {"deadline", "2021-06-16"}}));
    const std::string text = letter(r);
    CHECK(says(text, "已过截止时间"));
    CHECK_FALSE(says(text, "23:59 前"));
}

TEST_CASE("file names are safe and different from each other") {
    Record nasty = deficient(), again = deficient(), nameless = deficient(), dots = deficient();
    nasty.applicant.company = "../a\\b:c*?\"<>|\u202E\n公司";
    nameless.applicant = {};
    dots.applicant = {"..", "...", ""};
    std::string longest;
    for (int i = 0; i < 300; ++i)
        longest += "长";
    Record long_name = deficient();
    long_name.applicant.company = longest;
    const auto names = report::notice_names(sample_campaign(),
                                            std::vector{deficient(), again, nasty, nameless, dots, long_name}, words());
    CHECK(names[0] == "2021037+某某有限公司.txt");
    CHECK(names[1] == "2021037+某某有限公司 (2).txt");
    CHECK(names[2] == "2021037+_a_b_c______⟨202E⟩ 公司.txt");
    CHECK(names[3] == "a1.txt");
    CHECK(names[4] != "");
    CHECK(names[4].front() != '.');
    CHECK(names[5].size() < 255);
}

TEST_CASE("what cannot be read at all goes back as a draft") {
    Record r = plain_record();
    r.verdict = Verdict::unreadable;
    add(r, finding("archive.encrypted", {"a.rar", 0, {}}));
    CHECK(notices(sample_campaign(), std::vector{r}, words()).empty());
    const auto drafts = eml_drafts(sample_campaign(), std::vector{r}, words());
    REQUIRE(drafts.size() == 1);
    CHECK(drafts.begin()->first == "2021037+某某有限公司.eml");
    CHECK(says(letter(r), "设有密码"));
}

TEST_CASE("the letter names the day it came, and what stands") {
    Campaign campaign = sample_campaign();
    Record r = deficient();
    CHECK(says(letter(r), "已于 2021年6月10日 9:12 收到"));
    CHECK(says(letter(r), "以最后一次收到的为准"));
    campaign.standing = Standing::newest_in_time;
    CHECK(says(report::letter(campaign, r, words()), "以截止时间之前最后一次收到的为准"));
    r.submission.received.clear();
    CHECK(says(letter(r), "已收到"));
}

TEST_CASE("a draft answers the mail") {
    const auto drafts = eml_drafts(sample_campaign(), std::vector{deficient()}, words());
    REQUIRE(drafts.size() == 1);
    CHECK(drafts.begin()->first == "2021037+某某有限公司.eml");
    const std::string& mail = drafts.begin()->second;
    CHECK(says(mail, "\r\nTo: zhang@example.com\r\n"));
    CHECK(says(mail, "In-Reply-To: <m1@mail.example.com>\r\n"));
    CHECK(says(mail, "Subject: =?UTF-8?B?"));
    CHECK(says(mail, "Content-Transfer-Encoding: base64"));
    CHECK_FALSE(says(mail, "Date:"));
    for (std::size_t at = 0, end; (end = mail.find("\r\n", at)) != mail.npos; at = end + 2)
        CHECK(end - at <= 78);
}

TEST_CASE("no sender writes headers into a draft") {
    Record r = deficient();
    r.submission.from = "x <a@b.com\r\nBcc: all@b.com>";
    r.submission.message_id = "<x>\r\nBcc: all@b.com";
    r.applicant.company = "公司\r\nBcc: all@b.com";
    const std::string mail = eml_drafts(sample_campaign(), std::vector{r}, words()).begin()->second;
    CHECK_FALSE(says(mail, "Bcc"));
    CHECK_FALSE(says(mail, "To:"));
}
