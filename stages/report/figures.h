#pragma once
// The figures of one run, `run.json`: how much came in, how much of it is accounted for, what it cost.

#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace shenbao {

struct RunFigures {
    std::string campaign; // its id
    std::uint64_t submissions = 0, packages = 0, files = 0, pages = 0;
    std::uint64_t ocr_pages = 0;       // pages read by recognition
    std::uint64_t facts_read = 0;      // jobs done in this run
    std::uint64_t cache_hits = 0;      // facts that were there already
    std::uint64_t bytes_in = 0;        // of all sources
    std::uint64_t bytes_accounted = 0; // ranges of messages, and what is known to lie between them; equal, or a bug
    std::map<std::string, std::uint64_t> verdicts; // by verdict, superseded submissions left out
    std::map<std::string, std::uint64_t> outcomes; // files by outcome
    std::map<std::string, double> seconds;         // by stage, wall clock
    double seconds_total = 0;
    std::uint64_t peak_memory = 0;        // bytes, the largest of coordinator and children
    std::uint64_t coordinator_memory = 0; // bytes, its own peak
    std::uint64_t report_memory = 0;      // bytes, of the processes that compared the records and wrote the reports
    std::string sandbox;                  // "landlock-4+seccomp", …, "off"
    std::uint64_t left = 0;               // submissions not read, where only one applicant's were asked for
    RosterView roster;
};

// What the records alone tell; the rest is the driver's to fill in.
RunFigures figures_of(std::span<const Record> records);
// The same, one record at a time; begun with those of none.
void count_in(RunFigures& figures, const Record& record);

nlohmann::ordered_json to_json(const RunFigures& figures);

} // namespace shenbao
