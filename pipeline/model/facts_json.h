#pragma once
// Facts as JSON: on the wire from a child, in the ledger, and from `shenbao extract --format json`.
// Keys are written in a fixed order; the same facts give the same bytes.

#include "pipeline/model/facts.h"

#include <nlohmann/json_fwd.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace shenbao {

// Thrown for text that is not JSON of this shape: a child that lies, a damaged ledger.
struct BadFacts : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string to_json_text(const Facts& facts, int indent = -1);
Facts facts_from_json(std::string_view text);

nlohmann::ordered_json to_json(const Finding& finding);
Finding finding_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json to_json(const Locator& where);
Locator locator_from_json(const nlohmann::ordered_json& json);

} // namespace shenbao
