#pragma once
// The roster of applicants: who is expected to send something. A spreadsheet, or a table in a Word file, as offices
// make them: a title above, the head anywhere, notes below, cells merged over several rows.

#include "pipeline/model/campaign.h"
#include "pipeline/model/document.h"
#include "pipeline/model/roster.h"

#include <string_view>
#include <vector>

namespace shenbao {

struct Roster {
    std::vector<RosterEntry> entries; // in the roster's order
    bool partial = false; // of tables that came in: who is on none of them may be on one still to come

    // Null where there is none; a company is found in whatever width and brackets it is written.
    const RosterEntry* by_number(std::string_view number) const;
    const RosterEntry* by_company(std::string_view company) const;
    const RosterEntry* by_uscc(std::string_view uscc) const;
};

// The rows of all tables whose columns bear the labels of the campaign's fields. Empty where no table has a column of
// companies or of numbers.
Roster read_roster(const Campaign& campaign, const Document& document);

} // namespace shenbao
