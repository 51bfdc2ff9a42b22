#pragma once
// A cover: what a city sends for its applicants together and not for one of them, a letter of recommendation or the
// table that lists them; and whatever came with several applicants' packages and is no one's. It is nobody's
// submission, and what is asked of an applicant is not asked of it.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"
#include "stages/check/roster.h"

#include <vector>

namespace shenbao {

// The applicants listed by the tables that a submission holds, where a table says by its name or title that it lists
// applicants; empty for any other.
std::vector<RosterEntry> listed_in(const Campaign& campaign, const Submission& submission);

// Every file is such a table or fills a slot that the campaign shares between applicants, and there is one.
bool is_cover(const Campaign& campaign, const Submission& submission, const std::vector<MaterialRecord>& materials);

// The same of a record.
bool is_cover(const Campaign& campaign, const Record& record);

// Of a cover's materials those that are shared; a table of applicants is no applicant's form, though it reads like one.
void keep_shared(const Campaign& campaign, std::vector<MaterialRecord>& materials);

// What is asked of a cover's record: no number, no company, and of its fields only who recommends.
void make_cover(const Campaign& campaign, Record& record);

// The tables of all covers together; an entry tells who recommends it where the table or its cover does.
Roster roster_of_covers(const Campaign& campaign, const std::vector<Record>& records);

// The field that names who recommends; empty where a campaign has none.
std::string recommender_field(const Campaign& campaign);

// A table has come that ought to list this applicant: with its own mail, from its sender, or from who recommends it.
bool has_table(const Campaign& campaign, const Record& record, const std::vector<Record>& records);

// The cover that lists this applicant; null where none does.
const Record* cover_of(const Campaign& campaign, const Record& record, const std::vector<Record>& records);

// Adds material.missing where a shared material is asked for and neither the submission nor its cover holds it.
void find_missing_shared(const Campaign& campaign, const Messages& messages, std::vector<Record>& records);

} // namespace shenbao
