#pragma once

#include "stages/fields/vote.h"

namespace shenbao::fields_detail {

// Adds to a ballot the one credit code that checks and whose every character some reading has at its place, where no
// single reading checks. Two such codes are none.
void compose_code(Ballot& ballot, const Ink& ink);

} // namespace shenbao::fields_detail
