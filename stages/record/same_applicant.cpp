#include "stages/record/same_applicant.h"

#include "pipeline/model/text.h"
#include "stages/check/witness.h"
#include "stages/fields/values.h"

namespace shenbao {
namespace {

using values::CompanyMatch;

// Somebody typed the name: it stands in the package's name or the subject.
bool is_typed(const Record& record) {
    const std::string company = values::fold_company(record.applicant.company);
    return values::fold_company(record.submission.package).find(company) != std::string::npos ||
           values::fold_company(record.submission.subject).find(company) != std::string::npos;
}

SameCompany compare(const std::string& a, const std::string& b, bool typed) {
    if (a.empty() || b.empty()) return SameCompany::perhaps;
    const CompanyMatch there = values::compare_companies(a, b), back = values::compare_companies(b, a);
    if (there == CompanyMatch::same) return SameCompany::yes;
    const bool near = there != CompanyMatch::different || back != CompanyMatch::different;
    if (near || (!typed && likeness_of(a, b) >= 0.75)) return SameCompany::perhaps;
    return SameCompany::no;
}

} // namespace

SameCompany same_company(const Record& a, const Record& b) {
    if (values::is_uscc(a.applicant.uscc) && a.applicant.uscc == b.applicant.uscc) return SameCompany::yes;
    return compare(a.applicant.company, b.applicant.company, is_typed(a) && is_typed(b));
}

SameCompany same_company(const Record& record, const std::string& name) {
    return compare(record.applicant.company, name, is_typed(record));
}

} // namespace shenbao
