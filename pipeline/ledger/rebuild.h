#pragma once
// A ledger that is damaged is no reason to stop: it is set aside for people to look at, what they decided is taken over
// as far as it can be read, and everything else is read out of the sources again.

#include "pipeline/ledger/ledger.h"

#include <filesystem>
#include <functional>
#include <string>

namespace shenbao {

struct SetAside {
    std::string name;               // what the damaged ledger is called now, beside the new one
    std::size_t decisions = 0;      // taken over
    bool all_decisions_read = true; // false: some may be lost
};

// Opens the ledger; one that is damaged is set aside and a new one takes its place, which `say` is told. At every
// moment the decisions that could be read are in one of the two. Throws DatabaseError for any other reason, and
// std::system_error where the folder does not let a file be renamed. The folder's lease must be held.
Ledger open_or_rebuild(const std::filesystem::path& file, const std::function<void(const SetAside&)>& say);

} // namespace shenbao
