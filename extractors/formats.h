#pragma once
// The list of formats. The order says who reads an input that two bid for alike; see formats.def.

#include "extractors/extractor.h"

#include <span>

namespace shenbao {

// Extractors that bid for Task::read.
std::span<const Extractor* const> formats();
// Readers of page pictures, one a task; they do not bid.
const Extractor& recogniser();
const Extractor& seal_finder();

} // namespace shenbao
