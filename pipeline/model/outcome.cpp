#include "pipeline/model/outcome.h"

#include <algorithm>

namespace shenbao {

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
    case Outcome::ok:
        return "ok";
    case Outcome::partial:
        return "partial";
    case Outcome::rejected:
        return "rejected";
    case Outcome::failed:
        break;
    }
    return "failed";
}

Outcome outcome_from(std::string_view name) {
    for (auto o : {Outcome::ok, Outcome::partial, Outcome::rejected})
        if (to_string(o) == name) return o;
    return Outcome::failed;
}

Outcome worse(Outcome a, Outcome b) { return std::max(a, b); }

} // namespace shenbao
