#include "pipeline/fact_store.h"

#include "extractors/extractor.h"
#include "pipeline/model/facts_json.h"

namespace shenbao {
namespace {

std::uint64_t mark(const FactKey& key) { return std::stoull(Digest::of(key.text()).hex().substr(0, 16), nullptr, 16); }

} // namespace

FactStore::FactStore(Ledger& ledger, const Limits& limits, Trust trust) : ledger_(ledger), trust_(trust) {
    std::string all;
    for (double l : {double(limits.package_bytes), double(limits.package_entries), limits.ratio,
                     double(limits.document_pages), double(limits.page_pixels), limits.document_seconds,
                     limits.stall_seconds, double(limits.document_memory), double(limits.document_output)})
        all += std::to_string(l) + " ";
    limits_mark_ = "+" + Digest::of(all).hex().substr(0, 16);
}

std::string FactStore::readers(const FactKey& key) const {
    auto& known = readers_[key.task];
    if (known.empty()) known = readers_version(key.task);
    return known;
}

const Facts* FactStore::find(const FactKey& key) const {
    if (auto it = held_.find(key); it != held_.end()) return it->second.get();
    std::string by = readers(key);
    auto json = trust_ == Trust::any_reader ? ledger_.facts_of_any(key) : ledger_.facts(key, by, by + limits_mark_);
    if (!json) return nullptr;
    if (counted_.insert(mark(key)).second) ++hits_;
    return held_.emplace(key, std::make_unique<Facts>(facts_from_json(*json))).first->second.get();
}

bool FactStore::knows(const FactKey& key) const { return counted_.contains(mark(key)); }

void FactStore::keep(const FactKey& key, Facts facts, bool gave_up) {
    ledger_.keep_facts(key, readers(key) + (gave_up ? limits_mark_ : ""), to_json_text(facts));
    held_[key] = std::make_unique<Facts>(std::move(facts));
    counted_.insert(mark(key));
    ++read_;
}

} // namespace shenbao
