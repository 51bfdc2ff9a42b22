#pragma once
// The judge: a submission and a campaign become a record. Pure, and cheap beside the reading of the facts; never
// cached, so that a changed rule or deadline is a matter of seconds.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"

namespace shenbao {

// classify -> applicant -> fields -> rules -> verdict.
Record judge(const Campaign& campaign, const Submission& submission, const Messages& messages);

// Adds a finding to a record: with the campaign's severity and its sentence, in its place, once. The verdict is left
// as it is.
void add_finding(Record& record, Finding finding, const Campaign& campaign, const Messages& messages);

// Sets the verdict by the record's findings. Those that a person has decided on no longer count.
void settle_verdict(Record& record);

// Marks the findings of this code (and evidence, where the decision names one) as decided on, if the decision is on
// this applicant; returns how many. The verdict is settled anew.
int apply_decision(Record& record, const Decision& decision);

} // namespace shenbao
