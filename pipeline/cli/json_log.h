#pragma once
// The log for other programs: one JSON object a line.

#include <spdlog/logger.h>

#include <string>

namespace shenbao {

// Makes the logger write {"time": RFC 3339 in UTC with milliseconds, "level": …, "message": …}, an object a line.
void log_as_json(spdlog::logger& logger);

// A sentence for staff on standard error: as it is, or as an event of the log where that is JSON, so that every line
// is.
void tell(const std::string& sentence);

} // namespace shenbao
