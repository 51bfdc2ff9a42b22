#pragma once
// One output folder at work: its ledger, its blobs, the facts in it, and who fulfils needs.

#include "pipeline/coordinator.h"
#include "pipeline/ledger/view_store.h"
#include "pipeline/presence.h"
#include "pipeline/runner.h"

#include <optional>
#include <string>

namespace shenbao {

// Without a coordinator (`may_read` false) a missing fact ends the work. `plan` must outlive this.
class Office {
  public:
    Office(const RunPlan& plan, bool may_read, FactStore::Trust trust = FactStore::Trust::current_readers)
        : plan_(plan), ledger_(open(plan, trust)), blobs_(plan.out / "blobs", plan.campaign.limits.work_bytes),
          views_(plan.out / "views"), facts_(ledger_, plan.campaign.limits, trust) {
        if (!may_read) return;
        Coordinator::Options options = plan.coordinator;
        options.beat = [this](const std::string& label) { beat(label); };
        ledger_.settle_attempts(presence_.predecessor_died());
        coordinator_.emplace(ledger_, facts_, blobs_, std::move(options));
    }

    Ledger& ledger() { return ledger_; }
    FactStore& facts() { return facts_; }
    BlobStore& blobs() { return blobs_; }
    ViewStore& views() { return views_; }
    Coordinator* coordinator() { return coordinator_ ? &*coordinator_ : nullptr; }
    // Readers and what was warmed for them end; nothing can be asked for any more.
    void end_reading() { coordinator_.reset(); }
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
        if (!coordinator_) throw Trouble("facts_missing");
        coordinator_->want(asker);
        coordinator_->work();
    }

    void beat(const std::string& label) {
        progress.busy_with = label;
        progress.pages = coordinator_ ? coordinator_->recognised() : 0;
        if (plan_.progress) plan_.progress(progress);
    }

  private:
    static Ledger open(const RunPlan& plan, FactStore::Trust trust);

    const RunPlan& plan_;
    Presence presence_{plan_.out / ".running"};
    Ledger ledger_;
    BlobStore blobs_;
    ViewStore views_;
    FactStore facts_;
    std::optional<Coordinator> coordinator_;
};

} // namespace shenbao
