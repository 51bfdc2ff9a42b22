#pragma once
// Which file fills which slot: documents -> materials in the campaign's slots. What stands in a file outweighs what
// its sender called it: a name is evidence only where the content says nothing or the same.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"

#include <vector>

namespace shenbao {

// The materials of a submission, in the campaign's order of slots, the best of a slot first. A slot may be filled by
// several files, and a file that holds several documents may fill several slots. A file in a format that the slot
// does not ask for fills it all the same: whether that will do is a rule's to say. `seal` is left as it is made: the
// rules on seals fill it in. Pure: the same campaign and submission give the same materials.
std::vector<MaterialRecord> classify(const Campaign& campaign, const Submission& submission);

} // namespace shenbao
