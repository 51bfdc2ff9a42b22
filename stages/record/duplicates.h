#pragma once
// What two applicants have in common and should not: a paper, a text, a credit code, a contact.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"

#include <string>
#include <vector>

namespace shenbao {

// What makes two submissions one applicant's: the number, or the company where a campaign has no numbers.
std::string applicant_key(const Campaign& campaign, const Record& record);

// A later submission, or an earlier one that was in time, stands in its place.
bool is_replaced(const Record& record);

// Adds duplicate.content, duplicate.applicant and duplicate.contact to the records that stand.
void find_duplicates(const Campaign& campaign, const Messages& messages, std::vector<Record>& records);

} // namespace shenbao
