#pragma once
// What a new judgement changes against the one before.

#include "pipeline/model/record.h"

#include <string>
#include <vector>

namespace shenbao {

struct VerdictChange {
    std::string number, company;
    Verdict before = Verdict::complete, after = Verdict::complete;
    std::vector<std::string> gone, come; // codes
};

// Submissions that are in both and whose verdict differs, in the order of `after`.
std::vector<VerdictChange> changes_between(const std::vector<Record>& before, const std::vector<Record>& after);

} // namespace shenbao
