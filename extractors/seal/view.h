#pragma once
// A page as people look at it.

#include "extractors/seal/picture.h"

namespace shenbao::picture {

// Its longer side is at most `longest` pixels. Throws std::bad_alloc.
Thumbnail view_of(const Picture& page, Sink& sink, int longest = 1200);

} // namespace shenbao::picture
