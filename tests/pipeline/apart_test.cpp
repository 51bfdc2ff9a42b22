// What becomes of a process that works apart becomes of it alone.

#include "pipeline/apart.h"

#include "pipeline/config/messages_file.h"
#include "pipeline/trouble.h"
#include "tests/support.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <new>
#include <system_error>
#include <vector>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

const Messages& messages() {
    static const Messages all = load_messages(fs::path(SHENBAO_ROOT) / "config/messages");
    return all;
}

std::string stops_with(const std::function<void()>& work) {
    try {
        in_words(messages(), [&] { return work_apart(messages(), {}, work); });
    } catch (const RunError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("what is done apart is done, and its memory is not here") {
    const fs::path file = fs::temp_directory_path() / ("shenbao-apart-" + std::to_string(getpid()));
    int untouched = 1;
    const std::uint64_t memory = work_apart(messages(), {}, [&] {
        untouched = 2;
        std::vector<char> much(64 << 20, 'x');
        std::ofstream(file) << much.back();
    });
    CHECK(test::slurp(file) == "x");
    CHECK(untouched == 1);
    CHECK(memory > 64 << 20);
    fs::remove(file);
}

TEST_CASE("what stops the work is told in the words it has for it") {
    const auto full = [] { throw std::system_error(ENOSPC, std::generic_category(), "report.html"); };
    CHECK(stops_with(full) == messages().word("stop.disk_full", {{"what", "report.html"}}));
    CHECK(stops_with([] { throw Trouble("no_child"); }) == messages().word("stop.no_child"));
    CHECK(stops_with([] { throw std::bad_alloc(); }) == messages().word("stop.memory", {{"what", "shenbao"}}));
}

TEST_CASE("a crash ends the work with a sentence, and nothing else") {
    CHECK(stops_with([] { signal(SIGSEGV, SIG_DFL), raise(SIGSEGV); }) == messages().word("stop.ended", {{"why", "signal 11"}}));
    CHECK(stops_with([] { raise(SIGKILL); }) == messages().word("stop.ended", {{"why", "signal 9"}}));
    CHECK(stops_with([] { _exit(77); }) == messages().word("stop.ended", {{"why", "exit 77"}}));
}

TEST_CASE("told to stop, the work is ended at once") {
    const auto began = std::chrono::steady_clock::now();
    int asked = 0;
    const auto stop = [&] { return ++asked > 3; };
    CHECK_THROWS_AS(work_apart(messages(), stop, [] { sleep(60); }), Interrupted);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
}
