#pragma once
// Whose a seal is: the words of its ring against the names known for the applicant. Rings are read with many mistakes,
// so it is not the words that decide but how far the name falls short of what the readings agree on: readings that
// agree with each other and not with the name are another's; readings that agree with nothing say nothing.

#include "pipeline/model/document.h"

#include <string>
#include <vector>

namespace shenbao {

enum class RingOwner {
    unread,    // the ring says nothing that can be used, or whose it is was not asked
    own,       // the applicant's
    unsure,    // unlike the applicant's name, but not surely read
    other,     // surely read, and another company's
    authority, // an authority's or an association's, which may stamp a recommendation
};

// `names` in full, as known for the applicant; without any, every ring is `unread`. Of a seal that is not `coloured`,
// text that runs through it may be a part of what was read: more is asked before it is another's.
RingOwner owner_of(const Text& ring, const std::vector<std::string>& names, bool coloured = true);

} // namespace shenbao
