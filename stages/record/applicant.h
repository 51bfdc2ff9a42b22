#pragma once
// Who applies: told from the package's name, the mail's subject and the documents, the best evidence of each winning.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "stages/fields/read_fields.h"
#include "stages/intake/package_name.h"

#include <vector>

namespace shenbao {

// What may be said of the applicant before any document is read: hints for reading them.
Hints hints_of(const PackageName& package, const PackageName& subject);

// The applicant's number, full name and code. A name that was typed is believed over a like one that was recognised;
// a full name over a short one; documents over a package's name that is quite another. What stands in the name of the
// package is the number if it is well formed; else a document's; else what stands there.
Applicant find_applicant(const Campaign& campaign, const PackageName& package, const PackageName& subject,
                         const std::vector<FieldRecord>& fields);

} // namespace shenbao
