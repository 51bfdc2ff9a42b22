// Real PDFs of other projects' tests: each gets an outcome, none takes the reader down. Each is read and looked at in a
// child of its own, as in the program.

#include "read_pdf.h"

#include <sys/wait.h>
#include <unistd.h>

#include <map>

using namespace shenbao;
using namespace shenbao::test;

namespace {

constexpr unsigned seconds = 120;

// A look at every page tells what reading and a look at those that take one tell together.
bool looks_skip_nothing(const std::string& bytes, const Document& document) {
    std::vector<int> all;
    for (const Page& page : document.pages)
        all.push_back(page.number);
    const Read seen = look_at(bytes, all);
    return seen.document().pages == document.pages && seen.document().blocks == document.blocks &&
           seen.document().seals == document.seals;
}

std::string outcome_of(const std::string& bytes, const std::string& name) {
    const Read got = test::read(bytes, name);
    if (got.facts.outcome == Outcome::ok && !looks_skip_nothing(bytes, got.document())) return "skips";
    return std::string(to_string(got.facts.outcome));
}

// How reading ended: "ok", "partial", "skips", a finding's code, or the signal's number.
std::string outcome_of(const fs::path& file) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) return "no pipe";
    pid_t child = fork();
    if (child == 0) {
        alarm(seconds);
        std::string said;
        try {
            std::string bytes = slurp(file);
            const std::string name = file.filename().string();
            const bool none = pdf_extractor().bid({bytes_of(bytes), -1, name, {}}) == bid::none;
            said = none ? "not bid for" : outcome_of(bytes, name);
        } catch (const ItemError& error) {
            said = error.what_found().code;
        }
        ssize_t wrote = write(pipe_ends[1], said.data(), said.size());
        _exit(wrote < 0 ? 1 : 0);
    }
    close(pipe_ends[1]);
    std::string said;
    char buffer[256];
    for (ssize_t got; (got = ::read(pipe_ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(got));
    close(pipe_ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status)) : said;
}

} // namespace

TEST_CASE("every PDF of the corpus has an outcome", "[pdf]") {
    SKIP_WITHOUT(corpus());
    std::map<std::string, int> counts;
    for (const auto& file : fs::directory_iterator(corpus() / "pdf")) {
        if (file.path().extension() != ".pdf") continue;
        std::string outcome = outcome_of(file.path());
        INFO(file.path().string() << ": " << outcome);
        CHECK_FALSE(outcome.empty());
        CHECK(outcome.find("signal") == std::string::npos);
        CHECK(outcome != "skips");
        ++counts[outcome];
    }
    for (const auto& [outcome, count] : counts)
        WARN(outcome << ": " << count);
    CHECK(counts["ok"] > 100);
}
