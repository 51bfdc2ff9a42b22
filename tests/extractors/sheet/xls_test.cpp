#include "tests/extractors/word/word_support.h"

#include "extractors/sheet/biff.h"

#include <sys/wait.h>
#include <unistd.h>

namespace shenbao {
const Extractor& xls_extractor();
const Extractor& xlsx_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

namespace {

std::string roster(const std::string& kind) { return slurp(data_dir("extractors/sheet") / ("roster." + kind)); }

} // namespace

TEST_CASE("xls: the roster reads the same as binary and as xlsx") {
    for (const std::string kind : {"xls", "xlsx"}) {
        INFO(kind);
        auto done = read(kind == "xls" ? xls_extractor() : xlsx_extractor(), roster(kind), "roster." + kind);
        REQUIRE(tables(done.document()).size() == 2);
        CHECK(tables(done.document())[0].title == "申报名单");
        CHECK(cells(tables(done.document())[0]) ==
              Strings{"0,0 1x4 样例市申报名单", "1,0 1x1 编号", "1,1 1x1 企业名称", "1,2 1x1 利润（万元）",
                      "1,3 1x1 日期", "2,0 1x1 2099001", "2,1 1x1 样例精密仪器有限公司", "2,2 1x1 1,152.70",
                      "2,3 1x1 2021-06-10", "3,0 2x1 2099002", "3,1 1x1 示例新材料有限公司", "3,2 1x1 -3.25",
                      "3,3 1x1 2021-06-16", "4,2 1x1 1,149.45", "4,3 1x1 TRUE"});
        CHECK(tables(done.document())[1].title == "说明");
        CHECK(done.facts.outcome == Outcome::ok);
        CHECK(done.facts.findings.empty());
    }
}

TEST_CASE("xls: hidden sheets are no part of what is shown, as in xlsx") {
    for (const std::string kind : {"xls", "xlsx"}) {
        INFO(kind);
        auto done = read(kind == "xls" ? xls_extractor() : xlsx_extractor(),
                         slurp(data_dir("extractors/sheet") / ("hidden." + kind)));
        CHECK(plain_text(done.document()) == "制造业\n");
        CHECK(plain_text(done.document(), Part::hidden) == "建筑业\nC01\n");
        CHECK(tables(done.document()).at(1).title == "选项");
    }
}

TEST_CASE("xls: strings run on over CONTINUE records and change their width there") {
    sheet::Record record;
    std::string head("\x04\x00\x00"
                     "ab",
                     5),
        rest("\x01\x2D\x4E\xFD\x56", 5);
    record.data = View(head);
    record.continued = {View(rest)};
    CHECK(sheet::Cursor(record).rich_string() == "ab中国");
    record.continued.clear();
    CHECK(sheet::Cursor(record).rich_string() == "ab");
}

TEST_CASE("xls damaged: any byte may be wrong, and nothing worse comes of it") {
    std::string whole = roster("xls");
    for (std::size_t at = 0; at < whole.size(); at += 61) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0xFF);
        if (bid_of(xls_extractor(), bytes) == bid::none) continue;
        std::string code = error_of(xls_extractor(), bytes);
        CHECK((code.empty() || code.rfind("document.", 0) == 0));
    }
}

TEST_CASE("xls unusable: no workbook") {
    CHECK(bid_of(xls_extractor(), "none") == bid::none);
    CHECK(error_of(xls_extractor(), "none") == "document.damaged");
    CHECK(has_finding(read(xls_extractor(), roster("xls"), "a.doc").facts, "document.type_mismatch"));
}

TEST_CASE("no spreadsheet of the corpus ends a reader") {
    SKIP_WITHOUT(corpus());
    for (const auto& entry : fs::directory_iterator(corpus() / "spreadsheets")) {
        INFO(entry.path().string());
        std::string bytes = slurp(entry.path());
        const Extractor& reader = bid_of(xls_extractor(), bytes) ? xls_extractor() : xlsx_extractor();
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            alarm(60);
            error_of(reader, bytes);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(status == 0);
    }
}
