#pragma once
// Circles in a picture of edges, by the generalised Hough transform over gradient directions.

#include "extractors/seal/picture.h"

#include <vector>

namespace shenbao::seal {

struct Circle {
    double cx = 0, cy = 0, r = 0;
    double covered = 0; // share of its circumference (as far as it lies on the picture) where an edge stands
    double inside = 1;  // share of its circumference that lies on the picture
};

// Circles with radius least..most, the best covered first, at most `count`. Dark ink on bright paper.
std::vector<Circle> find_circles(const picture::Grey& picture, double least, double most, int count, double covered);

} // namespace shenbao::seal
