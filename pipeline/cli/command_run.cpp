#include "pipeline/cli/cli.h"
#include "pipeline/cli/json_log.h"
#include "pipeline/cli/options.h"
#include "pipeline/cli/out_of_memory.h"
#include "pipeline/cli/progress_line.h"
#include "pipeline/config/toml_reader.h"
#include "pipeline/model/text.h"
#include "pipeline/outputs.h"
#include "pipeline/source_files.h"
#include "pipeline/trouble.h"
#include "stages/report/terminal.h"
#include "stages/report/wording.h"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <set>

namespace shenbao {
namespace {

// "缺少材料（material.missing）、…": what a code is called, and the code.
std::string in_words(const std::vector<std::string>& codes, const RunPlan& plan) {
    std::string out;
    for (const std::string& code : codes) {
        const std::string title = report::problem(finding(code), plan.campaign, plan.messages);
        out += (out.empty() ? "" : "、") + (title == code ? code : title + "（" + code + "）");
    }
    return out.empty() ? "—" : out;
}

void say_figures(const RunFigures& f, const CommandOptions& options, const Messages& messages) {
    auto count = [&](const char* verdict) {
        auto it = f.verdicts.find(verdict);
        return std::to_string(it == f.verdicts.end() ? 0 : it->second);
    };
    tell(messages.word("program.done", {{"submissions", std::to_string(f.submissions)},
                                        {"packages", std::to_string(f.packages)},
                                        {"files", std::to_string(f.files)},
                                        {"pages", std::to_string(f.pages)},
                                        {"ocr", std::to_string(f.ocr_pages)},
                                        {"seconds", fmt::format("{:.1f}", f.seconds_total)}}));
    tell(messages.word("program.verdicts", {{"complete", count("complete")},
                                            {"deficient", count("deficient")},
                                            {"review", count("review")},
                                            {"unreadable", count("unreadable")}}));
    if (f.left > 0) tell(messages.word("program.left", {{"count", std::to_string(f.left)}}));
    tell(messages.word("program.report", {{"path", options.out + "/report.html"}}));
}

int status_of(const RunOutcome& outcome, const Messages& messages) {
    for (const std::string& name : outcome.unread)
        tell(messages.word("program.unread", {{"name", harmless(name)}}));
    for (const Unbalanced& source : outcome.unbalanced)
        tell(messages.word("program.unaccounted", {{"name", harmless(source.source)},
                                                   {"in", std::to_string(source.bytes)},
                                                   {"accounted", std::to_string(source.accounted)}}));
    return outcome.accounted() ? status::done : status::unaccounted;
}

// A table of whose verdict changed, and under each line which findings went and came.
void print_changes(const std::vector<VerdictChange>& changes, const RunPlan& plan) {
    const Messages& messages = plan.messages;
    if (changes.empty()) return tell(messages.word("program.changed_none"));
    auto verdict = [&](Verdict v) { return messages.word("verdict." + std::string(to_string(v))); };
    std::vector<std::vector<std::string>> rows = {
        {messages.word("ui.col_number"), messages.word("ui.col_company"), messages.word("program.verdict_change")}};
    for (const VerdictChange& c : changes)
        rows.push_back({harmless(c.number), harmless(c.company), verdict(c.before) + " → " + verdict(c.after)});
    const std::vector<std::string> lines = text::split(report::table(rows), '\n');
    std::printf("%s\n", lines[0].c_str());
    for (std::size_t i = 0; i < changes.size(); ++i)
        std::printf("%s\n    %s  %s\n    %s  %s\n", lines[i + 1].c_str(), messages.word("program.gone").c_str(),
                    in_words(changes[i].gone, plan).c_str(), messages.word("program.come").c_str(),
                    in_words(changes[i].come, plan).c_str());
}

void print_outdated(const std::vector<OutdatedDecision>& outdated, const RunPlan& plan) {
    std::set<std::string> told;
    for (const auto& [decision, company] : outdated) {
        const std::string line = plan.messages.word("program.outdated", {{"number", harmless(decision.number)},
                                                                         {"company", harmless(company)},
                                                                         {"code", decision.code},
                                                                         {"by", harmless(decision.by)},
                                                                         {"at", decision.at},
                                                                         {"note", harmless(decision.note)}});
        if (told.insert(line).second) std::printf("%s\n", line.c_str());
    }
}

// Runs `work` with a progress line, under the folder's lease, and answers for what stops it.
template <class Work> int with_folder(RunPlan& plan, const CommandOptions& options, Work&& work) {
    FolderLease lease(plan.out, plan.messages);
    if (!lease.held()) {
        tell(plan.messages.word("program.in_use", {{"path", options.out}}));
        return status::in_use;
    }
    watch_for_stop();
    tell_when_out_of_memory(plan.messages);
    Progress last;
    ProgressLine line(plan.messages, options.quiet);
    plan.progress = [&](const Progress& progress) {
        last = progress;
        line.show(progress);
    };
    try {
        return work(line);
    } catch (const Interrupted&) {
        line.clear();
        tell(plan.messages.word("program.interrupted",
                                {{"done", std::to_string(last.done)}, {"of", std::to_string(last.submissions)}}));
    } catch (const RunError& error) {
        line.clear();
        tell(plan.messages.word("program.stopped", {{"why", harmless(error.what())}}));
    }
    return status::unaccounted;
}

} // namespace

int command_run(const CommandOptions& options) {
    Messages messages = messages_for(options);
    RunPlan plan = plan_for(options, messages);
    plan.campaign_text = read_text(options.campaign);
    in_words(messages, [&] { expect_sources(plan.sources); }); // before a folder is made for them
    return with_folder(plan, options, [&](ProgressLine& line) {
        RunOutcome outcome = run(plan);
        line.clear();
        if (!options.quiet) say_figures(outcome.figures, options, messages);
        print_outdated(outcome.outdated, plan);
        return status_of(outcome, messages);
    });
}

int command_recheck(const CommandOptions& options) {
    Messages messages = messages_for(options);
    if (!std::filesystem::exists(std::filesystem::path(options.out) / "ledger.db"))
        throw UsageError(messages.word("program.no_records", {{"path", options.out}}));
    RunPlan plan = plan_for(options, messages);
    plan.campaign_text = read_text(options.campaign);
    return with_folder(plan, options, [&](ProgressLine& line) {
        RunOutcome outcome = recheck(plan);
        line.clear();
        print_changes(outcome.changes, plan);
        print_outdated(outcome.outdated, plan);
        return status_of(outcome, messages);
    });
}

} // namespace shenbao
