#pragma once
// Pictures turned by a few degrees, in two passes along rows and columns (Catmull and Smith 1980): a fraction of the
// work of sampling four by four pixels for each.

#include "extractors/seal/picture.h"

namespace shenbao::picture {

// Whether a map turns and shears by a few degrees at most, and does not scale.
bool is_slant(const Map& map);

// Takes `target` from `source` through such a map, by cubic interpolation. What lies outside stays as it is.
void slanted(const Grey& source, const Map& map, Grey& target);

} // namespace shenbao::picture
