#include "pipeline/runner.h"

#include "pipeline/outputs.h"
#include "pipeline/source_files.h"
#include "stages/check/roster.h"
#include "stages/intake/arrivals.h"
#include "stages/record/across.h"
#include "stages/record/judge.h"
#include "stages/unpack/unpack.h"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <list>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

class StopWatch {
  public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

std::uint64_t peak_memory() {
    rusage own{}, children{};
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return static_cast<std::uint64_t>(std::max(own.ru_maxrss, children.ru_maxrss)) * 1024;
}

// One folder's ledger, blobs and facts, and who fulfils needs. Without a coordinator a missing fact ends the work.
class Office {
  public:
    Office(const RunPlan& plan, bool may_read, FactStore::Trust trust = FactStore::Trust::current_readers)
        : plan_(plan), ledger_(plan.out / "ledger.db"), blobs_(plan.out / "blobs"),
          facts_(ledger_, plan.campaign.limits, trust) {
        if (!may_read) return;
        Coordinator::Options options = plan.coordinator;
        options.beat = [this](const std::string& label) { beat(label); };
        coordinator_.emplace(ledger_, facts_, blobs_, std::move(options));
        ledger_.forget_open_attempts();
    }

    Ledger& ledger() { return ledger_; }
    FactStore& facts() { return facts_; }
    BlobStore& blobs() { return blobs_; }
    Coordinator* coordinator() { return coordinator_ ? &*coordinator_ : nullptr; }
    Asker asker() { return Asker(facts_, plan_.campaign.limits); }
    Progress progress;

    // Asks until nothing is missing.
    template <class Ask> auto until_known(Ask&& ask) {
        for (;;) {
            Asker a = asker();
            auto answer = ask(a);
            if (coordinator_) coordinator_->remember(a);
            if (a.missing().empty()) return answer;
            fulfil(a);
        }
    }

    void fulfil(const Asker& asker) {
        if (!coordinator_) throw RunError("facts are missing in this folder: run again with the sources");
        coordinator_->want(asker);
        coordinator_->work();
    }

    void beat(const std::string& label) {
        progress.busy_with = label;
        progress.pages = coordinator_ ? coordinator_->recognised() : 0;
        if (plan_.progress) plan_.progress(progress);
    }

  private:
    const RunPlan& plan_;
    Ledger ledger_;
    BlobStore blobs_;
    FactStore facts_;
    std::optional<Coordinator> coordinator_;
};

// A submission being taken in.
struct Open {
    const Arrival* arrival;
    std::map<FactKey, Need> asked;
    std::set<FactKey> missing;
};

// Takes submissions in, several at a time so that every core has work, and judges each when its last fact is there.
class Judging {
  public:
    Judging(const RunPlan& plan, Office& office, const Intake& intake)
        : plan_(plan), office_(office), intake_(intake) {}

    std::vector<Record> all() {
        std::size_t window = office_.coordinator() ? 2 + 2 * static_cast<std::size_t>(plan_.coordinator.workers) : 1;
        records_.resize(intake_.arrivals.size());
        office_.progress.submissions = intake_.arrivals.size();
        for (std::size_t next = 0; next < intake_.arrivals.size() || !open_.empty();) {
            bool moved = false;
            for (; open_.size() < window && next < intake_.arrivals.size(); moved = true)
                begin(intake_.arrivals[next++]);
            for (auto it = open_.begin(); it != open_.end();) {
                bool ready = known(it->missing);
                moved = moved || ready;
                it = ready && step(*it) ? open_.erase(it) : std::next(it);
            }
            if (!moved) wait();
        }
        return std::move(records_);
    }

    double judging_seconds() const { return judging_; }

  private:
    void begin(const Arrival& arrival) {
        if (auto* coordinator = office_.coordinator(); coordinator && arrival.container != arrival.blob) place(arrival);
        open_.push_back({&arrival, {}, {}});
    }

    // A message is a range of its mailbox, which lies in a source or was unpacked out of one.
    void place(const Arrival& arrival) {
        if (arrival.container.empty() || !arrival.mail) return;
        auto range = office_.coordinator()->place_of(arrival.container);
        if (!range && office_.blobs().has(arrival.container))
            range = ByteRange{office_.blobs().path(arrival.container).string()};
        if (range)
            office_.coordinator()->know(arrival.blob, {range->path, range->offset + arrival.offset, arrival.bytes},
                                        false);
    }

