#pragma once
// The words round a seal's ring, laid out as a straight line and read.

#include "extractors/seal/engine.h"
#include "extractors/seal/seals.h"

namespace shenbao::seal {

// The owner's name. Empty where nothing that could be one was read. `ink` is the seal's ink alone, dark on white.
Text read_ring(const picture::Grey& ink, const Outline& seal);

} // namespace shenbao::seal
