#pragma once
// The characters within a square seal: a person's name seal, an old firm's, a special-purpose one.

#include "extractors/seal/engine.h"
#include "extractors/seal/seals.h"

namespace shenbao::seal {

// What stands in it, column by column from the right, or line by line where that makes a name. Empty where nothing was
// read. `ink` is the seal's ink alone, dark on white.
Text read_square(const picture::Grey& ink, const Outline& seal);

// The square turned level, its frame cut off.
picture::Grey within_frame(const picture::Grey& ink, const Outline& seal);

// How many columns and rows of characters stand in it; none where they cannot be parted.
struct Cells {
    int columns = 0, rows = 0;
};
Cells cells_of(const picture::Grey& inside);

} // namespace shenbao::seal
