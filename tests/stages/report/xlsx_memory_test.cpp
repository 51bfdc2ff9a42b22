// The workbook when memory is short: it fails, or it is whole; no cell is left out in silence.
#include "stages/report/xlsx.h"
#include "tests/stages/report/sample.h"
#include "tests/stages/report/words.h"
#include "tests/support.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <exception>
#include <map>
#include <string>
#include <vector>

// Sanitizers bring an allocator of their own.
#ifndef SHENBAO_SANITIZE

namespace {

unsigned long calls = 0, failing = 0; // allocations so far, and the one that fails; 0: none

bool fails() {
    if (++calls != failing) return false;
    errno = ENOMEM;
    return true;
}

} // namespace

// In front of the C library's own, for this program and every library it loads.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t n) noexcept { return fails() ? nullptr : __libc_malloc(n); }
void* calloc(std::size_t n, std::size_t size) noexcept { return fails() ? nullptr : __libc_calloc(n, size); }
void* realloc(void* old, std::size_t n) noexcept { return fails() ? nullptr : __libc_realloc(old, n); }
}

using namespace shenbao;
using namespace shenbao::test;

namespace {

enum End { same, other, thrown, crashed };

struct Reported {
    Campaign campaign = sample_campaign();
    std::vector<Record> records = sample_records(campaign, 1, words());
    RosterView roster = sample_roster();

    std::string workbook() const { return xlsx_report(campaign, records, roster, words()); }
};

End end_when_failing(unsigned long at, const Reported& reported, const std::string& whole) {
    calls = 0;
    failing = at;
    try {
        const std::string bytes = reported.workbook();
        failing = 0;
        return bytes == whole ? same : other;
    } catch (const std::exception&) {
        failing = 0;
        return thrown;
    }
}

// In a process of its own, as reports are written: where the library looks at what it did not get, it crashes.
End end_apart(unsigned long at, const Reported& reported, const std::string& whole) {
    const pid_t process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        for (int signal : {SIGSEGV, SIGABRT})
            std::signal(signal, SIG_DFL); // past Catch2
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        _exit(end_when_failing(at, reported, whole));
    }
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    return WIFEXITED(status) ? static_cast<End>(WEXITSTATUS(status)) : crashed;
}

} // namespace

TEST_CASE("an allocation that fails while it is written costs it nothing in silence") {
    const Reported reported;
    calls = 0;
    const std::string whole = reported.workbook();
    const unsigned long all = calls;
    REQUIRE(all > 1000);
    std::map<End, int> ends;
    for (unsigned long at = 1; at <= all; ++at) {
        INFO("allocation " << at << " of " << all);
        const End end = end_apart(at, reported, whole);
        CHECK(end != other);
        ++ends[end];
    }
    CHECK(ends[thrown] > 100);
}

#endif
