#pragma once
// One output folder at work: its ledger, its blobs, the facts in it, and who fulfils needs.

#include "pipeline/coordinator.h"
#include "pipeline/runner.h"

#include <optional>
#include <string>

namespace shenbao {

// Without a coordinator (`may_read` false) a missing fact ends the work. `plan` must outlive this.
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

} // namespace shenbao
