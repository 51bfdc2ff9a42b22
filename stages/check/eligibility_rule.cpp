#include "stages/check/rule.h"
#include "stages/check/witness.h"

#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao {
namespace {

// Another reading has the amount without its sign: a speck or the rule of the form's grid is easily read as a minus.
bool is_sign_doubted(const FieldRecord& record, const std::string& year, const std::string& amount) {
    return amount.starts_with('-') && std::any_of(record.readings.begin(), record.readings.end(), [&](const auto& r) {
               const auto other = r.series.find(year);
               return other != r.series.end() && "-" + other->second == amount;
           });
}

// The amount of a year, where it can be held against the applicant: the field is not in doubt, or a document in type
// says so and none in type says otherwise.
std::string certain_amount(const Case& c, const FieldRecord& record, const std::string& year) {
    const auto it = record.series.find(year);
    if (it == record.series.end()) return {};
    if (record.status != FieldStatus::uncertain && !is_sign_doubted(record, year, it->second)) return it->second;
    bool typed = false;
    for (const auto& reading : record.readings) {
        const auto other = reading.series.find(year);
        if (!is_typed(reading, c.submission) || other == reading.series.end()) continue;
        if (other->second != it->second) return {};
        typed = true;
    }
    return typed ? it->second : std::string();
}

void check_profit(const Case& c, std::vector<Finding>& findings) {
    if (!c.campaign.profitable) return;
    const ProfitRule& rule = *c.campaign.profitable;
    const FieldRecord* record = c.field(rule.field);
    const Field* field = c.campaign.field(rule.field);
    if (!record || !field) return;
    std::string years, amounts;
    for (int year : rule.years) {
        const std::string amount = certain_amount(c, *record, std::to_string(year));
        if (amount.empty() || values::sign_of(amount) > 0) continue;
        years += (years.empty() ? "" : "、") + std::to_string(year);
        amounts += (amounts.empty() ? "" : "、") + amount;
    }
    if (years.empty()) return;
    Locator where;
    if (!record->readings.empty())
        where = {record->readings[0].entry, record->readings[0].page, record->readings[0].box};
    Finding f =
        finding("eligibility.loss", where, amounts, {{"years", years}, {"found", amounts}, {"unit", field->unit}});
    f.field = field->id;
    findings.push_back(std::move(f));
}

// Short forms and misread characters pass: only a company that is like none of those listed is refused.
void check_listed(const Case& c, std::vector<Finding>& findings) {
    const auto& listed = c.campaign.listed;
    const std::string& company = c.applicant.company;
    if (listed.empty() || company.empty()) return;
    const FieldRecord* field = c.field_of(FieldType::company);
    const bool typed = values::fold_company(c.name.part("company")) == values::fold_company(company) ||
                       (field && is_certain(*field, c.submission));
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
