// Who reads an input: the first of those who bid most.

#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <string>
#include <vector>

using namespace shenbao;
using namespace shenbao::test;

namespace {

Facts read(const std::string& bytes, const std::string& name) {
    MemorySink sink;
    return read_input({bytes_of(bytes), -1, name, {}, {}}, Task::read, {}, sink);
}

void nobody_bids_more_than_its_most(const fs::path& folder) {
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        if (!file.is_regular_file()) continue;
        const std::string bytes = slurp(file.path());
        if (bytes.empty()) continue;
        for (const Extractor* extractor : formats()) {
            INFO(extractor->name() << " on " << file.path().filename().string());
            REQUIRE(extractor->bid({bytes_of(bytes), -1, file.path().filename().string(), {}, {}}) <=
                    extractor->most());
        }
    }
}

} // namespace

// One that could bid more than it says would not be asked for what is its own.
TEST_CASE("nobody bids more than its most") {
    nobody_bids_more_than_its_most(fs::path(SHENBAO_ROOT) / "tests");
    SKIP_WITHOUT(corpus());
    nobody_bids_more_than_its_most(corpus());
}

TEST_CASE("a more exact reading of a container goes before one that is only sure of it") {
    // A ZIP that holds a document; a mail whose parts are a page that calls itself a Word document.
    CHECK(read(slurp(data_dir("extractors/word") / "form.docx"), "a.zip").reader == "docx");
    const std::string page = "MIME-Version: 1.0\r\nFrom: a@example.com\r\nTo: b@example.com\r\nSubject: c\r\n"
                             "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                             "<html><body>words</body></html>\r\n--b--\r\n";
    CHECK(read(page, "a.doc").reader == "html");
    CHECK(read(page, "a.eml").reader == "mime");
}

TEST_CASE("a page and a Word file of XML are known in any encoding") {
    const std::string page = "<html><body>words</body></html>", word = "<?xml version=\"1.0\"?><w:wordDocument/>";
    const auto wide = [](const std::string& narrow) {
        std::string out = "\xFF\xFE";
        for (char c : narrow)
            out += {c, '\0'};
        return out;
    };
    CHECK(read(page, "a").reader == "html");
    CHECK(read("\n \xEF\xBB\xBF", "a").reader != "html");
    CHECK(read("\xEF\xBB\xBF" + page, "a").reader == "html");
    CHECK(read("  \r\n" + page, "a").reader == "html");
    CHECK(read(wide(page), "a").reader == "html");
    CHECK(read(word, "a").reader == "wordxml");
    CHECK(read(wide(word), "a").reader == "wordxml");
    CHECK(read("words < more words", "a").reader == "plain");
}
