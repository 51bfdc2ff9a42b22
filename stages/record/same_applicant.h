#pragma once
// Whether two submissions are one applicant's.

#include "pipeline/model/record.h"

#include <string>

namespace shenbao {

// How a name on a record, which may have been recognised with mistakes, stands to another.
enum class SameCompany { yes, perhaps, no };

SameCompany same_company(const Record& a, const Record& b);
// The same for a name that is known, such as one on the roster.
SameCompany same_company(const Record& record, const std::string& name);

} // namespace shenbao
