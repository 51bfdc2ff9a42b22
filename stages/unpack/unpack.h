#pragma once
// Arrival -> submission: which of the mail's files is the package, what is in it at every depth, and what each file
// says. Asks for facts; pure over them.

#include "pipeline/model/campaign.h"
#include "pipeline/model/need.h"
#include "pipeline/model/submission.h"
#include "stages/extract/pages.h"
#include "stages/intake/arrival.h"
#include "stages/intake/volumes_across.h"
#include "stages/unpack/parcels.h"

#include <set>
#include <string>

namespace shenbao {

// What is known of the submission so far; whole when the asker has no needs for it. Of files whose entries are in
// `closely`, pages that are read at all are read with every line.
Submission unpack(const Arrival& arrival, const Campaign& campaign, Recognition how_much, Asker& asker,
                  const std::set<std::string>& closely = {});

// Whose packages came with an arrival, where they are those of several applicants (parcels.h): each is then to be
// unpacked by itself, as an arrival with its key. Asks for nothing that unpack() does not; sure when nothing is
// missing.
std::vector<Parcel> parcels_in(const Arrival& arrival, const Campaign& campaign, Asker& asker);

// The volumes of archives among a mail's files: for join_across_mails(). Asks for nothing that unpack() does not.
std::vector<SentVolume> volumes_sent(const Arrival& arrival, const Campaign& campaign, Asker& asker);

} // namespace shenbao
