#include "pipeline/runner.h"

#include "pipeline/apart.h"
#include "pipeline/judging.h"
#include "pipeline/outputs.h"
#include "pipeline/report_stamp.h"
#include "pipeline/source_files.h"
#include "pipeline/stop_watch.h"
#include "stages/check/roster.h"
#include "stages/record/across.h"
#include "stages/record/judge.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

// The coordinator's own, in bytes; what a process was before it was executed counts in getrusage() but not here.
std::uint64_t own_peak_memory() {
    std::ifstream status("/proc/self/status");
    std::uint64_t kilobytes = 0;
    for (std::string word; status >> word;)
        if (word == "VmHWM:") status >> kilobytes;
    return kilobytes * 1024;
}

std::uint64_t peak_memory() {
    rusage own{}, children{};
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return static_cast<std::uint64_t>(std::max(own.ru_maxrss, children.ru_maxrss)) * 1024;
}

// Where the roster's facts are kept, and what it is called; remembered in the ledger for judging again.
struct RosterPlace {
    FactKey key;
    std::string name;
};

std::optional<RosterPlace> given_roster(const RunPlan& plan, Office& office) {
    if (plan.roster.empty()) {
        office.ledger().keep_setting("roster", "");
        return std::nullopt;
    }
    SourceTree tree = list_sources({plan.roster}, plan.coordinator.stop);
    const SourceFile& file = tree.files.at(0);
    office.coordinator()->know(file.sha256, {plan.roster.string(), 0, file.bytes});
    office.ledger().keep_setting("roster", file.sha256.hex() + " " + file.name);
    return RosterPlace{read_key(file.sha256, file.name), file.name};
}

std::optional<RosterPlace> remembered_roster(Office& office) {
    constexpr std::size_t digest_and_space = 65;
    std::string kept = office.ledger().setting("roster");
    if (kept.size() <= digest_and_space) return std::nullopt;
    std::string name = kept.substr(digest_and_space);
    return RosterPlace{read_key(Digest(kept.substr(0, digest_and_space - 1)), name), name};
}

std::optional<Roster> load_roster(const RunPlan& plan, Office& office, const std::optional<RosterPlace>& place) {
    if (!place) return std::nullopt;
    const auto document = office.until_known([&](Asker& asker) -> std::optional<Document> {
        const Facts* facts = asker.ask(place->key, place->name, std::nullopt);
        if (!facts || !facts->document()) return std::nullopt;
        Document read = *facts->document();
        std::vector<Finding> findings;
        bool whole = true;
        look_at_pages(read, place->key, std::nullopt, place->name, plan.recognition, asker, findings, whole);
        return read;
    });
    if (!document) throw Trouble("no_roster", {{"name", place->name}});
    return read_roster(plan.campaign, *document);
}

// What is known once every submission was judged by itself.
struct Judgements {
    std::vector<Aside::Place> records; // in the order of arrival
    std::optional<Roster> roster;
};

// Everything after the sources are known, up to there: the same for a run and a recheck.
RunOutcome judge_all(const RunPlan& plan, Office& office, const std::vector<SourceFile>& sources,
                     const std::optional<RosterPlace>& roster_place, Aside& aside, Judgements& judgements) {
    RunOutcome outcome;
    StopWatch total, watch;
    judgements.roster = load_roster(plan, office, roster_place);
    Intake intake = office.until_known([&](Asker& asker) { return take_in(sources, asker); });
    double intake_seconds = watch.seconds();

    Judging judging(plan, office, intake, aside);
    judgements.records = judging.all();
    for (const Unread& unread : intake.unread)
        outcome.unread.push_back(unread.source);
    outcome.unbalanced = intake.unbalanced;
    RunFigures& figures = outcome.figures = figures_of({});
    figures.campaign = plan.campaign.id;
    figures.left = judging.left();
    figures.facts_read = office.facts().read();
    figures.cache_hits = office.facts().hits();
    figures.bytes_in = intake.bytes;
    figures.bytes_accounted = intake.accounted;
    figures.sandbox = to_string(plan.coordinator.level);
    figures.seconds = {{"intake", intake_seconds}, {"judge", judging.judging_seconds()}};
    if (auto* coordinator = office.coordinator()) {
        for (Task task :
             {Task::read, Task::look, Task::unpack_again, Task::recognise, Task::recognise_all, Task::seals})
            figures.seconds[std::string(to_string(task))] = coordinator->seconds_of(task);
    }
    figures.seconds_total = total.seconds();
    return outcome;
}

// The records as comparing them with each other leaves them, without their readings.
std::vector<Record> compared(const RunPlan& plan, const Judgements& judgements, Ledger& ledger, Aside& aside,
                             RosterView& view) {
    std::vector<Record> records;
    records.reserve(judgements.records.size());
    for (const Aside::Place& place : judgements.records)
        records.push_back(aside.take_out(place));
    judge_across(plan.campaign, judgements.roster ? &*judgements.roster : nullptr, records, plan.messages, view);
    for (const Decision& decision : ledger.decisions())
        for (Record& record : records)
            apply_decision(record, decision);
    return records;
}

// In a process of its own (apart.h), for the sake of the memory that all records take at once. Each is whole for as
// long as it is being written. Returns that process's most memory, in bytes.
std::uint64_t compare_and_keep(const RunPlan& plan, const Judgements& judgements, Ledger& ledger, Aside& aside) {
    ledger.close();
    const std::uint64_t memory = work_apart(plan.messages, plan.coordinator.stop, [&] {
        ledger.open_again();
        RunFigures figures;
        std::vector<Record> records = compared(plan, judgements, ledger, aside, figures.roster);
        const auto line_of = [&](std::size_t place) {
            Record record = std::move(records[place]);
            aside.give_back(record);
            return record_line(record);
        };
        ledger.keep_records(records.size(), line_of,
                            {{"campaign", plan.campaign_text}, {"roster_view", to_json(figures)["roster"].dump()}});
        ledger.close();
    });
    ledger.open_again();
    return memory;
}

