// The page: whatever a sender writes stays text, and the same records give the same bytes.
#include "stages/report/html.h"
#include "stages/report/markup.h"
#include "stages/report/page_parts.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string between(const std::string& page, const std::string& open, const std::string& close) {
    const std::size_t from = page.find(open);
    REQUIRE(from != page.npos);
    const std::size_t to = page.find(close, from + open.size());
    REQUIRE(to != page.npos);
    return page.substr(from + open.size(), to - from - open.size());
}

std::size_t count(const std::string& text, const std::string& word) {
    std::size_t n = 0;
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + word.size()))
        ++n;
    return n;
}

std::string page_of(std::vector<Record> records, const CropSource& crops = {}) {
    return html_report(sample_campaign(), records, sample_roster(), words(), crops);
}

nlohmann::json details_of(const std::string& page) {
    return nlohmann::json::parse(between(page, "id=\"details\">", "</script>"));
}

} // namespace

TEST_CASE("the same records give the same page") {
    const auto records = sample_records(sample_campaign(), 40, words());
    CHECK(page_of(records) == page_of(records));
}

TEST_CASE("a page without records opens") {
    const std::string page = page_of({});
    CHECK(page.find("</html>") != page.npos);
    CHECK(nlohmann::json::parse(between(page, "id=\"data\">", "</script>"))["rows"].empty());
}

TEST_CASE("markup from a sender stays text, wherever it stands") {
    const std::string evil = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\"'&";
    Record r = plain_record();
    r.applicant = {evil, evil, evil};
    r.submission.subject = r.submission.from = r.submission.package = r.submission.id = evil;
    r.files.front().entry = r.materials.front().entry = r.materials.front().seal.owner = evil;
    r.fields.front().value = evil;
    r.fields.front().readings.push_back({evil, {}, evil, 1, {}, 0.5});
    Finding f = finding("material.unstamped", {evil, 2, {}}, evil);
    f.slot = evil;
    r.findings.push_back({f, evil, Decision{evil, evil, true, evil, evil, evil, evil}});
    Campaign campaign = sample_campaign();
    campaign.title = evil;
    RosterView roster;
    roster.absent.push_back({evil, evil});
    const std::string page = html_report(campaign, std::vector{r}, roster, words());

    CHECK(count(page, "<script") == 4); // two of data, two of code
    CHECK(count(page, "</script") == 4);
    CHECK(page.find("<img") == page.npos);
    CHECK(page.find("<!--") == page.npos);
    CHECK(page.find("&lt;img src=x") != page.npos);
    CHECK(details_of(page)["findings"][0]["m"] == evil);
}

TEST_CASE("characters that hide or turn text are written out") {
    Record r = plain_record();
    r.files.front().entry = "合同\u202Egpj.exe\u200B\u2066\x01";
    const std::string page = page_of({r});
    CHECK(page.find("\u202E") == page.npos);
    CHECK(details_of(page)["files"][0]["e"] == "合同⟨202E⟩gpj.exe⟨200B⟩⟨2066⟩⟨0001⟩");
}

TEST_CASE("the policy names exactly the page's own style and scripts") {
    const std::string page = page_of({plain_record()});
    const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    CHECK(policy.starts_with("default-src 'none'"));
    CHECK(policy.find("unsafe") == policy.npos);
    CHECK(policy.find(report::csp_hash(between(page, "<style>", "</style>"))) != policy.npos);
    CHECK(policy.find(report::csp_hash(report::list_script())) != policy.npos);
    CHECK(page.find("<script>" + std::string(report::list_script()) + "</script>") != page.npos);
    CHECK(page.find("style=\"") == page.npos);
    CHECK(page.find("src=\"http") == page.npos);
    // FIPS 180-4's own example, as a policy writes it
    CHECK(report::csp_hash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
}

TEST_CASE("a crop is shown beside its finding, and only a PNG is") {
    Record r = plain_record();
    add_finding(r, sample_campaign(), words(), finding("field.uncertain", {"附件1 推荐表.pdf", 1, Box{}}, "x"));
    const auto with = [](std::string bytes) {
        return [bytes](const Locator&, const std::string&) { return std::optional(bytes); };
    };
    const std::string shown = page_of({r}, with("\x89PNG\r\n\x1a\nrest"));
    CHECK(details_of(shown)["findings"][0]["img"] == "data:image/png;base64,iVBORw0KGgpyZXN0");
    CHECK_FALSE(details_of(page_of({r}, with("<svg onload=x>")))["findings"][0].contains("img"));
}

TEST_CASE("crops stop where the page would grow without bound") {
    std::vector<Record> records(40, plain_record());
    for (auto& r : records)
        for (int i = 0; i < 12; ++i)
            add_finding(r, sample_campaign(), words(), finding("field.uncertain", {"a.pdf", 1, Box{}}, "x"));
    const std::string big = "\x89PNG" + std::string(2u << 20, 'x');
    const std::string page = page_of(records, [&](const Locator&, const std::string&) { return std::optional(big); });
    CHECK(page.size() < (40u << 20));
}

TEST_CASE("every slot of the campaign is shown, filled or not") {
    const auto details = details_of(page_of({plain_record()}));
    REQUIRE(details["materials"].size() == 4);
    CHECK(details["materials"][0]["files"][0]["seal"] == "present");
    CHECK(details["materials"][1]["t"] == "承诺书");
    CHECK(details["materials"][1]["files"].empty());
}
