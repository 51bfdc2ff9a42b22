// No file of other projects' test suites may end a reader in anything but facts or an ItemError. Each is read in a
// process of its own, so that one crash names one file.

#include "tests/extractors/word/word_support.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace shenbao {
const Extractor& doc_extractor();
const Extractor& docx_extractor();
const Extractor& html_extractor();
const Extractor& plain_extractor();
const Extractor& rtf_extractor();
const Extractor& word2_extractor();
const Extractor& wordxml_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;

namespace {

constexpr unsigned seconds_a_file = 60;

int read_by_best(const fs::path& path) {
    std::string bytes = slurp(path), name = path.filename().string();
    const Extractor* best = nullptr;
    int highest = 0;
    for (const Extractor* reader : {&docx_extractor(), &doc_extractor(), &rtf_extractor(), &wordxml_extractor(),
                                    &word2_extractor(), &html_extractor(), &plain_extractor()})
        if (int bid = bid_of(*reader, bytes, name); bid > highest) {
            highest = bid;
            best = reader;
        }
    if (best) error_of(*best, bytes, name);
    return 0;
}

// How reading the file in a child ended: "" for well.
std::string ended(const fs::path& path) {
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        alarm(seconds_a_file);
        try {
            _exit(read_by_best(path));
        } catch (const std::exception&) {
            _exit(1);
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? "" : "an exception";
}

} // namespace

TEST_CASE("no file of the corpus ends a Word reader") {
    SKIP_WITHOUT(corpus());
    for (const char* folder : {"doc", "docx", "rtf", "wps"}) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(corpus() / folder))
            files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files) {
            INFO(file.string());
            CHECK(ended(file) == "");
        }
    }
}

TEST_CASE("known answers out of the corpus") {
    SKIP_WITHOUT(corpus());
    auto of = [](const Extractor& reader, const char* name) {
        return slurp(corpus() / (&reader == &doc_extractor() ? "doc" : "docx") / name);
    };
    CHECK(error_of(doc_extractor(), of(doc_extractor(), "poi-PasswordProtected.doc")) == "document.encrypted");
    CHECK(error_of(doc_extractor(), slurp(corpus() / "wps" / "tika-testWORKS2000.wps")) == "document.unsupported");
    auto merges = read(doc_extractor(), of(doc_extractor(), "poi-table-merges.doc"));
    REQUIRE_FALSE(tables(merges.document()).empty());
}
