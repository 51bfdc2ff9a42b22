#pragma once
// What a new judgement changes against the one before.

#include "pipeline/model/record.h"

#include <map>
#include <optional>
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

// What changed for this submission; nothing where it was not there or its verdict stands.
std::optional<VerdictChange> change_since(const EarlierJudgement& before, const Record& record);

} // namespace shenbao
