#pragma once
// What a new judgement changes against the one before.

#include "pipeline/model/record.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao {

struct VerdictChange {
    std::string number, company;
    Verdict before = Verdict::complete, after = Verdict::complete;
    std::vector<std::string> gone, come; // codes
};

// What is kept of an earlier judgement to compare with: by id of the submission.
struct Judged {
    Verdict verdict = Verdict::complete;
    std::vector<std::string> codes; // each once, in order
};
using EarlierJudgement = std::map<std::string, Judged>;
void note_judgement(EarlierJudgement& earlier, const Record& record);

// Submissions that are in both and whose verdict differs, in the order of `after`.
std::vector<VerdictChange> changes_between(const EarlierJudgement& before, const std::vector<Record>& after);

} // namespace shenbao
