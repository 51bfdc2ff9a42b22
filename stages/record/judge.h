#pragma once
// The judge: a submission and a campaign become a record. Pure, and cheap beside the reading of the facts; never
// cached, so that a changed rule or deadline is a matter of seconds.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"

#include <set>
#include <string>
#include <vector>

namespace shenbao {

// classify -> applicant -> fields -> rules -> verdict.
Record judge(const Campaign& campaign, const Submission& submission, const Messages& messages);

// Entries of the submission's files whose lines that were left unread might change the record: what is missing may
// stand in them, a value goes on in them, or the text is to be compared with others'.
std::set<std::string> hanging_on_unread(const Campaign& campaign, const Submission& submission, const Record& record);

// Adds a finding to a record: with the campaign's severity and its sentence, in its place, once. The verdict is left
// as it is.
void add_finding(Record& record, Finding finding, const Campaign& campaign, const Messages& messages);

// The same for many, in a time that grows with their number and not with its square.
void add_findings(Record& record, std::vector<Finding> found, const Campaign& campaign, const Messages& messages);

// Sets the verdict by the record's findings. Those that a person has decided on no longer count.
void settle_verdict(Record& record);

// What a decision on a finding rests on, one line: what was seen; else the file it was seen in, by its digest; else
// the slot or field it is about. The same for as long as nothing under the finding changes.
std::string decision_basis(const Record& record, const Finding& finding);

// Marks the findings of this code that rest on what the decision was taken on (its `evidence`, a basis a line; all of
// them where it names none) as decided on, if the decision is on this applicant; returns how many. Findings of the code
// that rest on something else bear the decision as outdated. The verdict is settled anew.
int apply_decision(Record& record, const Decision& decision);

} // namespace shenbao
