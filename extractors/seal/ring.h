#pragma once
// The words round a seal's ring, unrolled to a straight line and read.

#include "extractors/seal/engine.h"
#include "extractors/seal/seals.h"

namespace shenbao::seal {

// The owner's name. Empty where nothing that could be one was read. `ink` is the seal's ink alone, dark on white.
Text read_ring(const picture::Grey& ink, const Outline& seal);

// The band between two radii (shares of the outline's), from the angle `start` (degrees clockwise from the bottom)
// clockwise over `sweep` degrees, as a straight strip of the given height; characters stand upright in it.
picture::Grey unrolled(const picture::Grey& ink, const Outline& seal, double inner, double outer, double start,
                       double sweep, int height, double stretch = 1);

} // namespace shenbao::seal
