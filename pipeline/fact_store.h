#pragma once
// Facts as the stages look them up: from the ledger, parsed once and held until released.

#include "pipeline/ledger/ledger.h"
#include "pipeline/model/limits.h"

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_set>

namespace shenbao {

class FactStore : public FactSource {
  public:
    enum class Trust {
        current_readers, // facts that an older reader left are read again
        any_reader,      // for judging again without reading: what is known is taken as it is
    };

    // `ledger` must outlive this.
    FactStore(Ledger& ledger, const Limits& limits, Trust trust = Trust::current_readers);

    const Facts* find(const FactKey& key) const override;
    // Whether facts were found or kept under this key in this run; asks nobody.
    bool knows(const FactKey& key) const;
    // Keeps facts in the ledger and in hand. Those of a reader that gave up hold for the same limits only.
    void keep(const FactKey& key, Facts facts, bool gave_up);
    // Lets go of what is in hand; pointers given out before are void.
    void release() { held_.clear(); }

    // Facts that were there already when first asked for, and those that were read since.
    std::uint64_t hits() const { return hits_; }
    std::uint64_t read() const { return read_; }

  private:
    std::string readers(const FactKey& key) const;

    Ledger& ledger_;
    Trust trust_;
    std::string limits_mark_;
    mutable std::map<Task, std::string> readers_;
    mutable std::map<FactKey, std::unique_ptr<Facts>> held_;
    mutable std::unordered_set<std::uint64_t> counted_; // by the head of their key's digest: each counts once a run
    mutable std::uint64_t hits_ = 0;
    std::uint64_t read_ = 0;
};

} // namespace shenbao
