// Commands on one thing: a package, a file, a finding.

#include "pipeline/cli/cli.h"
#include "pipeline/cli/options.h"
#include "pipeline/cli/progress_line.h"
#include "pipeline/model/facts_json.h"
#include "pipeline/model/text.h"
#include "pipeline/sandbox/zygote.h"
#include "stages/report/terminal.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace shenbao {
namespace {

int status_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::complete:
        return status::done;
    case Verdict::unreadable:
        return status::unreadable;
    case Verdict::review:
    case Verdict::deficient:
        break;
    }
    return status::not_complete;
}

int status_of(Outcome outcome) {
    if (outcome == Outcome::ok) return status::done;
    return outcome == Outcome::partial ? status::not_complete : status::unreadable;
}

void print(std::string_view words) { std::fwrite(words.data(), 1, words.size(), stdout); }

std::string entry_line(const Entry& entry) {
    return std::string(to_string(entry.outcome)) + "\t" + std::to_string(entry.bytes) + "\t" + harmless(entry.name) +
           "\n";
}

std::string mail_text(const MailFacts& mail) {
    std::string out = "From: " + mail.from_name + " <" + mail.from_address + ">\nSubject: " + mail.subject +
                      "\nDate: " + mail.date + "\n\n" + mail.body + "\n";
    for (const MailPart& part : mail.parts)
        if (part.attachment) out += entry_line(part.file);
    return out;
}

// What the text leaves out: tracked deletions, comments.
// Everything a document says: its text, and apart from it what stands in the file and is not its text.
std::string document_text(const Document& document, const Messages& messages) {
    std::string out = plain_text(document);
    for (auto [part, heading] : {std::pair(Part::deleted, "extract.deleted"),
                                 {Part::hidden, "extract.hidden"},
                                 {Part::comment, "extract.comments"}})
        if (std::string words = plain_text(document, part); !words.empty())
            out += "\n" + messages.word(heading) + "\n" + words;
    return out;
}

std::string as_text(const Facts& facts, const Messages& messages) {
    std::string out;
    if (const auto* document = facts.document()) out = document_text(*document, messages);
    if (const auto* mail = facts.mail()) out = mail_text(*mail);
    if (const auto* archive = facts.archive())
        for (const Entry& entry : archive->entries)
            out += entry_line(entry);
    if (const auto* mailbox = facts.mailbox())
        for (const MessageRange& r : mailbox->messages)
            out += std::to_string(r.offset) + "\t" + std::to_string(r.bytes) + "\t" + r.sha256.hex() + "\n";
    return out;
}

void say_findings(const Facts& facts, const Messages& messages) {
    for (const Finding& found : facts.findings)
        std::fprintf(stderr, "%s %s\n", found.code.c_str(), harmless(messages.sentence(found)).c_str());
}

} // namespace

int command_check(const CommandOptions& options) {
    Messages messages = messages_for(options);
    RunPlan plan = plan_for(options, messages);
    watch_for_stop();
    ProgressLine line(messages, options.quiet || !isatty(STDERR_FILENO));
    plan.progress = [&](const Progress& progress) { line.show(progress); };
    RunOutcome outcome = check(plan);
    line.clear();
    if (outcome.records.empty())
        throw UsageError(messages.word("program.unread", {{"name", harmless(options.sources.front())}}));
    Verdict worst = Verdict::complete;
    for (const Record& record : outcome.records) {
        print(options.json ? to_json(record).dump() + "\n"
                           : terminal_report(plan.campaign, record, messages, isatty(STDOUT_FILENO)));
        worst = std::max(worst, record.verdict);
    }
    return status_of(worst);
}

int command_extract(const CommandOptions& options) {
    Messages messages = messages_for(options);
    RunPlan plan = plan_for(options, messages);
    plan.recognition = Recognition::all;
    watch_for_stop();
    Facts facts = extract(options.sources.front(), plan);
    print(options.format == "json" ? to_json_text(facts, 2) + "\n" : as_text(facts, messages));
    say_findings(facts, messages);
    return status_of(facts.outcome);
}

int command_zygote(const CommandOptions& options) {
    constexpr int socket = 3; // where the coordinator puts it
    if (fcntl(socket, F_GETFD) < 0) throw UsageError("zygote is started by the program itself");
    SandboxLevel level = options.sandbox == "off"       ? SandboxLevel::off
                         : options.sandbox == "seccomp" ? SandboxLevel::seccomp
                                                        : SandboxLevel::full;
    return run_zygote(socket, options.number == "pages" ? Family::pages : Family::files, level);
}

} // namespace shenbao
