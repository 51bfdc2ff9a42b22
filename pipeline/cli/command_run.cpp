#include "pipeline/cli/cli.h"
#include "pipeline/cli/options.h"
#include "pipeline/cli/progress_line.h"
#include "pipeline/config/toml_reader.h"
#include "pipeline/outputs.h"

#include <spdlog/spdlog.h>

#include <cstdio>

namespace shenbao {
namespace {

void say(const std::string& words) { std::fprintf(stderr, "%s\n", words.c_str()); }

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : "、") + word;
    return out.empty() ? "—" : out;
}

void say_figures(const RunFigures& f, const CommandOptions& options, const Messages& messages) {
    auto count = [&](const char* verdict) {
        auto it = f.verdicts.find(verdict);
        return std::to_string(it == f.verdicts.end() ? 0 : it->second);
    };
    say(messages.word("program.done", {{"submissions", std::to_string(f.submissions)},
                                       {"packages", std::to_string(f.packages)},
                                       {"files", std::to_string(f.files)},
                                       {"pages", std::to_string(f.pages)},
                                       {"ocr", std::to_string(f.ocr_pages)},
                                       {"seconds", fmt::format("{:.1f}", f.seconds_total)}}));
    say(messages.word("program.verdicts", {{"complete", count("complete")},
                                           {"deficient", count("deficient")},
                                           {"review", count("review")},
                                           {"unreadable", count("unreadable")}}));
    say(messages.word("program.report", {{"path", options.out + "/report.html"}}));
}

int status_of(const RunOutcome& outcome, const Messages& messages) {
    for (const std::string& name : outcome.unread)
        say(messages.word("program.unread", {{"name", harmless(name)}}));
    const RunFigures& f = outcome.figures;
    if (f.bytes_in != f.bytes_accounted)
        say(messages.word("program.unaccounted",
                          {{"in", std::to_string(f.bytes_in)}, {"accounted", std::to_string(f.bytes_accounted)}}));
    return outcome.accounted() ? status::done : status::unaccounted;
}

void say_changes(const std::vector<VerdictChange>& changes, const Messages& messages) {
    if (changes.empty()) say(messages.word("program.changed_none"));
    auto verdict = [&](Verdict v) { return messages.word("verdict." + std::string(to_string(v))); };
    for (const VerdictChange& c : changes)
        std::printf("%s\n", messages
                                .word("program.changed", {{"number", harmless(c.number)},
                                                          {"company", harmless(c.company)},
                                                          {"before", verdict(c.before)},
                                                          {"after", verdict(c.after)},
                                                          {"gone", joined(c.gone)},
                                                          {"come", joined(c.come)}})
                                .c_str());
}

// Runs `work` with a progress line, under the folder's lease, and answers for what stops it.
template <class Work> int with_folder(RunPlan& plan, const CommandOptions& options, Work&& work) {
    FolderLease lease(plan.out);
    if (!lease.held()) {
        say(plan.messages.word("program.in_use", {{"path", options.out}}));
        return status::in_use;
    }
    watch_for_stop();
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
        say(plan.messages.word("program.interrupted",
                               {{"done", std::to_string(last.done)}, {"of", std::to_string(last.submissions)}}));
    } catch (const RunError& error) {
        line.clear();
        say(plan.messages.word("program.stopped", {{"why", harmless(error.what())}}));
    } catch (const std::system_error& error) {
        line.clear();
        say(plan.messages.word("program.stopped", {{"why", harmless(error.what())}}));
    }
    return status::unaccounted;
}

} // namespace

int command_run(const CommandOptions& options) {
    Messages messages = messages_for(options);
    RunPlan plan = plan_for(options, messages);
    plan.campaign_text = read_text(options.campaign);
    return with_folder(plan, options, [&](ProgressLine& line) {
        RunOutcome outcome = run(plan);
        line.clear();
        if (!options.quiet) say_figures(outcome.figures, options, messages);
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
        say_changes(outcome.changes, messages);
        return status_of(outcome, messages);
    });
}

} // namespace shenbao
