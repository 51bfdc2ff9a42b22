#pragma once
// From the seals seen on a material's pages to a verdict: is it stamped, and by whom. Where the picture cannot say,
// the verdict is `unclear` and not `absent`: nobody is accused by a bad scan.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"
#include "stages/check/ring_owner.h"

#include <string>
#include <vector>

namespace shenbao {

struct SealExamination {
    SealVerdict verdict;
    RingOwner owner = RingOwner::unread;
    std::string reason; // a word's key, where the state is `unclear`: "reason.grey"
};

// Examines the pages of `record` in `file`, which may be null where the file is not known. `names` are those known for
// the applicant; `found` is what reading found, for pages whose reading failed.
SealExamination examine_seals(const Material& material, const MaterialRecord& record, const SubmittedFile* file,
                              const std::vector<std::string>& names, const std::vector<Finding>& found);

// Every name the applicant is known by: its own, the package's and the documents', short forms left out.
std::vector<std::string> applicant_names(const Applicant& applicant, const std::string& package_company,
                                         const FieldRecord* company);

} // namespace shenbao
