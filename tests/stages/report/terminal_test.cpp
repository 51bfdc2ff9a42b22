// The terminal: aligned under Chinese, wrapped, and deaf to a document's escapes.
#include "pipeline/model/text.h"
#include "stages/report/terminal.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

Record with_findings() {
    Record r = plain_record();
    Finding missing = finding("material.missing");
    missing.slot = "commitment";
    add_finding(r, sample_campaign(), words(), finding("naming.encoding", {}, {}, {{"encoding", "GB18030"}}));
    add_finding(r, sample_campaign(), words(),
                finding("naming.container", {}, {}, {{"found", "zip"}, {"asked", "rar"}}));
    add_finding(r, sample_campaign(), words(), missing);
    r.verdict = Verdict::deficient;
    return r;
}

std::string report_of(const Record& r, bool colour = false) {
    return terminal_report(sample_campaign(), r, words(), colour);
}

} // namespace

TEST_CASE("findings stand under what has to be done, worst first") {
    const std::string text = report_of(with_findings());
    const std::size_t must = text.find("必须补正（1）"), check = text.find("请核对（1）"),
                      note = text.find("提示（1）");
    REQUIRE(must != text.npos);
    CHECK(text.find("■ 需补正") == 0);
    CHECK(must < text.find("缺少材料：承诺书"));
    CHECK(text.find("缺少材料：承诺书") < check);
    CHECK(check < note);
}

TEST_CASE("lines keep to the width, and hang under their label") {
    Record r = with_findings();
    std::string sentence;
    for (int i = 0; i < 30; ++i)
        sentence += "请核对单位名称，";
    r.findings.push_back({finding("naming.number"), sentence, {}});
    bool hung = false;
    for (const auto& line : text::split(report_of(r), '\n')) {
        CHECK(text::columns(line) <= 80);
        hung = hung || line.starts_with("     请核对") || line.starts_with("     单位");
    }
    CHECK(hung);
}

TEST_CASE("escapes from a document do not reach the terminal") {
    Record r = with_findings();
    const std::string evil = "a\x1b[2J\x1b]0;owned\x07\u202E\u009B31m\nb";
    r.applicant.company = r.submission.package = r.files.front().entry = evil;
    r.materials.front().entry = r.fields.front().value = evil;
    r.findings.push_back({finding("document.damaged", {evil, 1, {}}, evil), evil, {}});
    const std::string text = report_of(r);
    CHECK(text.find('\x1b') == text.npos);
    CHECK(text.find('\x07') == text.npos);
    CHECK(text.find("\u202E") == text.npos);
    CHECK(text.find("\u009B") == text.npos);
    CHECK(report_of(r, true).find("\x1b[2J") == std::string::npos);
}

TEST_CASE("colour is given only when asked for") {
    CHECK(report_of(with_findings(), true).find("\x1b[1;31m") != std::string::npos);
    CHECK(report_of(with_findings(), false).find('\x1b') == std::string::npos);
}

TEST_CASE("wrapping") {
    CHECK(report::wrapped("中文换行，不让标点在行首", 8) ==
          std::vector<std::string>{"中文换", "行，不让", "标点在行", "首"});
    CHECK(report::wrapped("two words here", 9) == std::vector<std::string>{"two words", "here"});
    CHECK(report::wrapped("abcdefghij", 4) == std::vector<std::string>{"abcd", "efgh", "ij"});
    CHECK(report::wrapped("", 10) == std::vector<std::string>{""});
    CHECK(report::padded("编号", 8) == "编号    ");
    CHECK(report::padded("比宽度更长", 4) == "比宽度更长 ");
}
