#pragma once
// How the stages ask for facts: what is known is given, what is not is noted as a need. The coordinator fulfils the
// needs and asks again, until nothing is missing. So resuming, re-reading and a first run are one and the same.

#include "pipeline/model/facts.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shenbao {

struct Need {
    FactKey key;
    ReadOptions options;
    std::string label;            // for people: the file's name
    std::optional<FactKey> maker; // whose reading makes the input blob; none: it lies in a source
    std::map<Digest, FactKey> other_makers{}; // of inputs that another reading makes: volumes from several mails

    const FactKey* maker_of(const Digest& input) const {
        auto other = other_makers.find(input);
        if (other != other_makers.end()) return &other->second;
        return maker ? &*maker : nullptr;
    }
};

class Asker {
  public:
    explicit Asker(const FactSource& facts, Limits limits = {}) : facts_(facts), limits_(limits) {}

    // The facts, or null and a need noted.
    const Facts* ask(const FactKey& key, const std::string& name, const std::optional<FactKey>& maker,
                     ReadOptions options = {}) {
        options.name = name;
        options.dpi = key.dpi;
        options.pages = key.pages;
        options.limits = limits_;
        asked_.try_emplace(key, Need{key, std::move(options), name, maker});
        const Facts* known = facts_.find(key);
        if (!known) missing_.insert(key);
        return known;
    }
    // Of something asked for: one of its inputs is made by another reading than the rest.
    void also_made_by(const FactKey& key, const Digest& input, const FactKey& maker) {
        asked_.at(key).other_makers[input] = maker;
    }
    // Everything that was asked for, known or not: how to make it, should its blobs be gone.
    const std::map<FactKey, Need>& asked() const { return asked_; }
    const std::set<FactKey>& missing() const { return missing_; }

  private:
    const FactSource& facts_;
    Limits limits_;
    std::map<FactKey, Need> asked_;
    std::set<FactKey> missing_;
};

} // namespace shenbao
