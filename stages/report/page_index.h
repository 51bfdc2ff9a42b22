#pragma once
// The index the page's script filters and sorts: a short row for each submission, with names numbered so that they
// stand once.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/overview.h"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace shenbao::report {

// rows: i id, n number, c company, o what to show where the company is unknown, g city, v verdict, r received, x the
// same in seconds, p open problems (worst first), t tasks, d findings decided on, s superseded, q words to search. g, p
// and t count into the lists beside.
nlohmann::ordered_json page_index(const Campaign& campaign, std::span<const Record> records, const Overview& overview,
                                  const Messages& messages);

} // namespace shenbao::report
