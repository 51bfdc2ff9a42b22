#pragma once
// The driver: sources -> facts -> submissions -> records -> reports.

#include "pipeline/changes.h"
#include "pipeline/coordinator.h"
#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "stages/extract/pages.h"
#include "stages/intake/arrivals.h"
#include "stages/report/figures.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace shenbao {

struct Progress {
    std::size_t done = 0, submissions = 0;
    std::uint64_t pages = 0; // recognised in this run
    std::string busy_with;   // what has been running longest
};

struct RunPlan {
    std::vector<std::filesystem::path> sources;
    std::filesystem::path out;
    std::filesystem::path roster; // empty: none
    Campaign campaign;
    std::string campaign_text; // of its file, kept so that reports can be written again
    Messages messages;
    std::string only{}; // an applicant's number: nothing new is read but what this one sent; empty: everything
    Recognition recognition = Recognition::needed;
    Coordinator::Options coordinator{};
    std::function<void(const Progress&)> progress{};
};

// A decision that no longer counts, because what it was taken on has changed.
struct OutdatedDecision {
    Decision decision;
    std::string company;
};

struct RunOutcome {
    std::vector<Record> records; // of a check; those of a run or recheck are in the ledger
    RunFigures figures;
    std::vector<std::string> unread;    // sources that were not understood, for people
    std::vector<Unbalanced> unbalanced; // sources whose sums differ
    std::vector<VerdictChange> changes; // against the records that were there before
    std::vector<OutdatedDecision> outdated;
    bool accounted() const {
        return unread.empty() && unbalanced.empty() && figures.bytes_in == figures.bytes_accounted;
    }
};

// The nightly run. The folder's lease must be held. Throws SourceError, RunError, Interrupted, DatabaseError.
RunOutcome run(const RunPlan& plan);

// Judges again what the ledger of plan.out knows; plan.sources is not looked at. Throws RunError where facts are
// missing.
RunOutcome recheck(const RunPlan& plan);

// One source, read into a folder of its own that is removed afterwards; no report is written.
RunOutcome check(RunPlan plan);

// The records of the last run, and what the roster said against them.
std::vector<Record> stored_records(Ledger& ledger);
std::vector<Record> light_records(Ledger& ledger); // (aside.h)
RosterView stored_roster_view(Ledger& ledger);

// Writes the reports in a process of its own (apart.h), from the records of the ledger, which is closed meanwhile: what
// reports take in memory goes with them, and should the workbook's library crash, the run ends with a sentence. Returns
// that process's most memory, in bytes. Throws RunError, Trouble, Interrupted, DatabaseError.
std::uint64_t write_reports_apart(const std::filesystem::path& out, const Campaign& campaign, Ledger& ledger,
                                  const RosterView& roster, const Messages& messages,
                                  const std::function<bool()>& stop = {});

// Writes the reports again from the records in the ledger. Returns how many records there are.
std::size_t rewrite_reports(const std::filesystem::path& out, const Campaign& campaign, const Messages& messages);

// Checks a folder against its ledger. Returns what is wrong, a sentence each; nothing where all is well.
std::vector<std::string> verify(const std::filesystem::path& out, const Campaign& campaign, const Messages& messages);

// What is read out of one file, pages recognised.
Facts extract(const std::filesystem::path& file, RunPlan plan);

} // namespace shenbao
