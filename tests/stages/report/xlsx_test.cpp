// The workbook: the same bytes each time, and no cell that computes.
#include "stages/report/xlsx.h"
#include "tests/stages/report/parts.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

#include <map>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string workbook(const std::vector<Record>& records) {
    return xlsx_report(sample_campaign(), records, sample_roster(), words());
}

} // namespace

TEST_CASE("the same records give the same workbook") {
    const auto records = sample_records(sample_campaign(), 30, words());
    CHECK(workbook(records) == workbook(records));
}

TEST_CASE("nothing in it is a formula or a sender's link") {
    Record r = plain_record();
    const std::string formula = "=HYPERLINK(\"http://example.com\",\"x\")";
    r.applicant = {"+1", "@SUM(A1)", "-1"};
    r.submission.subject = r.submission.package = r.files.front().entry = formula;
    r.submission.from = "http://example.com/a";
    r.findings.push_back({finding("document.damaged", {formula, 1, {}}, "=cmd|' /C calc'!A0"), "{=1+1}", {}});
    r.fields.push_back({"contact", "=1+1", {}, FieldStatus::read, 1, {}});
    const auto parts = parts_of(workbook({r}));
    REQUIRE(parts.size() > 8);
    for (const auto& [name, part] : parts) {
        CHECK(part.find("<f>") == part.npos);
        CHECK(part.find("<f ") == part.npos);
        if (name.ends_with(".rels")) CHECK(part.find("example.com") == part.npos);
    }
    CHECK(parts.at("xl/sharedStrings.xml").find("=1+1") != std::string::npos);
}

TEST_CASE("amounts are numbers, and codes and phones are not") {
    Record r = plain_record();
    r.fields.push_back({"mobile", "13800138000", {}, FieldStatus::read, 1, {}});
    r.fields.push_back(
        {"profit", "", {{"2018", "1234.50"}, {"2019", "-3"}, {"2020", "约三百"}}, FieldStatus::read, 1, {}});
    const auto parts = parts_of(workbook({r}));
    const std::string& sheet = parts.at("xl/worksheets/sheet2.xml");
    const std::string& strings = parts.at("xl/sharedStrings.xml");
    CHECK(sheet.find("<v>1234.5</v>") != sheet.npos);
    CHECK(sheet.find("<v>-3</v>") != sheet.npos);
    for (const char* text : {"13800138000", "2021037", "91370000706266601P", "约三百"})
        CHECK(strings.find(text) != strings.npos);
    CHECK(sheet.find("<v>13800138000</v>") == sheet.npos);
}

TEST_CASE("a cell that is longer than a cell can be is cut, not lost") {
    Record r = plain_record();
    r.findings.push_back({finding("document.damaged"), std::string(100000, 'x'), {}});
    const auto parts = parts_of(workbook({r}));
    CHECK(parts.at("xl/sharedStrings.xml").find(std::string(30000, 'x')) != std::string::npos);
}

TEST_CASE("a workbook without records is one") { CHECK(parts_of(workbook({})).contains("xl/worksheets/sheet5.xml")); }
