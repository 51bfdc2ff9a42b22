#pragma once
// Arrival -> submission: which of the mail's files is the package, what is in it at every depth, and what each file
// says. Asks for facts; pure over them.

#include "pipeline/model/campaign.h"
#include "pipeline/model/need.h"
#include "pipeline/model/submission.h"
#include "stages/extract/pages.h"
#include "stages/intake/arrivals.h"

namespace shenbao {

// What is known of the submission so far; whole when the asker has no needs for it.
Submission unpack(const Arrival& arrival, const Campaign& campaign, Recognition how_much, Asker& asker);

} // namespace shenbao
