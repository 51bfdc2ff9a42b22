#pragma once
// Of a credit code that was read in several ways, none of which checks: whether it is wrong whichever way is right.

#include "pipeline/model/record.h"

namespace shenbao {

// At least three readings differ in no more than two places, and neither they nor what their characters there are taken
// for makes a code that checks. Which of them stands on paper is not known, but none is a credit code.
bool fails_however_read(const FieldRecord& uscc);

} // namespace shenbao
