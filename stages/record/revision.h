#pragma once
// What an applicant's later submission has against the one it replaces.

#include "pipeline/model/record.h"

#include <string>

namespace shenbao {

// `after` replaces `before`; both with all their findings. A field that either was not sure of is not compared: the
// difference may be the reader's.
Revision revision_of(const Record& before, const Record& after);

// A finding as a revision names it: its code, and its slot or field where it has one.
std::string revision_key(const Finding& finding);

} // namespace shenbao
