#pragma once
// Of several readings of the same ink, what the ink says: readings vote, and where they differ in single characters
// those are put together from what most of them have.

#include "stages/fields/ink.h"
#include "stages/fields/parse.h"

#include <functional>
#include <string>
#include <vector>

namespace shenbao::fields_detail {

struct Option {
    std::string value;
    double share = 0;      // of the weight of all readings
    int votes = 0;         // readings that have just this
    double confidence = 0; // the best that a reading of it was given
    bool valid = false;    // well formed, check digits included
    bool chosen = false;   // the recogniser itself settled on it, and `confidence` is what it says of it
    bool composed = false; // put together: no single reading has it
    double least = 0;      // how sure the least sure of its characters is, by the reading that gave it
};

// Value the ink may have, with the weight of what is said for it. Empty where no reading holds a value.
struct Ballot {
    std::vector<Option> options; // best first
    double agreement = 0;        // how far readings agree in the least sure character of the best option, 0 to 1
};

// Gives the values of one reading's text.
using Parser = std::function<std::vector<Parsed>(std::string_view text)>;
using Validity = std::function<bool(const std::string& value)>;

Ballot vote(const Ink& ink, const Parser& parser, const Validity& valid, bool compose);

// Characters of the readings set side by side, the most weighty at each place; `support` is the share of weight that
// each character of `text` has.
struct Consensus {
    std::u32string text;
    std::vector<double> support;
};
Consensus consensus(const std::vector<std::pair<std::u32string, double>>& readings);

} // namespace shenbao::fields_detail
