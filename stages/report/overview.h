#pragma once
// What all records come to: counts by verdict, arrivals by day, the commonest defects, and the list of what the
// office has to do next. Superseded submissions are counted as arrived, and nowhere else.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shenbao::report {

struct DayCount {
    int day = 0; // since 1970-01-01, at the office
    int in_time = 0, late = 0;
};

struct DefectCount {
    std::string title; // 缺少材料：承诺书
    std::string code;
    Severity severity = Severity::error;
    int submissions = 0;
};

// A piece of work: which submissions it is about.
struct Task {
    std::string key; // its sentences are "todo.KEY" and "todo.KEY.why"
    Severity severity = Severity::error;
    std::vector<std::size_t> records; // indices, in the records' order
    std::size_t count = 0;            // of records, or of names on the roster
};

struct Overview {
    std::size_t arrived = 0, superseded = 0;
    std::size_t packages = 0, files = 0, pages = 0, ocr_pages = 0;
    std::array<int, 4> verdicts{}; // by Verdict
    std::vector<DayCount> days;    // every day from first to last, empty ones too
    int outside_days = 0;          // arrivals that no day of the list holds: undated, or far away
    std::optional<int> deadline_day;
    std::vector<DefectCount> defects; // commonest first; errors and warnings
    std::vector<Task> tasks;          // most pressing first; only such as concern something

    std::size_t standing() const { return arrived - superseded; }
    int of(Verdict verdict) const { return verdicts[static_cast<std::size_t>(verdict)]; }
};

Overview overview_of(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                     const Messages& messages);

} // namespace shenbao::report
