#pragma once
// The city a submission comes from, as far as the records themselves tell: from the address it gives, else from a
// company name that begins with a city which some other applicant's address gives. No list of cities is kept. An
// uncertain reading of an address counts only where something else bears it out: the company's own name, or the
// address of another applicant.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::report {

// "山东省潍坊市高新区…" → "潍坊市"; empty where the address does not begin with one.
std::string city_of_address(std::string_view address);

// A city for each record, in their order; empty where it cannot be told.
std::vector<std::string> cities(const Campaign& campaign, std::span<const Record> records);

} // namespace shenbao::report
