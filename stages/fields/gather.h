#pragma once
// Every place of a submission where a field's value stands.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"
#include "stages/fields/ink.h"
#include "stages/fields/label_book.h"

#include <vector>

namespace shenbao::fields_detail {

// For each of the campaign's fields its inks: documents in the order of the field's slots, within a document the
// surest first. Names and codes of the applicant are looked for in all materials (`witness`).
std::vector<std::vector<Ink>> gather(const Campaign& campaign, const Submission& submission,
                                     const std::vector<MaterialRecord>& materials);

// The text of all materials that the files themselves hold, and of the mail, folded: what a value found elsewhere may
// be confirmed by.
struct Mention {
    std::string entry; // empty: the mail
    std::string folded;
    std::string figures; // the same without the commas that part thousands
};
std::vector<Mention> mentions(const Submission& submission);

} // namespace shenbao::fields_detail
