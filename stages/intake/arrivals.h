#pragma once
// Sources -> arrivals: which messages and packages came, in which order. Pure over facts.

#include "pipeline/model/need.h"
#include "pipeline/model/source.h"
#include "stages/intake/arrival.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao {

// A source that was not understood as anything.
struct Unread {
    std::string source;
    Outcome outcome = Outcome::rejected;
    std::vector<Finding> findings;
};

// A source of which other bytes are accounted for than there are.
struct Unbalanced {
    std::string source;
    std::uint64_t bytes = 0, accounted = 0;
};

struct Intake {
    Arrivals arrivals;
    std::vector<Unread> unread;
    std::uint64_t bytes = 0, accounted = 0; // of all sources; the same once nothing is missing
    std::vector<Unbalanced> unbalanced;
};

// What is known so far; complete when the asker has no needs.
Intake take_in(const std::vector<SourceFile>& sources, Asker& asker);

} // namespace shenbao
