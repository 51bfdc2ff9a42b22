#pragma once
// The output folder: what a run leaves behind, built aside and renamed into place.

#include "pipeline/ledger/ledger.h"
#include "pipeline/ledger/view_store.h"
#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/figures.h"

#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// What gives a file's bytes, in pieces.
using Put = std::function<void(std::string_view piece)>;
using Produce = std::function<void(const Put& put)>;

// Writes a file so that at every moment the old or the new one is there, whole. A file that would not change is left
// alone. Throws std::system_error.
void write_in_place(const std::filesystem::path& file, std::string_view bytes);
void write_in_place(const std::filesystem::path& file, const Produce& produce);

// A record as a line of JSON; records in their order.
std::string record_line(const Record& record);
std::vector<std::string> record_lines(std::span<const Record> records);

// What reports are made of: the records of a ledger, light (aside.h), and each whole when it is asked for.
struct ReportRecords {
    std::span<const Record> light;
    Ledger& ledger;
};

// Gives what the reports are, one after another, with its path inside the output folder: records.jsonl, report.html,
// report.xlsx, notices/…, drafts/….
using TakeFile = std::function<void(const std::string& name, const Produce& produce)>;
void render_reports(const ViewStore& views, const Campaign& campaign, const ReportRecords& records,
                    const RosterView& roster, const Messages& messages, const TakeFile& take);
// Renders and writes them; notices and views of an earlier run that are no longer due are removed.
void write_reports(const std::filesystem::path& out, const Campaign& campaign, const ReportRecords& records,
                   const RosterView& roster, const Messages& messages);

// Notices and drafts in the folder that are none of those due, by path inside it.
std::set<std::string> stale_letters(const std::filesystem::path& out, const std::set<std::string>& due);

// Held while a run works on a folder; released at its end, or by the kernel should the process die.
class FolderLease {
  public:
    // Makes the folder where it is missing. `held()` is false where another run has it, and still has it after two
    // seconds. Throws ConfigError, in words, where the folder cannot be written to.
    FolderLease(const std::filesystem::path& out, const Messages& messages);
    ~FolderLease();
    FolderLease(const FolderLease&) = delete;
    FolderLease& operator=(const FolderLease&) = delete;
    bool held() const { return held_; }

  private:
    bool take(const std::filesystem::path& out);

    int descriptor_ = -1;
    bool held_ = false;
};

} // namespace shenbao
