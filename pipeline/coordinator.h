#pragma once
// Fulfils needs: finds the bytes, hands jobs to children, keeps what they read. Holds the queue; parses nothing.

#include "pipeline/fact_store.h"
#include "pipeline/ledger/blob_store.h"
#include "pipeline/model/need.h"
#include "pipeline/sandbox/pool.h"
#include "pipeline/trouble.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shenbao {

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

    // Where bytes of sources lie. A range is held against its digest once it was read.
    void know(const Digest& blob, ByteRange range) { places_[blob] = std::move(range); }
    std::optional<ByteRange> place_of(const Digest& blob) const;
    void forget(const Digest& blob) { places_.erase(blob); }

    // Puts what an asker misses into the queue, behind what is there, and remembers how to make all it asked for.
    void want(const Asker& asker);
    void remember(const Asker& asker);
    void forget_need(const FactKey& key);
    // Works until at least one fact has come in, or more is held up than before. Throws Interrupted, Trouble and what
    // else stops a run; no child is left then, and no attempt counts that did not end.
    void work();
    bool idle() const { return queue_.empty() && alone_.empty() && running_.empty(); }
    // Jobs that hold up their submission and no core: they wait to run alone, or leave theirs to others.
    std::size_t held_up() const { return alone_.size() + pool_.lending(); }

    // Pages recognised by this coordinator, not found in the ledger.
    std::uint64_t recognised() const { return recognised_; }
    double seconds_of(Task task) const;

  private:
    void work_on();
    void fill();
    void queue_again(const JobResult& result);
    void try_in_earnest(const FactKey& key);
    void put_off(const FactKey& key);
    void abandon();
    bool dispatch(const Need& need);
    std::optional<ByteRange> locate(const Need& need, const Digest& blob);
    void remake(const FactKey& maker);
    void take(JobResult result);
    void count_failure(const JobResult& result, bool alone);
    bool begin_again(const JobResult& result);
    void still_the_same(const Job& job);
    void give_up(const JobResult& result);
    bool told_to_stop() const { return options_.stop && options_.stop(); }

    Ledger& ledger_;
    FactStore& facts_;
    BlobStore& blobs_;
    Options options_;
    Pool pool_;
    std::map<Digest, ByteRange> places_;
    std::map<FactKey, Need> known_needs_;
    std::deque<FactKey> queue_, alone_; // `alone_`: failed, or under suspicion; runs when nothing else does
    bool alone_now_ = false;            // what runs is to have no neighbours
    std::set<FactKey> queued_, running_, yielding_;
    std::set<FactKey> in_earnest_; // to be tried with a core of their own
    std::set<FactKey> its_own_;    // failed, and no neighbour had a part in it
    std::map<FactKey, int> remade_, lost_;
    std::map<std::string, int> deaths_; // of earlier runs, by the text of what they were at
    int never_begun_ = 0;               // children in a row that ended before they turned to their input
    std::map<Task, double> seconds_;
    std::uint64_t next_id_ = 0, recognised_ = 0;
};

} // namespace shenbao
