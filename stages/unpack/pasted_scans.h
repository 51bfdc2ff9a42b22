#pragma once
// Scans pasted into a document of many words: looked at for seals only, until a slot stays empty that they may fill.

#include "pipeline/model/campaign.h"
#include "pipeline/model/submission.h"

namespace shenbao {

// Whether a material asked for is not among the files, and pasted scans whose words nobody read are.
bool wants_pasted_scans(const Campaign& campaign, const Submission& submission);

// From here on their words are to be read, too.
void read_pasted_scans(Document& document);

} // namespace shenbao
