#pragma once
// The intake report as a workbook: overview, one row a submission, one row a finding, the materials as a matrix, the
// roster. The same records give the same bytes.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <span>
#include <string>

namespace shenbao {

// The bytes of the file. No cell is a formula, whatever the documents say; numbers, codes and phones are text and
// only amounts are numbers. Throws std::runtime_error where the workbook cannot be written.
std::string xlsx_report(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                        const Messages& messages);

} // namespace shenbao
