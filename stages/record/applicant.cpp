#include "stages/record/applicant.h"

#include "stages/check/witness.h"
#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao {
namespace {

const FieldRecord* field_of(const Campaign& campaign, FieldType type, const std::vector<FieldRecord>& fields) {
    for (const auto& field : campaign.fields)
        if (field.type == type) return find_field(fields, field.id);
    return nullptr;
}

// No recogniser is as sure as this of a value.
constexpr double as_typed = 0.975;

bool is_full(const std::string& name) { return values::is_company(name); }

// The package or the subject gives this name in full; empty where neither does.
std::string typed_name(const PackageName& package, const PackageName& subject) {
    if (is_full(package.part("company"))) return package.part("company");
    return is_full(subject.part("company")) ? subject.part("company") : std::string();
}

bool is_given(const FieldRecord& field, const std::string& name) {
    return std::any_of(field.readings.begin(), field.readings.end(), [&](const FieldReading& r) {
        return values::compare_companies(r.value, name) == values::CompanyMatch::same;
    });
}

// Whether a recognised name may well be this typed one.
bool may_be(const FieldRecord& field, const std::string& typed) {
    if (is_given(field, typed)) return true;
    if (values::compare_companies(field.value, typed) == values::CompanyMatch::other_ending) return false;
    const bool recognised = field.status != FieldStatus::confirmed && field.confidence < as_typed;
    return recognised && likeness_of(field.value, typed) >= 0.7;
}

std::string find_company(const PackageName& package, const PackageName& subject, const FieldRecord* field) {
    const std::string typed = typed_name(package, subject);
    if (!field || field->value.empty()) return typed.empty() ? package.company() : typed;
    if (!typed.empty() && (field->status == FieldStatus::uncertain || may_be(*field, typed))) return typed;
    return field->value;
}

std::string find_number(const Campaign& campaign, const PackageName& package, const PackageName& subject,
                        const FieldRecord* field) {
    if (package.number_fits) return package.number();
    const bool valid =
        field && values::is_valid(FieldType::number, field->value, campaign.naming.number) && !field->value.empty();
    // "2021011X" in the name vouches for a doubtful 2021011 in the form.
    const bool vouched =
        valid && (field->status != FieldStatus::uncertain || package.number().find(field->value) != std::string::npos);
    if (vouched) return field->value;
    if (subject.number_fits) return subject.number();
    return package.number().empty() ? subject.number() : package.number();
}

} // namespace

Hints hints_of(const PackageName& package, const PackageName& subject) {
    Hints hints;
    hints.number = package.number().empty() ? subject.number() : package.number();
    hints.company = package.company().empty() ? subject.company() : package.company();
    for (const PackageName* name : {&package, &subject}) {
        const auto& known = hints.companies;
        if (!name->company().empty() && std::find(known.begin(), known.end(), name->company()) == known.end())
            hints.companies.push_back(name->company());
    }
    return hints;
}

Applicant find_applicant(const Campaign& campaign, const PackageName& package, const PackageName& subject,
                         const std::vector<FieldRecord>& fields) {
    Applicant applicant;
    applicant.number = find_number(campaign, package, subject, field_of(campaign, FieldType::number, fields));
    applicant.company = find_company(package, subject, field_of(campaign, FieldType::company, fields));
    if (const FieldRecord* code = field_of(campaign, FieldType::uscc, fields)) applicant.uscc = code->value;
    return applicant;
}

} // namespace shenbao
