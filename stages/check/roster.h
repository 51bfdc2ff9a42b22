#pragma once
// The roster of applicants: who is expected to send something. A spreadsheet, or a table in a Word file, as offices
// make them: a title above, the head anywhere, notes below, cells merged over several rows.

#include "pipeline/model/campaign.h"
#include "pipeline/model/document.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

struct RosterEntry {
    std::string number, company, uscc;         // empty where the roster has no such column
    std::map<std::string, std::string> fields; // every column that is one of the campaign's fields, by its id
};

struct Roster {
    std::vector<RosterEntry> entries; // in the roster's order

    // Null where there is none; a company is found in whatever width and brackets it is written.
    const RosterEntry* by_number(std::string_view number) const;
    const RosterEntry* by_company(std::string_view company) const;
};

// The rows of all tables whose columns bear the labels of the campaign's fields. Empty where no table has a column of
// companies or of numbers.
Roster read_roster(const Campaign& campaign, const Document& document);

} // namespace shenbao
