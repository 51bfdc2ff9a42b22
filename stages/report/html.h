#pragma once
// The intake report: one offline page for the office. It loads nothing, runs no script but its own (by hash), and
// holds no wall-clock time: the same records give the same bytes.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace shenbao {

// The PNG of a place in a submission's file, to be shown beside a finding or a reading; nothing where there is none.
// Asked in the records' order, at most a few times a submission, and no more once the page holds many megabytes.
using CropSource = std::function<std::optional<std::string>(const Locator& where, const std::string& submission_id)>;

std::string html_report(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                        const Messages& messages, const CropSource& crops = {});

} // namespace shenbao
