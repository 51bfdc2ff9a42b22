#include "stages/report/overview.h"

#include "stages/report/when.h"
#include "stages/report/wording.h"

#include <algorithm>
#include <map>
#include <set>

namespace shenbao::report {
namespace {

constexpr int longest_chart = 92; // days

// Which submissions a task is about: those with one of these codes, not settled.
struct CodeTask {
    const char* key;
    Severity severity;
    std::vector<std::string_view> codes;
};

const std::vector<CodeTask>& code_tasks() {
    static const std::vector<CodeTask> list = {
        {"cloud", Severity::error, {"mail.cloud_attachment"}},
        {"locked", Severity::error, {"archive.encrypted", "document.encrypted", "archive.volume_missing"}},
        {"conflict",
         Severity::error,
         {"resubmission.conflict", "material.stamp_owner", "naming.company_mismatch", "consistency.*"}},
        {"late", Severity::error, {"timing.late", "timing.early"}},
        {"stamp", Severity::warning, {"material.stamp_unclear"}},
        {"field", Severity::warning, {"field.uncertain", "field.missing"}},
        {"duplicate", Severity::warning, {"duplicate.content", "duplicate.applicant"}},
        {"no_package", Severity::warning, {"mail.no_package"}},
        {"unknown", Severity::warning, {"roster.unknown", "roster.mismatch"}},
        {"reader", Severity::warning, {"document.crashed", "document.timeout", "document.memory"}},
    };
    return list;
}

bool concerns(const Record& record, const CodeTask& task) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const RecordFinding& f) {
        return !settled(f) && std::any_of(task.codes.begin(), task.codes.end(), [&](std::string_view code) {
            return code.ends_with('*') ? f.finding.code.starts_with(code.substr(0, code.size() - 1))
                                       : f.finding.code == code;
        });
    });
}

template <class Fits> Task task_for(const char* key, Severity severity, std::span<const Record> records, Fits fits) {
    Task task{key, severity, {}, 0};
    for (std::size_t i = 0; i < records.size(); ++i)
        if (!superseded(records[i]) && fits(records[i])) task.records.push_back(i);
    task.count = task.records.size();
    return task;
}

std::vector<Task> tasks_of(std::span<const Record> records, const RosterView& roster) {
    std::vector<Task> tasks;
    auto add = [&](Task task) {
        if (task.count > 0) tasks.push_back(std::move(task));
    };
    auto with = [](Verdict verdict) { return [verdict](const Record& r) { return r.verdict == verdict; }; };
    add(task_for("deficient", Severity::error, records, with(Verdict::deficient)));
    add(task_for("unreadable", Severity::error, records, with(Verdict::unreadable)));
    for (const auto& task : code_tasks())
        add(task_for(task.key, task.severity, records, [&](const Record& r) { return concerns(r, task); }));
    add({"absent", Severity::info, {}, roster.absent.size()});
    return tasks;
}

std::vector<DefectCount> defects_of(const Campaign& campaign, std::span<const Record> records,
                                    const Messages& messages) {
    std::map<std::string, DefectCount> by_title;
    for (const auto& record : records) {
        if (superseded(record)) continue;
        std::set<std::string> seen; // a problem counts once a submission
        for (const auto& found : record.findings) {
            const Finding& finding = found.finding;
            if (finding.severity == Severity::info || settled(found)) continue;
            std::string title = problem(finding, campaign, messages);
            if (!seen.insert(title).second) continue;
            auto [it, first] = by_title.try_emplace(title, DefectCount{title, finding.code, finding.severity, 0});
            it->second.severity = std::max(it->second.severity, finding.severity);
            ++it->second.submissions;
        }
    }
    std::vector<DefectCount> out;
    for (auto& [title, defect] : by_title)
        out.push_back(std::move(defect));
    std::stable_sort(out.begin(), out.end(),
                     [](const DefectCount& a, const DefectCount& b) { return a.submissions > b.submissions; });
    return out;
}

bool is_late(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [](const RecordFinding& f) { return f.finding.code == "timing.late"; });
}

// The days worth drawing: all of them, or the last stretch before the deadline and what follows it.
std::pair<int, int> drawn_days(const std::map<int, DayCount>& days, std::optional<int> deadline) {
    int first = days.begin()->first, last = days.rbegin()->first;
    if (deadline) {
        last = std::clamp(last, *deadline, *deadline + longest_chart / 2);
        first = std::min(first, *deadline);
    }
    return {std::max(first, last - longest_chart + 1), last};
}

void count_days(const Campaign& campaign, std::span<const Record> records, Overview& overview) {
    const int offset = office_offset(campaign);
    if (auto deadline = moment_from(campaign.deadline)) overview.deadline_day = day_of(*deadline, offset);
    std::map<int, DayCount> days;
    for (const auto& record : records) {
        const auto moment = moment_from(record.submission.received);
        if (!moment) {
            ++overview.outside_days;
            continue;
        }
        auto& day = days[day_of(*moment, offset)];
        ++(is_late(record) ? day.late : day.in_time);
    }
    if (days.empty()) return;
    const auto [first, last] = drawn_days(days, overview.deadline_day);
    for (int day = first; day <= last; ++day)
        overview.days.push_back({day, days[day].in_time, days[day].late});
    for (const auto& [day, count] : days)
        if (day < first || day > last) overview.outside_days += count.in_time + count.late;
}

} // namespace

Overview overview_of(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                     const Messages& messages) {
    Overview overview;
    overview.arrived = records.size();
    for (const auto& record : records) {
        if (!record.submission.package.empty()) ++overview.packages;
        overview.files += record.files.size();
        for (const auto& file : record.files) {
            overview.pages += static_cast<std::size_t>(std::max(file.pages, 0));
            overview.ocr_pages += static_cast<std::size_t>(std::max(file.ocr_pages, 0));
        }
        if (superseded(record))
            ++overview.superseded;
        else
            ++overview.verdicts[static_cast<std::size_t>(record.verdict)];
    }
    count_days(campaign, records, overview);
    overview.defects = defects_of(campaign, records, messages);
    overview.tasks = tasks_of(records, roster);
    return overview;
}

} // namespace shenbao::report
