#pragma once
// A submission as `shenbao check` shows it in a terminal.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// The verdict, then every finding under what has to be done about it, then materials and fields. Lines are at most
// `width` columns where words allow it, aligned for Chinese characters of two columns. No control character of a
// document reaches the terminal; with `colour` the report's own ANSI colours do.
std::string terminal_report(const Campaign& campaign, const Record& record, const Messages& messages, bool colour,
                            int width = 80);

namespace report {

// `text` broken into lines of at most `width` columns: at spaces, or between Chinese characters.
std::vector<std::string> wrapped(std::string_view text, int width);
// `text` filled up with spaces to `width` columns.
std::string padded(std::string_view text, int width);
// Rows as lines, their columns aligned; two spaces stand between columns.
std::string table(const std::vector<std::vector<std::string>>& rows);

} // namespace report
} // namespace shenbao