    bool known(const std::set<FactKey>& missing) {
        return std::all_of(missing.begin(), missing.end(),
                           [&](const FactKey& key) { return office_.facts().find(key); });
    }

    // True when the submission is judged.
    bool step(Open& open) {
        Asker asker = office_.asker();
        Submission submission = unpack(*open.arrival, plan_.campaign, plan_.recognition, asker);
        open.asked = asker.asked();
        open.missing = asker.missing();
        if (!open.missing.empty()) {
            if (!office_.coordinator()) throw RunError("facts are missing in this folder: run again with the sources");
            office_.coordinator()->want(asker);
            return false;
        }
        StopWatch watch;
        records_[open.arrival->place] = judge(plan_.campaign, submission, plan_.messages);
        judging_ += watch.seconds();
        close(open);
        return true;
    }

    // What the submission's blobs were kept for is done, unless another open one shares them.
    void close(const Open& open) {
        if (auto* coordinator = office_.coordinator()) {
            for (const auto& [key, need] : open.asked) {
                if (shared(open, key)) continue;
                if (const Facts* facts = office_.facts().find(key))
                    for (const Digest& blob : blobs_of(*facts))
                        office_.blobs().remove(blob);
                coordinator->forget_need(key);
            }
            if (open.arrival->mail) coordinator->forget(open.arrival->blob);
        }
        office_.facts().release();
        ++office_.progress.done;
        if (!office_.coordinator() || office_.coordinator()->idle()) office_.beat("");
    }

    bool shared(const Open& closing, const FactKey& key) const {
        return std::any_of(open_.begin(), open_.end(),
                           [&](const Open& other) { return &other != &closing && other.asked.contains(key); });
    }

    void wait() { office_.coordinator()->work(); }

    const RunPlan& plan_;
    Office& office_;
    const Intake& intake_;
    std::list<Open> open_;
    std::vector<Record> records_;
    double judging_ = 0;
};

std::optional<Roster> load_roster(const RunPlan& plan, Office& office) {
    FactKey key;
    std::string name;
    if (!plan.roster.empty()) {
        SourceTree tree = list_sources({plan.roster});
        const SourceFile& file = tree.files.at(0);
        office.coordinator()->know(file.sha256, {plan.roster.string(), 0, file.bytes}, true);
        key = read_key(file.sha256, file.name);
        name = file.name;
        office.ledger().keep_setting("roster", file.sha256.hex() + " " + name);
    } else {
        std::string kept = office.ledger().setting("roster");
        if (kept.size() < 66) return std::nullopt;
        name = kept.substr(65);
        key = read_key(Digest(kept.substr(0, 64)), name);
    }
    const Facts* facts = office.until_known([&](Asker& asker) { return asker.ask(key, name, std::nullopt); });
    if (!facts || !facts->document()) throw RunError(name + ": no roster can be read from it");
    return read_roster(plan.campaign, *facts->document());
}

std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
    std::map<std::string, const Record*> out;
    for (const Record& record : records)
        out[record.submission.id] = &record;
    return out;
}

std::vector<std::string> codes_of(const Record& record) {
    std::vector<std::string> codes;
    for (const RecordFinding& f : record.findings)
        codes.push_back(f.finding.code);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& these) {
    std::vector<std::string> out;
    std::set_difference(all.begin(), all.end(), these.begin(), these.end(), std::back_inserter(out));
    return out;
}

std::vector<VerdictChange> changes_between(const std::vector<Record>& before, const std::vector<Record>& after) {
    auto old = by_id(before);
    std::vector<VerdictChange> out;
    for (const Record& record : after) {
        auto it = old.find(record.submission.id);
        if (it == old.end() || it->second->verdict == record.verdict) continue;
        auto was = codes_of(*it->second), is = codes_of(record);
        out.push_back({record.applicant.number, record.applicant.company, it->second->verdict, record.verdict,
                       without(was, is), without(is, was)});
    }
    return out;
}

