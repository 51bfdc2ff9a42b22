// The page: whatever a sender writes stays text, and the same records give the same bytes.
#include "pipeline/model/text.h"
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

std::string page_with(std::vector<Record> records, const PageSource& pages = {}, const HtmlOptions& options = {}) {
    return html_report(sample_campaign(), records, sample_roster(), words(), pages, options);
}

nlohmann::json details_of(const std::string& page) {
    return nlohmann::json::parse(between(page, "id=\"details\">", "</script>"));
}

} // namespace

TEST_CASE("the same records give the same page") {
    const auto records = sample_records(sample_campaign(), 40, words());
    CHECK(page_with(records) == page_with(records));
}

TEST_CASE("a page without records opens") {
    const std::string page = page_with({});
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

    CHECK(count(page, "<script") == 5); // two of data, three of code
    CHECK(count(page, "</script") == 5);
    CHECK(page.find("<img") == page.npos);
    CHECK(page.find("<!--") == page.npos);
    CHECK(page.find("&lt;img src=x") != page.npos);
    CHECK(details_of(page)["findings"][0]["m"] == evil);
}

TEST_CASE("characters that hide or turn text are written out") {
    Record r = plain_record();
    r.files.front().entry = "合同\u202Egpj.exe\u200B\u2066\x01";
    const std::string page = page_with({r});
    CHECK(page.find("\u202E") == page.npos);
    CHECK(details_of(page)["files"][0]["e"] == "合同⟨202E⟩gpj.exe⟨200B⟩⟨2066⟩⟨0001⟩");
}

TEST_CASE("the policy names exactly the page's own style and scripts") {
    const std::string page = page_with({plain_record()});
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

namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0 picture";

// Answers every question with these bytes, and counts the questions.
struct Pictures {
    std::string bytes = jpeg;
    std::map<std::pair<std::string, int>, int> asked{};

    PageSource source() {
        return [this](const Record&, const std::string& entry, int page) {
            ++asked[{entry, page}];
            return std::optional(PagePicture{bytes, 800, 1131});
        };
    }
};

Record scanned(const std::string& id, Verdict verdict) {
    Record r = plain_record();
    r.submission.id = id;
    r.verdict = verdict;
    r.files.front().sha256 = Digest::of(id).hex();
    r.files.front().ocr_pages = 4;
    return r;
}

} // namespace

TEST_CASE("a page's picture stands once, however many places point at it") {
    Record r = scanned("a", Verdict::review);
    const std::string entry = r.files.front().entry;
    add_finding(r, sample_campaign(), words(), finding("field.uncertain", {entry, 4, Box{0.1, 0.2, 0.3, 0.4}}, "x"));
    for (auto& field : r.fields)
        field.readings.push_back({"值", {}, entry, 4, Box{0.5, 0.6, 0.7, 0.8}, 0.9});
    Pictures pictures;
    const std::string page = page_with({r}, pictures.source());
    CHECK(pictures.asked == std::map<std::pair<std::string, int>, int>{{{entry, 4}, 1}});
    CHECK(count(page, report::base64(jpeg)) == 1);
    CHECK(page.find(
              R"(<script type="text/plain" id="page-0" data-type="image/jpeg" data-width="800" data-height="1131">)") !=
          page.npos);
    const auto details = details_of(page);
    CHECK(details["findings"][0]["at"] == nlohmann::json{{"n", 0}, {"p", 4}, {"b", {0.1, 0.2, 0.3, 0.4}}});
    CHECK(details["fields"][0]["r"][0]["at"]["b"] == nlohmann::json{0.5, 0.6, 0.7, 0.8});
    CHECK(details["materials"][0]["files"][0]["at"] == nlohmann::json{{"n", 0}, {"p", 4}});
}

TEST_CASE("only a picture is shown as one") {
    Pictures pictures{"<svg onload=x>"};
    const Record r = scanned("a", Verdict::review);
    CHECK(page_with({r}, pictures.source()).find("id=\"page-0\"") == std::string::npos);
    const PageSource nothing = [](const Record&, const std::string&, int) { return std::nullopt; };
    CHECK_FALSE(details_of(page_with({r}, nothing))["materials"][0]["files"][0].contains("at"));
}

TEST_CASE("where the page would grow too large, what goes back keeps its pictures, and the rest is told") {
    std::vector<Record> records;
    for (int i = 0; i < 20; ++i)
        records.push_back(scanned(std::to_string(i), i == 17 ? Verdict::deficient : Verdict::complete));
    Pictures pictures{"\xFF\xD8\xFF" + std::string(1000, 'x')};
    const std::string page = page_with(records, pictures.source(), {5000});
    CHECK(count(page, "id=\"page-") == 4);
    std::vector<nlohmann::json> details;
    for (const auto& line : text::split(between(page, "id=\"details\">", "</script>"), '\n'))
        details.push_back(nlohmann::json::parse(line));
    REQUIRE(details.size() == 20);
    CHECK(details[17]["materials"][0]["files"][0]["at"]["n"] == 0);
    CHECK_FALSE(details[0].contains("out"));
    CHECK(details[19]["out"] == 1);
    CHECK(page.find("另有 16 页没有放入") != page.npos);
}

TEST_CASE("every slot of the campaign is shown, filled or not") {
    const auto details = details_of(page_with({plain_record()}));
    REQUIRE(details["materials"].size() == 4);
    CHECK(details["materials"][0]["files"][0]["seal"] == "present");
    CHECK(details["materials"][1]["t"] == "承诺书");
    CHECK(details["materials"][1]["files"].empty());
}

TEST_CASE("nothing is missing from what a city sent for its applicants together") {
    Record cover;
    cover.submission.id = "city";
    cover.submission.package = "滨湾市";
    cover.files = {{"推荐文件.pdf", "", "pdf", 1, 1, 0, Outcome::ok}};
    const auto required = [](const Record& record) {
        const auto details = details_of(page_with({record}));
        return std::any_of(details["materials"].begin(), details["materials"].end(),
                           [](const auto& slot) { return slot["req"] == true; });
    };
    CHECK_FALSE(required(cover));
    CHECK(nlohmann::json::parse(between(page_with({cover}), "id=\"data\">", "</script>"))["rows"][0]["o"] == "滨湾市");
    Record unnamed = cover;
    unnamed.findings = {{finding("material.missing"), "缺少材料", {}}};
    CHECK(required(unnamed));
    Record nameless = cover;
    nameless.applicant.company = "滨湾试验仪器仪表有限公司";
    CHECK(required(nameless));
}

TEST_CASE("a campaign without numbers has no column of them, and offices tell the city") {
    Campaign campaign = sample_campaign();
    Field office;
    office.id = "recommender";
    office.type = FieldType::text;
    campaign.fields.push_back(office);
    Record one;
    one.submission.id = "one";
    one.applicant.company = "滨湾试验仪器仪表有限公司";
    one.fields = {{"recommender", "枣岭市工业和信息化局", {}, FieldStatus::confirmed, 0.9, {}}};
    const auto page = [&](const Record& record) { return html_report(campaign, std::vector{record}, {}, words()); };
    CHECK(page(one).find("class=\"list unnumbered\"") != std::string::npos);
    CHECK(nlohmann::json::parse(between(page(one), "id=\"data\">", "</script>"))["cities"][0] == "枣岭市");
    one.applicant.number = "2021001";
    CHECK(page(one).find("class=\"list unnumbered\"") == std::string::npos);
}
