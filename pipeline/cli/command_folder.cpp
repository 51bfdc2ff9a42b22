// Commands on a folder that a run left: report, decide, verify.

#include "pipeline/cli/cli.h"
#include "pipeline/cli/options.h"
#include "pipeline/cli/out_of_memory.h"
#include "pipeline/config/campaign_file.h"
#include "pipeline/ledger/ledger.h"
#include "pipeline/outputs.h"
#include "stages/record/judge.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <optional>
#include <set>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

void need_records(const CommandOptions& options, const Messages& messages) {
    if (!fs::exists(fs::path(options.out) / "ledger.db"))
        throw UsageError(messages.word("program.no_records", {{"path", options.out}}));
}

Ledger ledger_of(const CommandOptions& options, const Messages& messages) {
    return in_words(messages, [&] { return Ledger(fs::path(options.out) / "ledger.db"); });
}

Campaign campaign_of(const CommandOptions& options, const Messages& messages) {
    if (!options.campaign.empty()) return load_campaign(options.campaign);
    Ledger ledger = ledger_of(options, messages);
    return parse_campaign(ledger.setting("campaign"), "campaign.toml");
}

std::string user_name() {
    const passwd* user = getpwuid(getuid());
    return user && user->pw_name ? user->pw_name : std::to_string(getuid());
}

std::string now_rfc3339() {
    std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

// What a decision on this applicant's findings of the code rests on; nothing where there are none.
std::optional<std::string> basis_in(const std::vector<Record>& records, const CommandOptions& options) {
    std::set<std::string> bases;
    for (const Record& record : records)
        if (record.applicant.number == options.number)
            for (const RecordFinding& f : record.findings)
                if (f.finding.code == options.code) bases.insert(decision_basis(record, f.finding));
    if (bases.empty()) return std::nullopt;
    std::string out;
    for (const std::string& basis : bases)
        out += (out.empty() ? "" : "\n") + basis;
    return out;
}

} // namespace

int command_report(const CommandOptions& options) {
    Messages messages = messages_for(options);
    need_records(options, messages);
    FolderLease lease(options.out, messages);
    if (!lease.held()) {
        std::fprintf(stderr, "%s\n", messages.word("program.in_use", {{"path", options.out}}).c_str());
        return status::in_use;
    }
    tell_when_out_of_memory(messages);
    rewrite_reports(options.out, campaign_of(options, messages), messages);
    std::fprintf(stderr, "%s\n", messages.word("program.report", {{"path", options.out + "/report.html"}}).c_str());
    return status::done;
}

int command_decide(const CommandOptions& options) {
    Messages messages = messages_for(options);
    need_records(options, messages);
    Ledger ledger = ledger_of(options, messages);
    std::vector<Record> records = stored_records(ledger);
    const auto basis = basis_in(records, options);
    if (!basis)
        throw UsageError(messages.word("program.no_finding", {{"number", options.number}, {"code", options.code}}));
    ledger.keep_decision(
        {options.number, options.code, options.decision == "accept", options.note, user_name(), now_rfc3339(), *basis});
    std::fprintf(stderr, "%s\n",
                 messages
                     .word("program.decided", {{"number", options.number},
                                               {"code", options.code},
                                               {"how", messages.word("decision." + options.decision)}})
                     .c_str());
    return status::done;
}

int command_verify(const CommandOptions& options) {
    Messages messages = messages_for(options);
    need_records(options, messages);
    std::vector<std::string> faults = verify(options.out, campaign_of(options, messages), messages);
    for (const std::string& fault : faults)
        std::fprintf(stderr, "%s\n", fault.c_str());
    if (faults.empty()) std::fprintf(stderr, "%s\n", messages.word("verify.good").c_str());
    return faults.empty() ? status::done : status::unaccounted;
}

} // namespace shenbao