// Everything after the sources are known: the same for a run and a recheck.
RunOutcome judge_all(const RunPlan& plan, Office& office, const std::vector<SourceFile>& sources) {
    RunOutcome outcome;
    StopWatch total, watch;
    std::vector<Record> before = stored_records(office.ledger());
    auto roster = load_roster(plan, office);
    Intake intake = office.until_known([&](Asker& asker) { return take_in(sources, asker); });
    double intake_seconds = watch.seconds();

    Judging judging(plan, office, intake);
    outcome.records = judging.all();
    RosterView view;
    judge_across(plan.campaign, roster ? &*roster : nullptr, outcome.records, plan.messages, view);
    for (const Decision& decision : office.ledger().decisions())
        for (Record& record : outcome.records)
            apply_decision(record, decision);

    for (const Unread& unread : intake.unread)
        outcome.unread.push_back(unread.source);
    outcome.changes = changes_between(before, outcome.records);
    RunFigures& figures = outcome.figures = figures_of(outcome.records);
    figures.campaign = plan.campaign.id;
    figures.roster = view;
    figures.facts_read = office.facts().read();
    figures.cache_hits = office.facts().hits();
    figures.bytes_in = intake.bytes;
    figures.bytes_accounted = intake.accounted;
    figures.sandbox = to_string(plan.coordinator.level);
    figures.seconds = {{"intake", intake_seconds}, {"judge", judging.judging_seconds()}};
    if (auto* coordinator = office.coordinator()) {
        for (Task task : {Task::read, Task::recognise, Task::seals})
            figures.seconds[std::string(to_string(task))] = coordinator->seconds_of(task);
    }
    figures.seconds_total = total.seconds();
    figures.peak_memory = peak_memory();
    return outcome;
}

void leave_behind(const RunPlan& plan, Office& office, RunOutcome& outcome) {
    StopWatch watch;
    office.ledger().keep_records(record_lines(outcome.records));
    office.ledger().keep_setting("campaign", plan.campaign_text);
    office.ledger().keep_setting("roster_view", to_json(outcome.figures)["roster"].dump());
    write_reports(plan.out, plan.campaign, outcome.records, outcome.figures.roster, plan.messages);
    outcome.figures.seconds["report"] = watch.seconds();
    outcome.figures.seconds_total += watch.seconds();
    write_in_place(plan.out / "run.json", to_json(outcome.figures).dump(2) + "\n");
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
        coordinator.know(file.sha256, {tree.paths.at(file.sha256).string(), 0, file.bytes}, true);
}

RunOutcome read_and_judge(const RunPlan& plan, Office& office) {
    SourceTree tree = list_sources(plan.sources);
    know_sources(*office.coordinator(), tree);
    office.ledger().keep_sources(tree.files);
    return judge_all(plan, office, tree.files);
}

} // namespace

RunOutcome run(const RunPlan& plan) {
    Office office(plan, true);
    RunOutcome outcome = read_and_judge(plan, office);
    leave_behind(plan, office, outcome);
    office.blobs().clear();
    return outcome;
}

RunOutcome recheck(const RunPlan& plan) {
    Office office(plan, !plan.roster.empty(), FactStore::Trust::any_reader);
    RunOutcome outcome = judge_all(plan, office, office.ledger().sources());
    leave_behind(plan, office, outcome);
    return outcome;
}

RunOutcome check(RunPlan plan) {
    TemporaryFolder folder;
    plan.out = folder.path();
    Office office(plan, true);
    return read_and_judge(plan, office);
}

Facts extract(const fs::path& file, RunPlan plan) {
    TemporaryFolder folder;
    plan.out = folder.path();
    Office office(plan, true);
    SourceTree tree = list_sources({file});
    know_sources(*office.coordinator(), tree);
    const SourceFile& source = tree.files.at(0);
    FactKey key = read_key(source.sha256, source.name);
    return office.until_known([&](Asker& asker) {
        const Facts* known = asker.ask(key, source.name, std::nullopt);
        Facts facts = known ? *known : Facts{};
        if (auto* document = std::get_if<Document>(&facts.body)) {
            bool whole = true;
            recognise_pages(*document, key, "", plan.recognition, asker, facts.findings, whole);
        }
        return facts;
    });
}

} // namespace shenbao
