#include "pipeline/coordinator.h"

#include "pipeline/source_files.h"

#include <spdlog/spdlog.h>

#include <system_error>

namespace shenbao {
namespace {

constexpr int most_attempts = 2;
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
    : ledger_(ledger), facts_(facts), blobs_(blobs), options_(std::move(options)),
      pool_(pool_options(options_, blobs)) {}

void Coordinator::want(const Asker& asker) {
    remember(asker);
    for (const FactKey& key : asker.missing()) {
        if (running_.contains(key) || !queued_.insert(key).second) continue;
        queue_.push_back(key);
    }
}

std::optional<ByteRange> Coordinator::place_of(const Digest& blob) const {
    auto it = places_.find(blob);
    return it == places_.end() ? std::nullopt : std::optional(it->second.range);
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
    std::uint64_t before = facts_.read();
    while (facts_.read() == before && !idle()) {
        if (options_.stop && options_.stop()) {
            pool_.abandon();
            throw Interrupted();
        }
        try {
            fill();
            for (JobResult& result : pool_.wait(beat_every))
                take(std::move(result));
        } catch (const std::system_error& error) {
            pool_.abandon();
            throw RunError(error.what());
        }
        if (auto oldest = pool_.oldest(); oldest && options_.beat) options_.beat(*oldest);
    }
}

void Coordinator::fill() {
    if (queue_.empty() && pool_.running() == 0 && !alone_.empty()) {
        queue_.push_back(alone_.front());
        alone_.pop_front();
    }
    for (std::size_t passed = 0; pool_.has_room() && passed < queue_.size();) {
        FactKey key = queue_[passed];
        if (dispatch(known_needs_.at(key))) {
            std::erase(queue_, key);
            queued_.erase(key);
            running_.insert(key);
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
    job.attempt = ledger_.begin_attempt(need.key);
    pool_.dispatch(std::move(job));
    return true;
}

std::optional<ByteRange> Coordinator::locate(const Need& need, const Digest& blob) {
    if (auto it = places_.find(blob); it != places_.end()) {
        Place& place = it->second;
        if (!place.checked && digest_of_range(place.range.path, place.range.offset, place.range.bytes) != blob)
            throw RunError("a source changed while it was read: " +
                           std::filesystem::path(place.range.path).filename().string());
        place.checked = true;
        return place.range;
    }
    if (blobs_.has(blob)) {
        std::filesystem::path path = blobs_.path(blob);
        return ByteRange{path.string(), 0, std::filesystem::file_size(path)};
    }
    if (!need.maker) throw RunError("the bytes of " + need.label + " are in none of the sources");
    remake(*need.maker);
    return std::nullopt;
}

// Facts are in the ledger, but the blobs they name are gone: their reader runs once more.
void Coordinator::remake(const FactKey& maker) {
    if (running_.contains(maker) || queued_.contains(maker)) return;
    if (++remade_[maker] > most_attempts) throw RunError("a blob cannot be made again");
    queued_.insert(maker);
    queue_.push_front(maker);
}

void Coordinator::take(JobResult result) {
    const FactKey key = result.job.key;
    running_.erase(key);
    seconds_[key.task] += result.seconds;
    if (result.end == JobEnd::no_input) {
        ledger_.forget_attempt(key);
        throw RunError(result.job.label + ": " + result.detail);
    }
    still_the_same(result.job);
    if (result.end == JobEnd::facts) {
        blobs_.sync();
        if (key.task == Task::recognise) ++recognised_;
        facts_.keep(key, std::move(result.facts), false);
        return;
    }
    spdlog::warn("{}: reader {} ({}), attempt {}", result.job.label, to_string(result.end), result.detail,
                 result.job.attempt);
    if (result.job.attempt < most_attempts) {
        queued_.insert(key);
        alone_.push_back(key);
    } else {
        give_up(result);
    }
}

// What was read from a source that changed meanwhile belongs to no digest, and its failure is no document's fault.
void Coordinator::still_the_same(const Job& job) {
    for (std::size_t i = 0; i < job.inputs.size(); ++i) {
        const ByteRange& range = job.inputs[i];
        if (!places_.contains(job.key.inputs[i])) continue;
        if (digest_of_range(range.path, range.offset, range.bytes) == job.key.inputs[i]) continue;
        ledger_.forget_attempt(job.key);
        throw RunError("a source changed while it was read: " + std::filesystem::path(range.path).filename().string());
    }
}

void Coordinator::give_up(const JobResult& result) {
    Facts facts;
    facts.outcome = Outcome::failed;
    // The detail names a signal or a page; what a child said of itself is cleaned of everything but its words.
    facts.findings.push_back(finding(code_for(result.end), {}, result.detail));
    facts_.keep(result.job.key, std::move(facts), true);
}

} // namespace shenbao
