#pragma once
// Records against the roster of applicants.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/check/roster.h"
#include "stages/report/roster_view.h"

#include <vector>

namespace shenbao {

// Takes from the roster what a record has only in part: the number, where the one given is not well formed and the
// company is surely on the roster; the full name, where the number is right and a short form was given.
void mend_by_roster(const Campaign& campaign, const Roster& roster, std::vector<Record>& records,
                    const Messages& messages);

// Adds roster.unknown and roster.mismatch to the records, and lists who is absent and who is unknown.
void reconcile(const Campaign& campaign, const Roster& roster, std::vector<Record>& records, const Messages& messages,
               RosterView& view);

} // namespace shenbao
