#pragma once
// Between two readers of one archive: when the second is asked for, and whose facts stand.

#include "pipeline/model/facts.h"

namespace shenbao {

// Whether the first reader refused entries, or all of it, for a reason that may be no hindrance to the second.
bool wants_second_reader(const Facts& first, bool passwords_known);

// Entries that are whole.
std::size_t entries_read(const Facts& facts);

// The second's facts where it read more entries whole, with what the first found out about the archive as such (that it
// was cut off, say: the second does not look for that). Else the first's; where the second reader is not there, the
// findings say so.
Facts settle(const Facts& first, const Facts& second);

} // namespace shenbao
