#pragma once
// What the materials say: the campaign's fields, with every reading kept, and how far each can be believed.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"

#include <string>
#include <vector>

namespace shenbao {

// What is known of the applicant from outside the documents. Hints help to choose between readings of the same ink
// and never put a value where the ink says another.
struct Hints {
    std::string number, company;        // from the package's name, else the mail's subject; empty where unknown
    std::vector<std::string> companies; // further names in question: subject, roster
};

// One record for each of the campaign's fields that was found, in the campaign's order. `readings` holds the best
// reading of each document first, then what else the ink may say; a field that documents disagree on shows it there.
// A value that cannot be vouched for has status `uncertain`. Pure.
std::vector<FieldRecord> read_fields(const Campaign& campaign, const Submission& submission,
                                     const std::vector<MaterialRecord>& materials, const Hints& hints);

} // namespace shenbao