// What the records say that were kept, one at a time.
void look_through(Ledger& ledger, const EarlierJudgement& before, RunOutcome& outcome) {
    ledger.each_record([&](const std::string& line) {
        const Record record = record_from_json(line);
        count_in(outcome.figures, record);
        if (auto change = change_since(before, record)) outcome.changes.push_back(std::move(*change));
        for (const RecordFinding& f : record.findings)
            if (f.outdated) outcome.outdated.push_back({*f.outdated, record.applicant.company});
    });
    outcome.figures.roster = stored_roster_view(ledger);
}

void leave_behind(const RunPlan& plan, Office& office, RunOutcome& outcome, const Judgements& judgements,
                  Aside& aside) {
    StopWatch watch;
    office.end_reading();
    office.views().sync();
    if (plan.coordinator.stop && plan.coordinator.stop()) throw Interrupted();
    Ledger& ledger = office.ledger();
    RunFigures& figures = outcome.figures;
    EarlierJudgement before;
    ledger.each_record([&](const std::string& line) { note_judgement(before, record_from_json(line)); });
    figures.report_memory = compare_and_keep(plan, judgements, ledger, aside);
    look_through(ledger, before, outcome);
    // Reports are made from the records as they are kept, so that they can be made again to the byte.
    ReportStamp stamp(ledger, plan.out, plan.campaign_text, ledger.setting("roster_view"), plan.messages);
    if (!stamp.stands()) {
        const std::uint64_t memory =
            write_reports_apart(plan.out, plan.campaign, ledger, figures.roster, plan.messages, plan.coordinator.stop);
        figures.report_memory = std::max(figures.report_memory, memory);
        stamp.keep();
    }
    figures.seconds["report"] = watch.seconds();
    figures.seconds_total += watch.seconds();
    figures.coordinator_memory = own_peak_memory();
    figures.peak_memory = peak_memory();
    write_in_place(plan.out / "run.json", to_json(figures).dump(2) + "\n");
}

// A folder that lives as long as this.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "shenbao-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), "temporary folder");
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void know_sources(Coordinator& coordinator, const SourceTree& tree) {
    for (const SourceFile& file : tree.files)
        coordinator.know(file.sha256, {tree.paths.at(file.sha256).string(), 0, file.bytes});
}

RunOutcome read_and_judge(const RunPlan& plan, Office& office, Aside& aside, Judgements& judgements) {
    SourceTree tree = list_sources(plan.sources, plan.coordinator.stop);
    know_sources(*office.coordinator(), tree);
    office.ledger().keep_sources(tree.files);
    return judge_all(plan, office, tree.files, given_roster(plan, office), aside, judgements);
}

} // namespace

RunOutcome run(const RunPlan& plan) {
    return in_words(plan.messages, [&] {
        Office office(plan, true);
        Aside aside(plan.out);
        Judgements judgements;
        RunOutcome outcome = read_and_judge(plan, office, aside, judgements);
        leave_behind(plan, office, outcome, judgements, aside);
        office.blobs().clear();
        return outcome;
    });
}

RunOutcome recheck(const RunPlan& plan) {
    return in_words(plan.messages, [&] {
        Office office(plan, !plan.roster.empty(), FactStore::Trust::any_reader);
        auto roster = plan.roster.empty() ? remembered_roster(office) : given_roster(plan, office);
        Aside aside(plan.out);
        Judgements judgements;
        RunOutcome outcome = judge_all(plan, office, office.ledger().sources(), roster, aside, judgements);
        leave_behind(plan, office, outcome, judgements, aside);
        return outcome;
    });
}

RunOutcome check(RunPlan plan) {
    return in_words(plan.messages, [&] {
        TemporaryFolder folder;
        plan.out = folder.path();
        Office office(plan, true);
        Aside aside(plan.out);
        Judgements judgements;
        RunOutcome outcome = read_and_judge(plan, office, aside, judgements);
        outcome.records = compared(plan, judgements, office.ledger(), aside, outcome.figures.roster);
        for (Record& record : outcome.records)
            aside.give_back(record);
        return outcome;
    });
}

Facts extract(const fs::path& file, RunPlan plan) {
    return in_words(plan.messages, [&] {
        TemporaryFolder folder;
        plan.out = folder.path();
        Office office(plan, true);
        SourceTree tree = list_sources({file}, plan.coordinator.stop);
        know_sources(*office.coordinator(), tree);
        const SourceFile& source = tree.files.at(0);
        FactKey key = read_key(source.sha256, source.name);
        return office.until_known([&](Asker& asker) {
            const Facts* known = asker.ask(key, source.name, std::nullopt);
            Facts facts = known ? *known : Facts{};
            if (auto* document = std::get_if<Document>(&facts.body)) {
                bool whole = true;
                const Looked looked =
                    look_at_pages(*document, key, std::nullopt, "", plan.recognition, asker, facts.findings, whole);
                facts.outcome = worse(facts.outcome, looked.outcome);
                recognise_pages(*document, looked.maker, "", plan.recognition, asker, facts.findings, whole);
            }
            return facts;
        });
    });
}

} // namespace shenbao
