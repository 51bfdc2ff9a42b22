#include "stages/check/rule.h"
#include "stages/check/witness.h"

#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao {
namespace {

std::vector<std::string> names_of(const std::vector<int>& years) {
    std::vector<std::string> names;
    for (int year : years)
        names.push_back(std::to_string(year));
    return names;
}

std::string with_other_sign(const std::string& amount) {
    return amount.starts_with('-') ? amount.substr(1) : "-" + amount;
}

// Another reading has the amount with the other sign: a speck or the rule of the form's grid is easily read as a minus,
// and a minus easily lost.
bool is_sign_doubted(const FieldRecord& record, const std::string& year, const std::string& amount) {
    const std::string other = with_other_sign(amount);
    return std::any_of(record.readings.begin(), record.readings.end(), [&](const FieldReading& r) {
        const auto it = r.series.find(year);
        return it != r.series.end() && it->second == other;
    });
}

// A document in type has the amount, and none in type another.
bool is_typed_amount(const Case& c, const FieldRecord& record, const std::string& year, const std::string& amount) {
    bool typed = false;
    for (const auto& reading : record.readings) {
        const auto other = reading.series.find(year);
        if (!is_typed(reading, c.submission) || other == reading.series.end()) continue;
        if (other->second != amount) return false;
        typed = true;
    }
    return typed;
}

enum class Result { profit, loss, unknown };

// What can be held against the applicant of a year: where the field, or the amount's sign, is in doubt, only what a
// document in type says.
Result result_of(const Case& c, const FieldRecord& record, const std::string& year) {
    const auto it = record.series.find(year);
    if (it == record.series.end()) return Result::unknown;
    const bool sure = record.status != FieldStatus::uncertain && !is_sign_doubted(record, year, it->second);
    if (!sure && !is_typed_amount(c, record, year, it->second)) return Result::unknown;
    return values::sign_of(it->second) > 0 ? Result::profit : Result::loss;
}

Locator place_of(const FieldRecord& record) {
    if (record.readings.empty()) return {};
    return {record.readings[0].entry, record.readings[0].page, record.readings[0].box};
}

void add(std::vector<Finding>& findings, const FieldRecord& record, std::string_view code, const std::string& amounts,
         std::map<std::string, std::string> args) {
    args["found"] = amounts;
    findings.push_back(finding(code, place_of(record), amounts, std::move(args)));
    findings.back().field = record.id;
}

void check_profit(const Case& c, std::vector<Finding>& findings) {
    if (!c.campaign.profitable) return;
    const ProfitRule& rule = *c.campaign.profitable;
    const FieldRecord* record = c.field(rule.field);
    const Field* field = c.campaign.field(rule.field);
    if (!record || !field) return;
    std::string years, losses, doubted;
    for (const std::string& year : names_of(rule.years)) {
        const Result result = result_of(c, *record, year);
        const auto append = [](std::string& list, const std::string& one) { list += (list.empty() ? "" : "、") + one; };
        if (result == Result::loss) append(years, year), append(losses, record->series.at(year));
        if (result == Result::unknown && record->series.contains(year)) append(doubted, record->series.at(year));
    }
    if (!years.empty()) add(findings, *record, "eligibility.loss", losses, {{"years", years}, {"unit", field->unit}});
    // Of a field that is in doubt as a whole another rule says so.
    if (!doubted.empty() && record->status != FieldStatus::uncertain)
        add(findings, *record, "field.uncertain", doubted, {});
}

// Short forms and misread characters pass: only a company that is like none of those listed is refused.
void check_listed(const Case& c, std::vector<Finding>& findings) {
    const auto& listed = c.campaign.listed;
    const std::string& company = c.applicant.company;
    if (listed.empty() || company.empty()) return;
    const FieldRecord* field = c.field_of(FieldType::company);
    const bool typed = values::fold_company(c.name.part("company")) == values::fold_company(company) ||
                       (field && is_certain(*field, c.submission));
    if (!typed && field && field->status == FieldStatus::uncertain) return; // it is not known who it is
    auto is_it = [&](const std::string& name) {
        return values::compare_companies(company, name) == values::CompanyMatch::same ||
               (!typed && likeness_of(company, name) >= 0.75);
    };
    if (std::any_of(listed.begin(), listed.end(), is_it)) return;
    findings.push_back(finding("eligibility.not_listed", {}, company, {{"found", company}}));
}

class EligibilityRule : public Rule {
  public:
    std::string_view name() const override { return "eligibility"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        check_profit(c, findings);
        check_listed(c, findings);
    }
};

} // namespace

const Rule& eligibility_rule() {
    static const EligibilityRule rule;
    return rule;
}

} // namespace shenbao
