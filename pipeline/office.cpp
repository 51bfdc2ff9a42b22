#include "pipeline/office.h"

#include "pipeline/ledger/rebuild.h"

#include <spdlog/spdlog.h>

namespace shenbao {

// Only a run reads the sources, and so only a run may begin a new ledger in place of a damaged one.
Ledger Office::open(const RunPlan& plan, FactStore::Trust trust) {
    if (trust == FactStore::Trust::any_reader) return Ledger(plan.out / "ledger.db");
    return open_or_rebuild(plan.out / "ledger.db", [&](const SetAside& aside) {
        spdlog::warn("{}",
                     plan.messages.word(aside.all_decisions_read ? "ledger.set_aside" : "ledger.set_aside_in_part",
                                        {{"file", aside.name}, {"decisions", std::to_string(aside.decisions)}}));
    });
}

} // namespace shenbao
