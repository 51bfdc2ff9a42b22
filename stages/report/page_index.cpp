#include "stages/report/page_index.h"

#include "pipeline/model/text.h"
#include "stages/report/cities.h"
#include "stages/report/when.h"
#include "stages/report/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace shenbao::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_words = 1600; // bytes of a row that can be searched

// Numbers strings in the order they turn up.
class Names {
  public:
    std::size_t of(const std::string& name) {
        auto [it, added] = numbers_.try_emplace(name, list_.size());
        if (added) list_.push_back(name);
        return it->second;
    }
    const Json& list() const { return list_; }

  private:
    std::map<std::string, std::size_t> numbers_;
    Json list_ = Json::array();
};

// What a search looks through: everything a person may have in hand, a phone number as well as a file's name.
std::string search_words(const Record& record) {
    const auto& s = record.submission;
    std::string words = record.applicant.number + '\n' + record.applicant.company + '\n' + record.applicant.uscc +
                        '\n' + s.package + '\n' + s.subject + '\n' + s.from;
    for (const auto& field : record.fields)
        if (!field.value.empty()) words += '\n' + text::shorten(field.value, 60);
    for (const auto& file : record.files)
        words += '\n' + file.entry;
    std::string out;
    for (const auto& line : text::split(words, '\n')) {
        if (out.size() > longest_words) break;
        out += text::fold(one_line(line)) + '\n';
    }
    return out;
}

// Titles of what is open on a submission, worst first, each once.
std::vector<const Finding*> open_problems(const Record& record) {
    std::vector<const Finding*> out;
    for (const auto& f : record.findings)
        if (f.finding.severity != Severity::info && !settled(f)) out.push_back(&f.finding);
    std::stable_sort(out.begin(), out.end(),
                     [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
    return out;
}

Json sort_time(const std::string& received) {
    const auto moment = moment_from(received);
    return moment ? Json(moment->seconds) : Json(nullptr);
}

} // namespace

nlohmann::ordered_json page_index(const Campaign& campaign, std::span<const Record> records, const Overview& overview,
                                  const Messages& messages) {
    const auto city = cities(campaign, records);
    const int offset = office_offset(campaign);
    std::vector<std::vector<std::size_t>> tasks(records.size());
    for (std::size_t t = 0; t < overview.tasks.size(); ++t)
        for (std::size_t record : overview.tasks[t].records)
            tasks[record].push_back(t);

    Names problems, city_names;
    Json rows = Json::array(), severities = Json::array();
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Record& record = records[i];
        Json row = {{"i", record.submission.id},
                    {"n", one_line(record.applicant.number)},
                    {"c", one_line(record.applicant.company)},
                    {"v", to_string(record.verdict)},
                    {"r", one_line(short_time(record.submission.received, offset))},
                    {"x", sort_time(record.submission.received)},
                    {"q", search_words(record)}};
        if (!city[i].empty()) row["g"] = city_names.of(city[i]);
        if (superseded(record)) row["s"] = 1;
        const SubmissionInfo& sent = record.submission;
        if (record.applicant.company.empty())
            row["o"] = text::shorten(one_line(sent.subject.empty() ? sent.package : sent.subject), 40);
        std::set<std::size_t> seen;
        Json list = Json::array();
        for (const Finding* finding : open_problems(record)) {
            const std::size_t number = problems.of(one_line(problem(*finding, campaign, messages)));
            if (number == severities.size()) severities.push_back(finding->severity == Severity::error ? 1 : 0);
            if (seen.insert(number).second) list.push_back(number);
        }
        row["p"] = std::move(list);
        const auto decided = std::count_if(record.findings.begin(), record.findings.end(), settled);
        if (decided > 0) row["d"] = decided;
        if (!tasks[i].empty()) row["t"] = tasks[i];
        rows.push_back(std::move(row));
    }
    Json task_names = Json::array();
    for (const auto& task : overview.tasks)
        task_names.push_back(messages.word("todo." + task.key));
    return {{"rows", std::move(rows)},
            {"problems", problems.list()},
            {"errors", std::move(severities)},
            {"cities", city_names.list()},
            {"tasks", std::move(task_names)}};
}

} // namespace shenbao::report
