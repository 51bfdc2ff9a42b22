#pragma once
// The outline of a clump of ink: the ellipse or the rectangle that goes round it.

#include "extractors/seal/seals.h"

namespace shenbao::seal {

struct Shape {
    Outline outline;    // its confidence is the share of the border that stands in ink
    bool found = false; // false where nothing of the kind goes round the ink
};

// By least squares through the outermost ink in each direction, outliers left out.
Shape ellipse_round(const picture::Grey& ink, const picture::Rect& clump);
// The turned rectangle whose sides the outermost ink lies on.
Shape rectangle_round(const picture::Grey& ink, const picture::Rect& clump);

} // namespace shenbao::seal
