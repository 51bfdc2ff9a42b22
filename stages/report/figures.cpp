#include "stages/report/figures.h"

#include "stages/report/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace shenbao {
namespace {

using Json = nlohmann::ordered_json;

Json names_json(const std::vector<RosterName>& names) {
    Json list = Json::array();
    for (const auto& name : names) {
        list.push_back({{"number", name.number}, {"company", name.company}});
        if (!name.note.empty()) list.back()["note"] = name.note;
        if (!name.by.empty()) list.back()["by"] = name.by;
    }
    return list;
}

// Milliseconds are as fine as a wall clock means anything.
double milliseconds(double seconds) { return std::round(seconds * 1000) / 1000; }

template <class Value> Json map_json(const std::map<std::string, Value>& map) {
    Json json = Json::object();
    for (const auto& [key, value] : map)
        json[key] = value;
    return json;
}

} // namespace

RunFigures figures_of(std::span<const Record> records) {
    RunFigures figures;
    for (auto verdict : {Verdict::complete, Verdict::review, Verdict::deficient, Verdict::unreadable})
        figures.verdicts[std::string(to_string(verdict))] = 0;
    for (const auto& record : records)
        count_in(figures, record);
    return figures;
}

void count_in(RunFigures& figures, const Record& record) {
    ++figures.submissions;
    if (!record.submission.package.empty()) ++figures.packages;
    if (!report::superseded(record)) ++figures.verdicts[std::string(to_string(record.verdict))];
    for (const auto& file : record.files) {
        ++figures.files;
        figures.pages += static_cast<std::uint64_t>(std::max(file.pages, 0));
        figures.ocr_pages += static_cast<std::uint64_t>(std::max(file.ocr_pages, 0));
        ++figures.outcomes[std::string(to_string(file.outcome))];
    }
}

nlohmann::ordered_json to_json(const RunFigures& figures) {
    Json seconds = Json::object();
    for (const auto& [stage, value] : figures.seconds)
        seconds[stage] = milliseconds(value);
    return {{"schema", "shenbao.run/1"},
            {"campaign", figures.campaign},
            {"submissions", figures.submissions},
            {"packages", figures.packages},
            {"files", figures.files},
            {"pages", figures.pages},
            {"ocr_pages", figures.ocr_pages},
            {"facts_read", figures.facts_read},
            {"cache_hits", figures.cache_hits},
            {"bytes_in", figures.bytes_in},
            {"bytes_accounted", figures.bytes_accounted},
            {"verdicts", map_json(figures.verdicts)},
            {"outcomes", map_json(figures.outcomes)},
            {"seconds", seconds},
            {"seconds_total", milliseconds(figures.seconds_total)},
            {"peak_memory", figures.peak_memory},
            {"coordinator_memory", figures.coordinator_memory},
            {"report_memory", figures.report_memory},
            {"sandbox", figures.sandbox},
            {"left", figures.left},
            {"roster",
             {{"compared", figures.roster.compared()},
              {"absent", names_json(figures.roster.absent)},
              {"unknown", names_json(figures.roster.unknown)}}}};
}

} // namespace shenbao
