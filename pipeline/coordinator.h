#pragma once
// Fulfils needs: finds the bytes, hands jobs to children, keeps what they read. Holds the queue; parses nothing.

#include "pipeline/fact_store.h"
#include "pipeline/ledger/blob_store.h"
#include "pipeline/model/need.h"
#include "pipeline/sandbox/pool.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenbao {

// A run that cannot go on through no fault of a document: a source that changed, a full disk. Nothing is marked as
// done.
struct RunError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The run was told to stop.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

class Coordinator {
  public:
    struct Options {
        SandboxLevel level = SandboxLevel::full;
        int workers = 1;
        bool execute = true; // see Pool::Options
        ReadFunction read{}; // see Pool::Options
        // Called now and then while jobs run, for the progress line; `label` is of the job that runs longest.
        std::function<void(const std::string& label)> beat{};
        std::function<bool()> stop{}; // true: end as soon as may be
    };

    // Everything given must outlive this.
    Coordinator(Ledger& ledger, FactStore& facts, BlobStore& blobs, Options options);

    // Where bytes of sources lie. A range is checked against its digest before it is read.
    void know(const Digest& blob, ByteRange range, bool checked) { places_[blob] = {std::move(range), checked}; }
    std::optional<ByteRange> place_of(const Digest& blob) const;
    void forget(const Digest& blob) { places_.erase(blob); }

    // Puts what an asker misses into the queue, behind what is there, and remembers how to make all it asked for.
    void want(const Asker& asker);
    void remember(const Asker& asker);
    void forget_need(const FactKey& key);
    // Works until at least one fact has come in. Throws RunError or Interrupted.
    void work();
    bool idle() const { return queue_.empty() && alone_.empty() && running_.empty(); }

    // Pages recognised by this coordinator, not found in the ledger.
    std::uint64_t recognised() const { return recognised_; }
    double seconds_of(Task task) const;

  private:
    struct Place {
        ByteRange range;
        bool checked = false;
    };

    void fill();
    bool dispatch(const Need& need);
    std::optional<ByteRange> locate(const Need& need, const Digest& blob);
    void remake(const FactKey& maker);
    void take(JobResult result);
    void still_the_same(const Job& job);
    void give_up(const JobResult& result);

    Ledger& ledger_;
    FactStore& facts_;
    BlobStore& blobs_;
    Options options_;
    Pool pool_;
    std::map<Digest, Place> places_;
    std::map<FactKey, Need> known_needs_;
    std::deque<FactKey> queue_, alone_; // `alone_`: failed once; runs when nothing else does
    std::set<FactKey> queued_, running_;
    std::map<FactKey, int> remade_;
    std::map<Task, double> seconds_;
    std::uint64_t next_id_ = 0, recognised_ = 0;
};

} // namespace shenbao
