#include "pipeline/coordinator.h"

#include "pipeline/harmless.h"
#include "pipeline/source_files.h"

#include <spdlog/spdlog.h>

#include <thread>
#include <utility>

namespace shenbao {
namespace {

constexpr int most_attempts = 2;
constexpr int most_losses = 1;       // of a zygote, before they count
constexpr int most_never_begun = 20; // in a row; the machine is out of something then
constexpr int most_deaths = 8;       // of runs that were at this and nothing else
constexpr std::chrono::milliseconds pause_without_child{100};
constexpr std::chrono::milliseconds beat_every{200};

// A blob of the store, written piece by piece as a child sends it.
class StoreWriter : public BlobWriter {
  public:
    explicit StoreWriter(std::unique_ptr<BlobStore::Writer> writer) : writer_(std::move(writer)) {}
    void write(std::span<const std::byte> bytes) override { writer_->write(bytes); }
    Digest commit() override { return writer_->commit(); }

  private:
    std::unique_ptr<BlobStore::Writer> writer_;
};

Pool::Options pool_options(const Coordinator::Options& options, BlobStore& blobs) {
    Pool::Options pool;
    pool.level = options.level;
    pool.workers = options.workers;
    pool.execute = options.execute;
    pool.read = options.read;
    pool.work = blobs.folder();
    pool.open_blob = [&blobs] { return std::make_unique<StoreWriter>(blobs.open()); };
    return pool;
}

const char* code_for(JobEnd end) {
    switch (end) {
    case JobEnd::timeout:
        return "document.timeout";
    case JobEnd::memory:
        return "document.memory";
    case JobEnd::output:
        return "limit.bytes";
    default:
        return "document.crashed";
    }
}

} // namespace

Coordinator::Coordinator(Ledger& ledger, FactStore& facts, BlobStore& blobs, Options options)
    : ledger_(ledger), facts_(facts), blobs_(blobs), options_(std::move(options)), pool_(pool_options(options_, blobs)),
      deaths_(ledger.deaths()) {}

void Coordinator::want(const Asker& asker) {
    remember(asker);
    for (const FactKey& key : asker.missing()) {
        if (running_.contains(key) || !queued_.insert(key).second) continue;
        const bool suspect = !deaths_.empty() && deaths_.contains(key.text());
        (suspect ? alone_ : queue_).push_back(key);
    }
}

std::optional<ByteRange> Coordinator::place_of(const Digest& blob) const {
    auto it = places_.find(blob);
    return it == places_.end() ? std::nullopt : std::optional(it->second);
}

void Coordinator::remember(const Asker& asker) {
    for (const auto& [key, need] : asker.asked())
        known_needs_.insert_or_assign(key, need);
}

void Coordinator::forget_need(const FactKey& key) {
    if (!queued_.contains(key) && !running_.contains(key)) known_needs_.erase(key);
    remade_.erase(key);
}

double Coordinator::seconds_of(Task task) const {
    auto it = seconds_.find(task);
    return it == seconds_.end() ? 0 : it->second;
}

void Coordinator::work() {
    try {
        work_on();
    } catch (...) {
        abandon();
        throw;
    }
}

void Coordinator::work_on() {
    const std::size_t held_up_before = held_up();
    for (std::uint64_t before = facts_.read(); facts_.read() == before && held_up() <= held_up_before && !idle();) {
        if (told_to_stop()) throw Interrupted();
        fill();
        for (JobResult& result : pool_.wait(beat_every))
            take(std::move(result));
        if (auto oldest = pool_.oldest(); oldest && options_.beat) options_.beat(*oldest);
    }
}

// What was running has not failed. Where even that cannot be written down, the next run sees that this one ended as it
// should, and does not count it.
void Coordinator::abandon() {
    pool_.abandon();
    try {
        for (const FactKey& key : running_)
            ledger_.forget_attempt(key);
    } catch (const DatabaseError&) {
    }
    running_.clear();
    yielding_.clear();
    in_earnest_.clear();
    alone_now_ = false;
}

void Coordinator::fill() {
    if (queue_.empty() && pool_.running() == 0 && !alone_.empty() && dispatch(known_needs_.at(alone_.front()))) {
        const FactKey key = alone_.front();
        alone_.pop_front();
        queued_.erase(key);
        alone_now_ = running_.contains(key);
    }
    if (alone_now_) return;
    for (std::size_t passed = 0; pool_.has_room() && passed < queue_.size();) {
        FactKey key = queue_[passed];
        if (in_earnest_.contains(key) && !pool_.has_core()) {
            ++passed; // it is to have its time
        } else if (dispatch(known_needs_.at(key))) {
            std::erase(queue_, key);
            queued_.erase(key);
            passed = 0;
        } else {
            ++passed; // its blob is being made again
        }
    }
}

// False where the input has to be made again first: that job stands at the head of the queue then.
bool Coordinator::dispatch(const Need& need) {
    Job job;
    for (const Digest& blob : need.key.inputs) {
        auto range = locate(need, blob);
        if (!range) return false;
        job.inputs.push_back(std::move(*range));
    }
    job.id = ++next_id_;
    job.key = need.key;
    job.options = need.options;
    job.label = need.label;
    if (auto it = deaths_.find(need.key.text()); it != deaths_.end() && it->second >= most_deaths) {
        give_up({std::move(job), JobEnd::crashed, {}, {}, "the run died " + std::to_string(it->second) + " times", 0});
        return true;
    }
    if (yielding_.contains(need.key)) job.yields = yields_much;
    job.attempt = ledger_.begin_attempt(need.key);
    running_.insert(need.key);
    pool_.dispatch(std::move(job));
    return true;
}

std::optional<ByteRange> Coordinator::locate(const Need& need, const Digest& blob) {
    if (auto it = places_.find(blob); it != places_.end()) return it->second;
    if (blobs_.has(blob)) {
        std::filesystem::path path = blobs_.path(blob);
        return ByteRange{path.string(), 0, std::filesystem::file_size(path)};
    }
    const FactKey* maker = need.maker_of(blob);
    if (!maker) throw Trouble("no_bytes", {{"name", need.label}});
    remake(*maker);
    return std::nullopt;
}

// Facts are in the ledger, but the blobs they name are gone: their reader runs once more.
void Coordinator::remake(const FactKey& maker) {
    if (running_.contains(maker) || queued_.contains(maker)) return;
    if (++remade_[maker] > most_attempts) throw Trouble("no_blob", {{"name", known_needs_.at(maker).label}});
    queued_.insert(maker);
    queue_.push_front(maker);
}

void Coordinator::take(JobResult result) {
    const FactKey key = result.job.key;
    running_.erase(key);
    yielding_.erase(key);
    in_earnest_.erase(key);
    const bool alone = std::exchange(alone_now_, false);
    seconds_[key.task] += result.seconds;
    if (result.end == JobEnd::no_input) {
        ledger_.forget_attempt(key);
        throw Trouble("no_input", {{"name", result.job.label}, {"why", result.detail}});
    }
    if (begin_again(result)) return;
    still_the_same(result.job);
    if (result.end != JobEnd::facts) return count_failure(result, alone);
    its_own_.erase(key);
    blobs_.sync();
    if (key.task == Task::recognise || key.task == Task::recognise_all) ++recognised_;
    facts_.keep(key, std::move(result.facts), false);
}

void Coordinator::count_failure(const JobResult& result, bool alone) {
    spdlog::warn("{}: reader {} ({}), attempt {}{}", harmless(result.job.label), to_string(result.end),
                 harmless(result.detail), result.job.attempt, result.undisturbed ? "" : ", perhaps disturbed");
    ledger_.end_attempt(result.job.key);
    if (result.undisturbed || alone) its_own_.insert(result.job.key);
    if (result.job.attempt >= most_attempts && its_own_.contains(result.job.key))
        give_up(result);
    else if (result.undisturbed)
        queue_again(result);
    else if (result.end == JobEnd::timeout && result.tried_lightly)
        try_in_earnest(result.job.key);
    else
        put_off(result.job.key);
}

// At least two attempts fail before a document is given up, one of them through no fault of its neighbours. Where the
// first is known to be that one, nobody has to stand still for the second; and for one that has had all its time,
// nobody waits.
void Coordinator::queue_again(const JobResult& result) {
    queued_.insert(result.job.key);
    queue_.push_back(result.job.key);
    if (result.end == JobEnd::timeout) yielding_.insert(result.job.key);
}

// Neighbours had most of its time: now it has a core, and is the next to get one.
void Coordinator::try_in_earnest(const FactKey& key) {
    queued_.insert(key);
    queue_.push_front(key);
    in_earnest_.insert(key);
}

void Coordinator::put_off(const FactKey& key) {
    queued_.insert(key);
    alone_.push_back(key);
}

// True where the attempt ended through no fault of the document, and is made again without being counted.
bool Coordinator::begin_again(const JobResult& result) {
    const bool never_begun = result.end == JobEnd::no_child;
    if (!never_begun) never_begun_ = 0;
    if (!never_begun && (result.end != JobEnd::lost || ++lost_[result.job.key] > most_losses)) return false;
    ledger_.forget_attempt(result.job.key);
    spdlog::warn("{}: {} ({}), once more", harmless(result.job.label), to_string(result.end), harmless(result.detail));
    if (never_begun && ++never_begun_ >= most_never_begun) throw Trouble("no_child", {{"why", result.detail}});
    if (never_begun) std::this_thread::sleep_for(pause_without_child);
    put_off(result.job.key);
    return true;
}

// What was read from a source that changed meanwhile belongs to no digest, and its failure is no document's fault.
void Coordinator::still_the_same(const Job& job) {
    for (std::size_t i = 0; i < job.inputs.size(); ++i) {
        const ByteRange& range = job.inputs[i];
        if (!places_.contains(job.key.inputs[i])) continue;
        if (digest_of_range(range.path, range.offset, range.bytes, options_.stop) == job.key.inputs[i]) continue;
        ledger_.forget_attempt(job.key);
        throw Trouble("source_changed", {{"name", std::filesystem::path(range.path).filename().string()}});
    }
}

void Coordinator::give_up(const JobResult& result) {
    its_own_.erase(result.job.key);
    Facts facts;
    facts.outcome = Outcome::failed;
    // The detail names a signal or a page; what a child said of itself is cleaned of everything but its words.
    facts.findings.push_back(finding(code_for(result.end), {}, result.detail));
    facts_.keep(result.job.key, std::move(facts), true);
}

} // namespace shenbao
