#include "stages/fields/compose_code.h"

#include "stages/fields/trust.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace shenbao::fields_detail {

namespace {

constexpr std::size_t code_size = 18;
constexpr std::size_t most_combinations = 4096;

// At each place the characters that readings have there, with their weights.
using Places = std::vector<std::map<char, double>>;

Places places_of(const Ballot& ballot) {
    Places places(code_size);
    for (const Option& option : ballot.options)
        if (option.value.size() == code_size && values::is_uscc_shaped(option.value))
            for (std::size_t i = 0; i < code_size; ++i)
                places[i][option.value[i]] += option.share;
    return places;
}

std::size_t combinations(const Places& places) {
    std::size_t n = 1;
    for (const auto& place : places) {
        n *= place.size();
        if (n == 0 || n > most_combinations) return n;
    }
    return n;
}

std::string combination(const Places& places, std::size_t n) {
    std::string code;
    for (const auto& place : places) {
        code += std::next(place.begin(), static_cast<long>(n % place.size()))->first;
        n /= place.size();
    }
    return code;
}

// The weight of the least sure character.
double least_support(const Places& places, const std::string& code) {
    double least = 1;
    for (std::size_t i = 0; i < code_size; ++i) {
        double total = 0;
        for (const auto& [c, weight] : places[i])
            total += weight;
        least = std::min(least, places[i].at(code[i]) / total);
    }
    return least;
}

} // namespace

void compose_code(Ballot& ballot, const Ink& ink) {
    if (std::any_of(ballot.options.begin(), ballot.options.end(), [](const Option& o) { return o.valid; })) return;
    if (trust::firm(ballot, ink)) return; // what most readings have stands there, whether it checks or not
    const Places places = places_of(ballot);
    const std::size_t n = combinations(places);
    if (n < 2 || n > most_combinations) return;
    std::optional<std::string> only;
    for (std::size_t i = 0; i < n; ++i) {
        const std::string code = combination(places, i);
        if (!values::is_uscc(code)) continue;
        if (only) return;
        only = code;
    }
    if (!only) return;
    Option option;
    option.value = *only;
    option.share = least_support(places, *only);
    option.confidence = ballot.options.front().confidence;
    option.valid = true;
    option.composed = true;
    ballot.options.insert(ballot.options.begin(), std::move(option));
}

} // namespace shenbao::fields_detail
