#pragma once
// What only all submissions together can tell: who sent twice, who uses another's number or papers, who is not on the
// roster, who has not sent anything.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/check/roster.h"
#include "stages/report/roster_view.h"

#include <vector>

namespace shenbao {

using RosterReconciliation = RosterView;

// Adds the findings that come from comparing records with each other and with the roster, which may be null. `records`
// come in the order of arrival and are put into that of applicant number, then arrival. A number that is not as the
// campaign asks and a name in short form are taken from the roster where it leaves no doubt. Pure.
void judge_across(const Campaign& campaign, const Roster* roster, std::vector<Record>& records,
                  const Messages& messages, RosterReconciliation& reconciliation);

// Takes back from a record what comparing it with others has given it, so that it can be compared anew.
void undo_across(Record& record);

} // namespace shenbao
