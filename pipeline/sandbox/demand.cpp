#include "pipeline/sandbox/demand.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace shenbao {
namespace {

constexpr double nanosecond = 1e-9;
// Of the time that it could have had a core between two looks: a sleeper that says now and then that it is there still
// is one, however long it then waits for a core to say so.
constexpr double most_of_a_sleeper = 0.1;
constexpr double most_forgiven = 1.5; // seconds
// By so much a document's time differs from night to night even when it is alone.
constexpr double most_disturbance = 0.1;

std::string proc_file(pid_t process, const char* name) { return "/proc/" + std::to_string(process) + "/" + name; }

// The letter behind the name, which stands in brackets and may hold any others; 0 where there is none.
char state_of(pid_t process) {
    std::ifstream in(proc_file(process, "stat"));
    std::string line;
    std::getline(in, line);
    const std::size_t name_ends = line.rfind(") ");
    return name_ends != std::string::npos && name_ends + 2 < line.size() ? line[name_ends + 2] : '\0';
}

} // namespace

std::optional<TimeSpent> time_spent(pid_t process) {
    std::ifstream in(proc_file(process, "schedstat"));
    std::uint64_t running = 0, waiting = 0;
    if (!(in >> running >> waiting)) return std::nullopt;
    const char state = state_of(process);
    if (state == '\0') return std::nullopt;
    return TimeSpent{static_cast<double>(running) * nanosecond, static_cast<double>(waiting) * nanosecond, state == 'S',
                     state == 'D'};
}

// With overcommitting forbidden (vm.overcommit_memory, proc(5)) what is promised counts, used or not.
std::uint64_t memory_available() {
    constexpr std::uint64_t kilobyte = 1024;
    std::ifstream memory("/proc/meminfo"), mode("/proc/sys/vm/overcommit_memory");
    std::uint64_t available = 0, limit = 0, promised = 0;
    for (std::string name; memory >> name; memory.ignore(std::numeric_limits<std::streamsize>::max(), '\n')) {
        if (name == "MemAvailable:") memory >> available;
        if (name == "CommitLimit:") memory >> limit;
        if (name == "Committed_AS:") memory >> promised;
    }
    constexpr int never = 2;
    int overcommit = never;
    mode >> overcommit;
    if (overcommit == never) available = std::min(available, limit - std::min(limit, promised));
    return available * kilobyte;
}

void Demand::look(Moment now, const TimeSpent& spent, Moment sign) {
    const double passed = std::chrono::duration<double>(now - looked_).count();
    const double had_cores = passed - (spent.waiting - last_.waiting);
    asleep_ = spent.sleeps && spent.running - last_.running <= had_cores * most_of_a_sleeper;
    if (sign >= looked_) waited_before_sign_ = last_.waiting;
    ++looks_;
    at_disk_ += spent.at_disk;
    last_ = spent;
    looked_ = now;
}

double Demand::forgiven(double waited) { return std::min(waited, most_forgiven); }

bool Demand::undisturbed(double limit, double taken) const {
    if (looks_ == 0) return false;
    const double at_disk = limit * at_disk_ / looks_;
    return taken + at_disk <= limit * most_disturbance;
}

} // namespace shenbao
