#pragma once
// What is wrong with a folder besides its reports: facts and records that are not what was kept, sums that do not add
// up.

#include "pipeline/ledger/ledger.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace shenbao {

// A sentence each; none where all is well.
std::vector<std::string> audit_ledger(Ledger& ledger, const Messages& messages);
// Holds the figures of run.json against each other and against the records.
std::vector<std::string> audit_sums(const std::filesystem::path& run_json, std::span<const Record> records,
                                    const Messages& messages);

} // namespace shenbao
