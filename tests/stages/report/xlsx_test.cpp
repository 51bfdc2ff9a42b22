// The workbook: the same bytes each time, and no cell that computes.
#include "stages/report/xlsx.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

#include <zlib.h>

#include <map>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::size_t little_endian(const std::string& bytes, std::size_t at, int n) {
    std::size_t value = 0;
    for (int i = n - 1; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
    return value;
}

std::string inflated(const std::string& packed, std::size_t size) {
    std::string out(size, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, -MAX_WBITS) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

// The parts of a workbook by name, through the central directory (APPNOTE 4.3.12).
std::map<std::string, std::string> parts_of(const std::string& zip) {
    std::map<std::string, std::string> parts;
    for (std::size_t at = zip.find("PK\x01\x02"); at != zip.npos; at = zip.find("PK\x01\x02", at + 46)) {
        const std::size_t packed = little_endian(zip, at + 20, 4), size = little_endian(zip, at + 24, 4);
        const std::size_t local = little_endian(zip, at + 42, 4);
        const std::size_t data = local + 30 + little_endian(zip, local + 26, 2) + little_endian(zip, local + 28, 2);
        const std::string bytes = zip.substr(data, packed);
        parts[zip.substr(at + 46, little_endian(zip, at + 28, 2))] =
            little_endian(zip, at + 10, 2) == 0 ? bytes : inflated(bytes, size);
    }
    return parts;
}

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
