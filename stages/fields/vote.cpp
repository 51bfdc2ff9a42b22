#include "stages/fields/vote.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <map>

namespace shenbao::fields_detail {

namespace {

constexpr std::size_t longest = 600; // characters of a value that are still aligned

// How `other` lies upon `base`: for each character of the base its counterpart (0: none), and what is put in before it.
struct Alignment {
    std::vector<char32_t> at;             // base.size()
    std::vector<std::u32string> inserted; // base.size() + 1
};

Alignment align(const std::u32string& base, const std::u32string& other) {
    const std::size_t n = base.size(), m = other.size();
    std::vector<std::vector<int>> cost(n + 1, std::vector<int>(m + 1));
    for (std::size_t i = 0; i <= n; ++i)
        for (std::size_t j = 0; j <= m; ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = static_cast<int>(i + j);
                continue;
            }
            const int same = cost[i - 1][j - 1] + (base[i - 1] == other[j - 1] ? 0 : 1);
            cost[i][j] = std::min({same, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
        }
    Alignment a{std::vector<char32_t>(n, 0), std::vector<std::u32string>(n + 1)};
    for (std::size_t i = n, j = m; i > 0 || j > 0;) {
        if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + (base[i - 1] == other[j - 1] ? 0 : 1)) {
            a.at[i - 1] = other[j - 1];
            --i, --j;
        } else if (i > 0 && cost[i][j] == cost[i - 1][j] + 1) {
            --i;
        } else {
            a.inserted[i].insert(a.inserted[i].begin(), other[j - 1]);
            --j;
        }
    }
    return a;
}

template <class Key> std::pair<Key, double> heaviest(const std::map<Key, double>& weights) {
    std::pair<Key, double> best{};
    for (const auto& [key, weight] : weights)
        if (weight > best.second) best = {key, weight};
    return best;
}

std::string compared(const std::string& value) { return text::fold(value); }

// A reading's say: `weight` of all, and as how many readings it counts.
struct Voice {
    double weight = 0;
    int votes = 1;
    double confidence = 0;
    bool chosen = false;
    double least = 0;
};

// What a reading has of its value: a label before it on the line was read for itself.
std::string_view after_label(std::string_view text) {
    for (std::string_view colon : {":", "："})
        if (const auto at = text.rfind(colon); at != std::string_view::npos && at + colon.size() < text.size())
            text.remove_prefix(at + colon.size());
    return text;
}

// The least sure character of a reading, as far as the confidence of the whole tells it. Of what readings were put
// together to, half of that is the mean and half the least; of a single reading it is the mean. Blanks are no
// characters. Lines that were stacked share it by their lengths: all that is wanting beyond what every line wants is
// taken to be in one character.
double least_sure(const Reading& reading, bool chosen) {
    constexpr double usual = 0.01; // what is wanting in a line that is read well
    const std::string_view text = after_label(reading.text);
    const auto blanks = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
    const auto size = static_cast<double>(std::max<std::size_t>(1, text::length(text) - blanks));
    const auto lines = 1 + static_cast<double>(std::count(text.begin(), text.end(), '\n'));
    const double wanting = std::max(0.0, (1 - reading.confidence) * lines - (lines - 1) * usual), line = size / lines;
    return std::clamp(1 - (chosen ? 2 * wanting / (1 + 1 / line) : wanting * line), 0.0, 1.0);
}

void add(std::vector<Option>& options, const std::string& value, const Voice& voice) {
    const std::string key = compared(value);
    auto option =
        std::find_if(options.begin(), options.end(), [&](const Option& o) { return compared(o.value) == key; });
    if (option == options.end()) {
        Option fresh;
        fresh.value = value;
        option = options.insert(options.end(), fresh);
    }
    option->share += voice.weight;
    option->votes += voice.votes;
    if (!option->chosen)
        option->confidence = voice.chosen ? voice.confidence : std::max(option->confidence, voice.confidence);
    option->least = option->chosen ? option->least : voice.chosen ? voice.least : std::max(option->least, voice.least);
    option->chosen = option->chosen || voice.chosen;
}

bool better(const Option& a, const Option& b) {
    const double x = a.share * (a.valid ? 1 : 0.5), y = b.share * (b.valid ? 1 : 0.5);
    if (x != y) return x > y;
    return a.confidence > b.confidence;
}

} // namespace

Consensus consensus(const std::vector<std::pair<std::u32string, double>>& readings) {
    Consensus result;
    if (readings.empty()) return result;
    const std::u32string& base = readings.front().first;
    double total = 0;
    std::vector<std::map<char32_t, double>> at(base.size());
    std::vector<std::map<std::u32string, double>> before(base.size() + 1);
    for (const auto& [text, weight] : readings) {
        total += weight;
        if (base.size() > longest || text.size() > longest) continue;
        const Alignment a = align(base, text);
        for (std::size_t i = 0; i < base.size(); ++i)
            at[i][a.at[i]] += weight;
        for (std::size_t i = 0; i <= base.size(); ++i)
            before[i][a.inserted[i]] += weight;
    }
    if (base.size() > longest)
        return {base, std::vector<double>(base.size(), readings.front().second / std::max(total, 1e-9))};
    for (std::size_t i = 0; i <= base.size(); ++i) {
        const auto [insert, insert_weight] = heaviest(before[i]);
        for (char32_t c : insert)
            result.text += c, result.support.push_back(insert_weight / total);
        if (i == base.size()) break;
        const auto [c, weight] = heaviest(at[i]);
        if (c != 0) result.text += c, result.support.push_back(weight / total);
    }
    return result;
}

Ballot vote(const Ink& ink, const Parser& parser, const Validity& valid, bool compose) {
    Ballot ballot;
    double total = 0;
    std::vector<std::pair<std::u32string, double>> texts;
    for (const Reading& reading : ink.readings) {
        // What readings were put together to speaks for those of them that are the same and left out.
        const bool joint = reading.by == "vote";
        const double weight = std::clamp(reading.confidence, 0.05, 1.0) * (joint ? 3 : 1);
        const std::vector<Parsed> parsed = parser(reading.text);
        const auto best = std::max_element(parsed.begin(), parsed.end(),
                                           [](const Parsed& a, const Parsed& b) { return a.fitness < b.fitness; });
        double fitness = 0.2; // a reading that holds nothing of the type says little
        for (const Parsed& p : parsed) {
            fitness = std::max(fitness, p.fitness);
            const bool chosen = &reading == &ink.readings.front() && &p == &*best;
            add(ballot.options, p.value,
                {weight * p.fitness, joint ? 2 : 1, reading.confidence * p.fitness, chosen,
                 least_sure(reading, chosen) * p.fitness});
        }
        total += weight * std::max(fitness, parsed.empty() ? 0.2 : 0.4);
        if (!parsed.empty()) texts.emplace_back(text::to_u32(best->value), weight * best->fitness);
    }
    if (ballot.options.empty()) return ballot;
    for (Option& option : ballot.options)
        option.share /= std::max(total, 1e-9), option.valid = valid(option.value);
    std::stable_sort(ballot.options.begin(), ballot.options.end(), better);
    std::stable_sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    // The alignment starts from the best option, so that it decides where the rest leave it open.
    const std::u32string best = text::to_u32(ballot.options.front().value);
    const auto first = std::find_if(texts.begin(), texts.end(), [&](const auto& t) { return t.first == best; });
    if (first != texts.end()) std::rotate(texts.begin(), first, first + 1);
    const Consensus joint = consensus(texts);
    ballot.agreement = joint.support.empty() ? 1 : *std::min_element(joint.support.begin(), joint.support.end());
    const std::string value = text::to_utf8(joint.text);
    const bool known = std::any_of(ballot.options.begin(), ballot.options.end(),
                                   [&](const Option& o) { return compared(o.value) == compared(value); });
    // A recogniser that votes has done so by characters already, and knows more of them.
    const bool voted = ink.readings.front().by == "vote";
    if (compose && !voted && !known && !value.empty()) {
        Option option;
        option.value = value;
        option.share = ballot.agreement * 0.9;
        option.confidence = ballot.options.front().confidence;
        option.valid = valid(value);
        option.composed = true;
        ballot.options.push_back(std::move(option));
        std::stable_sort(ballot.options.begin(), ballot.options.end(), better);
    }
    return ballot;
}

} // namespace shenbao::fields_detail
