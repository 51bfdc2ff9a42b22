#include "pipeline/changes.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace shenbao {
namespace {

std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
    std::map<std::string, const Record*> out;
    for (const Record& record : records)
        out[record.submission.id] = &record;
    return out;
}

std::vector<std::string> codes_of(const Record& record) {
    std::vector<std::string> codes;
    for (const RecordFinding& f : record.findings)
        codes.push_back(f.finding.code);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& these) {
    std::vector<std::string> out;
    std::set_difference(all.begin(), all.end(), these.begin(), these.end(), std::back_inserter(out));
    return out;
}

} // namespace

std::vector<VerdictChange> changes_between(const std::vector<Record>& before, const std::vector<Record>& after) {
    auto old = by_id(before);
    std::vector<VerdictChange> out;
    for (const Record& record : after) {
        auto it = old.find(record.submission.id);
        if (it == old.end() || it->second->verdict == record.verdict) continue;
        auto was = codes_of(*it->second), is = codes_of(record);
        out.push_back({record.applicant.number, record.applicant.company, it->second->verdict, record.verdict,
                       without(was, is), without(is, was)});
    }
    return out;
}

} // namespace shenbao
