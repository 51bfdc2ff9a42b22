#pragma once
// How it ended: every message, part, entry and page has exactly one outcome.

#include <string_view>

namespace shenbao {

enum class Outcome {
    ok,       // read whole
    partial,  // damage was read past; what could be read is there
    rejected, // not read on purpose: a limit, a password, a format that is not read
    failed,   // its reader crashed or ran out of time or memory, twice
};

std::string_view to_string(Outcome outcome);
// The outcome named; a name that is none gives failed.
Outcome outcome_from(std::string_view name);
// The worse of two.
Outcome worse(Outcome a, Outcome b);

} // namespace shenbao
