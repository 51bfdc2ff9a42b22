#pragma once
// What the reports in a folder were made of: where nothing of it changed and the files still stand as they were
// written, a run need not make them again.

#include "pipeline/ledger/ledger.h"
#include "pipeline/model/messages.h"

#include <filesystem>
#include <string>
#include <vector>

namespace shenbao {

class ReportStamp {
  public:
    // Everything reports are made of besides the records, which the ledger has: the campaign file, what the roster
    // said, the sentences, the views there are, and this program itself.
    ReportStamp(Ledger& ledger, std::filesystem::path out, const std::string& campaign_text,
                const std::string& roster_view, const Messages& messages);

    // True where the reports of just this stand in the folder, to the byte.
    bool stands() const;
    // Remembers the files as they are now.
    void keep();

  private:
    std::string files() const;

    Ledger& ledger_;
    std::filesystem::path out_;
    std::string made_of_;
};

} // namespace shenbao
