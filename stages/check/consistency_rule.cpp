#include "stages/check/rule.h"
#include "stages/check/witness.h"

#include "stages/fields/values.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

// Documents of one package that say different things. Each reading is judged with its confidence: two documents in
// type disagree as soon as they differ; where one of them was recognised, the difference must be more than a
// recogniser's mistake.

namespace shenbao {
namespace {

enum class Relation { agree, doubtful, disagree };

using values::CompanyMatch;

bool match_either_way(const std::string& a, const std::string& b, CompanyMatch match) {
    return values::compare_companies(a, b) == match || values::compare_companies(b, a) == match;
}

// A pair of readings, and whether both can be believed.
struct Pair {
    const Witness& a;
    const Witness& b;

    bool typed() const { return a.typed && b.typed; }
    bool speaks(double confidence) const { return a.speaks(confidence) && b.speaks(confidence); }

    template <class Same> bool any(Same same) const {
        return std::any_of(a.readings.begin(), a.readings.end(), [&](const FieldReading* x) {
            return std::any_of(b.readings.begin(), b.readings.end(),
                               [&](const FieldReading* y) { return same(*x, *y); });
        });
    }
};

// Two whole legal forms that are not the same: no recogniser makes one of the other.
bool have_other_endings(const std::string& a, const std::string& b) {
    const std::string left = values::fold_company(values::company_parts(a).ending),
                      right = values::fold_company(values::company_parts(b).ending);
    const auto whole = [](const std::string& ending) { return ending.find("有限") != std::string::npos; };
    return left != right && whole(left) && whole(right);
}

double likeness_of_cores(const std::string& a, const std::string& b) {
    return likeness_of(values::company_parts(a).core, values::company_parts(b).core);
}

// Misread names, some characters under a seal, have half of the name's own part as a rule; other companies' have a
// third of it, if they are of the same town and trade.
bool unlike(const std::string& a, const std::string& b) {
    const double alike_part = likeness_of_cores(a, b);
    return alike_part < 0.4 || (alike_part < 0.6 && have_other_endings(a, b));
}

// No way of reading a document gives a name like the one that the other surely says.
bool unlike_whichever(const Pair& pair) {
    const bool a_leads = pair.a.typed || pair.a.best().confidence >= pair.b.best().confidence;
    const std::string& own = (a_leads ? pair.a : pair.b).best().value;
    const Witness& other = a_leads ? pair.b : pair.a;
    return std::all_of(other.readings.begin(), other.readings.end(),
                       [&](const FieldReading* reading) { return unlike(own, reading->value); });
}

// Faint ink that is read in several ways, in each of them unlike what the other surely says and with another legal form
// in full, as no smudge has: it is of other characters that they doubt.
bool another_in_full(const Pair& pair) {
    const Witness &sure = pair.a.speaks(strong) ? pair.a : pair.b, &doubtful = &sure == &pair.a ? pair.b : pair.a;
    return sure.speaks(strong) && doubtful.speaks(faint) && doubtful.readings.size() > 1 &&
           std::all_of(doubtful.readings.begin(), doubtful.readings.end(), [&](const FieldReading* reading) {
               const std::string& own = sure.best().value;
               return unlike(own, reading->value) && have_other_endings(own, reading->value);
           });
}

Relation compare_names(const Pair& pair) {
    const bool alike = pair.any([](const FieldReading& x, const FieldReading& y) {
        return match_either_way(x.value, y.value, CompanyMatch::same) ||
               match_either_way(x.value, y.value, CompanyMatch::short_form);
    });
    if (alike) return Relation::agree;
    const std::string &a = pair.a.best().value, &b = pair.b.best().value;
    if (!values::is_company(a) || !values::is_company(b)) return Relation::doubtful;
    if (!pair.speaks(strong)) return another_in_full(pair) ? Relation::disagree : Relation::doubtful;
    if (pair.typed()) return Relation::disagree;
    const bool ending = match_either_way(a, b, CompanyMatch::other_ending);
    const bool sure = pair.speaks(beyond_doubt) && (ending || likeness_of_cores(a, b) < 0.6);
    return unlike_whichever(pair) || sure ? Relation::disagree : Relation::doubtful;
}

Relation compare_codes(const Pair& pair) {
    if (pair.any([](const FieldReading& x, const FieldReading& y) { return x.value == y.value; }))
        return Relation::agree;
    const bool proved = values::is_uscc(pair.a.best().value) && values::is_uscc(pair.b.best().value);
    return (proved && pair.speaks(very_strong)) || pair.typed() ? Relation::disagree : Relation::doubtful;
}

Relation compare_numbers(const Pair& pair, const std::string& pattern) {
    if (pair.any([](const FieldReading& x, const FieldReading& y) { return x.value == y.value; }))
        return Relation::agree;
    const std::string &a = pair.a.best().value, &b = pair.b.best().value;
    const bool fit = values::is_valid(FieldType::number, a, pattern) && values::is_valid(FieldType::number, b, pattern);
    if (!fit) return Relation::doubtful;
    const bool surely_other = pair.speaks(very_strong) && mistakes_between(a, b) >= 1.5;
    return pair.typed() || surely_other ? Relation::disagree : Relation::doubtful;
}

// Amounts are the same when they are to as many decimals as the coarser one gives.
bool same_amount(const std::string& a, const std::string& b) {
    auto decimals = [](const std::string& s) {
        return s.find('.') == s.npos ? 0 : static_cast<int>(s.size() - s.find('.') - 1);
    };
    const double step = std::pow(10.0, -std::min(decimals(a), decimals(b)));
    const double left = std::strtod(a.c_str(), nullptr), right = std::strtod(b.c_str(), nullptr);
    return std::abs(left - right) <= step * 0.5 + 1e-9 * std::abs(left);
}

Relation compare_amounts(const std::string& a, const std::string& b, const Pair& pair) {
    if (a.empty() || b.empty() || same_amount(a, b)) return Relation::agree;
    if (pair.typed()) return Relation::disagree;
    return pair.speaks(very_strong) && mistakes_between(a, b) >= 2.5 ? Relation::disagree : Relation::doubtful;
}

// The first year of a series that documents disagree on; empty where they do not.
std::string disputed_year(const Pair& pair) {
    for (const auto& [year, amount] : pair.a.best().series) {
        const auto& other = pair.b.best().series;
        const auto it = other.find(year);
        if (it == other.end()) continue;
        const bool alike = pair.any([&, y = year](const FieldReading& x, const FieldReading& z) {
            const auto left = x.series.find(y), right = z.series.find(y);
            return left != x.series.end() && right != z.series.end() && same_amount(left->second, right->second);
        });
        if (!alike && compare_amounts(amount, it->second, pair) == Relation::disagree) return year;
    }
    return {};
}

struct Dispute {
    std::string first, second; // the values, as the finding shows them
};

std::optional<Dispute> dispute_of(const Campaign& campaign, const Field& field, const Pair& pair) {
    const std::string &a = pair.a.best().value, &b = pair.b.best().value;
    Relation relation = Relation::agree;
    if (field.type == FieldType::money_series) {
        const std::string year = disputed_year(pair);
        if (year.empty()) return std::nullopt;
        return Dispute{year + ": " + pair.a.best().series.at(year), year + ": " + pair.b.best().series.at(year)};
    }
    if (field.type == FieldType::company) relation = compare_names(pair);
    if (field.type == FieldType::uscc) relation = compare_codes(pair);
    if (field.type == FieldType::number) relation = compare_numbers(pair, campaign.naming.number);
    if (field.type == FieldType::money) relation = compare_amounts(a, b, pair);
    if (relation != Relation::disagree) return std::nullopt;
    return Dispute{a, b};
}

std::string file_of(const FieldReading& reading) { return reading.entry.substr(reading.entry.find_last_of('/') + 1); }

void add(std::vector<Finding>& findings, const Field& field, const Witness& first, const Witness& second,
         const Dispute& dispute) {
    const FieldReading& place = second.best();
    Finding f =
        finding("consistency." + field.id, {place.entry, place.page, place.box}, dispute.first + " ≠ " + dispute.second,
                {{"first", dispute.first},
                 {"first_entry", file_of(first.best())},
                 {"second", dispute.second},
                 {"second_entry", file_of(place)}});
    f.field = field.id;
    findings.push_back(std::move(f));
}

// The document that gives the field's own value speaks first; each one that contradicts it is a finding.
void check_field(const Case& c, const Field& field, const FieldRecord& record, std::vector<Finding>& findings) {
    std::vector<Witness> list = witnesses(record, c.submission);
    auto gives_value = [&](const Witness& w) {
        return w.best().value == record.value && w.best().series == record.series;
    };
    std::stable_partition(list.begin(), list.end(), gives_value);
    for (std::size_t i = 1; i < list.size(); ++i)
        if (const auto dispute = dispute_of(c.campaign, field, {list[0], list[i]}))
            add(findings, field, list[0], list[i], *dispute);
}

class ConsistencyRule : public Rule {
  public:
    std::string_view name() const override { return "consistency"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        for (const auto& field : c.campaign.fields)
            if (const FieldRecord* record = c.field(field.id)) check_field(c, field, *record, findings);
    }
};

} // namespace

const Rule& consistency_rule() {
    static const ConsistencyRule rule;
    return rule;
}

} // namespace shenbao
