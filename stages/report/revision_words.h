#pragma once
// What a submission has against the one it replaces, in words.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"

#include <string>
#include <vector>

namespace shenbao::report {

struct RevisionLine {
    std::string title, words; // "已补正", "缺少材料：承诺书"
    bool open = false;        // still to be mended
};

// Only lines that have something to say; one that says there is no difference where there is none. Empty for a
// submission that replaces none.
std::vector<RevisionLine> revision_lines(const Record& record, const Campaign& campaign, const Messages& messages);

} // namespace shenbao::report
