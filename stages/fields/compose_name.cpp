#include "stages/fields/compose_name.h"

#include "pipeline/model/person_name.h"
#include "pipeline/model/text.h"
#include "stages/fields/trust.h"

#include <algorithm>
#include <map>

namespace shenbao::fields_detail {

namespace {

// How likely characters are beside those of the commonest family names, and of given names. Some hundred family names
// are borne by five persons in six; who bears a rarer one is still likelier than a character that is none.
constexpr double rarer_family = 0.35, no_family = 0.05, unusual_given = 0.25;
// Readings that know nothing but characters of names always find one.
constexpr double of_names_only = 0.6;
constexpr double joint_reading = 2; // speaks for those that are the same and left out

bool of_names(const Reading& reading) { return reading.by.find("/names") != std::string::npos; }

double usual_at(std::size_t place, char32_t c) {
    const std::string name = text::to_utf8(std::u32string{c, c}); // family name and given name in one
    if (place > 0) return person_name::has_usual_given_name(name) ? 1 : unusual_given;
    return person_name::has_common_family_name(name) ? 1 : person_name::has_family_name(name) ? rarer_family : no_family;
}

// What readings make of the ink, names alone, with their weights.
std::vector<std::pair<std::u32string, double>> names_read(const Ink& ink, const Parser& parser) {
    std::vector<std::pair<std::u32string, double>> out;
    for (const Reading& reading : ink.readings) {
        if (!of_names(reading) && !trust::suits(reading.by, FieldType::person)) continue;
        const std::vector<Parsed> parsed = parser(reading.text);
        const auto best = std::max_element(parsed.begin(), parsed.end(),
                                           [](const Parsed& a, const Parsed& b) { return a.fitness < b.fitness; });
        if (best == parsed.end()) continue;
        std::u32string name = text::to_u32(best->value);
        if (name.size() < 2 || name.size() > 4 || !std::all_of(name.begin(), name.end(), text::is_han)) continue;
        const double kind = of_names(reading) ? of_names_only : reading.by == "vote" ? joint_reading : 1;
        out.emplace_back(std::move(name), kind * std::max(0.05, reading.confidence));
    }
    return out;
}

std::size_t usual_size(const std::vector<std::pair<std::u32string, double>>& names) {
    std::map<std::size_t, double> weight;
    for (const auto& [name, w] : names)
        weight[name.size()] += w;
    return std::max_element(weight.begin(), weight.end(), [](auto& a, auto& b) { return a.second < b.second; })->first;
}

} // namespace

void compose_name(Ballot& ballot, const Ink& ink, const Parser& parser) {
    if (ballot.options.empty()) return;
    const Option& front = ballot.options.front();
    if (front.valid && front.least >= trust::needed(FieldType::person)) return;
    const auto names = names_read(ink, parser);
    if (names.empty()) return;
    const std::size_t size = usual_size(names);
    std::u32string likeliest;
    for (std::size_t place = 0; place < size; ++place) {
        std::map<char32_t, double> weight;
        for (const auto& [name, w] : names)
            if (name.size() == size) weight[name[place]] += w * usual_at(place, name[place]);
        likeliest += std::max_element(weight.begin(), weight.end(), [](auto& a, auto& b) {
                         return a.second < b.second;
                     })->first;
    }
    const std::string value = text::to_utf8(likeliest);
    if (value == front.value) return;
    const auto known = std::find_if(ballot.options.begin(), ballot.options.end(),
                                    [&](const Option& o) { return o.value == value; });
    if (known != ballot.options.end()) {
        std::rotate(ballot.options.begin(), known, known + 1);
        return;
    }
    Option option;
    option.value = value;
    option.share = ballot.agreement * 0.5;
    option.confidence = front.confidence;
    option.valid = true;
    option.composed = true;
    ballot.options.insert(ballot.options.begin(), std::move(option));
}

} // namespace shenbao::fields_detail
