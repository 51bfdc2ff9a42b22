#include "pipeline/changes.h"

#include <algorithm>
#include <iterator>

namespace shenbao {
namespace {

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

void note_judgement(EarlierJudgement& earlier, const Record& record) {
    earlier[record.submission.id] = {record.verdict, codes_of(record)};
}

std::optional<VerdictChange> change_since(const EarlierJudgement& before, const Record& record) {
    auto it = before.find(record.submission.id);
    if (it == before.end() || it->second.verdict == record.verdict) return std::nullopt;
    const auto& was = it->second.codes;
    const auto is = codes_of(record);
    return VerdictChange{record.applicant.number, record.applicant.company, it->second.verdict,
                         record.verdict,          without(was, is),         without(is, was)};
}

} // namespace shenbao
