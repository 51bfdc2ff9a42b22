#pragma once
// From all that is written of one value to the value and how far it can be vouched for.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "stages/fields/gather.h"
#include "stages/fields/read_fields.h"
#include "stages/fields/vote.h"

#include <optional>
#include <string>
#include <vector>

namespace shenbao::fields_detail {

// What one value is judged by, besides its inks.
struct Case {
    const Field& field;
    std::string pattern;            // of numbers; empty: any
    std::vector<std::string> hints; // what is known from outside the documents, best first
    const std::vector<Mention>& mentions;
    int year = 0; // of a series
};

// The value of a scalar field, or of one year of a series. Nothing where no ink holds one.
std::optional<FieldRecord> judge(const Case& about, const std::vector<Ink>& inks);

// A series, year by year.
std::optional<FieldRecord> judge_series(const Case& about, const std::vector<Ink>& inks);

} // namespace shenbao::fields_detail
