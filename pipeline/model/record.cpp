#include "pipeline/model/record.h"

namespace shenbao {

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::complete:
        return "complete";
    case Verdict::review:
        return "review";
    case Verdict::deficient:
        return "deficient";
    case Verdict::unreadable:
        break;
    }
    return "unreadable";
}

Verdict verdict_from(std::string_view name) {
    for (auto v : {Verdict::complete, Verdict::review, Verdict::deficient})
        if (to_string(v) == name) return v;
    return Verdict::unreadable;
}

std::string_view to_string(SealState state) {
    switch (state) {
    case SealState::not_asked:
        return "not_asked";
    case SealState::present:
        return "present";
    case SealState::absent:
        return "absent";
    case SealState::unclear:
        break;
    }
    return "unclear";
}

std::string_view to_string(FieldStatus status) {
    switch (status) {
    case FieldStatus::read:
        return "read";
    case FieldStatus::confirmed:
        return "confirmed";
    case FieldStatus::uncertain:
        break;
    }
    return "uncertain";
}

} // namespace shenbao
