#pragma once
// Where the letters of a ring stand, and the ring laid straight so that a line can be read.

#include "extractors/seal/seals.h"

#include <optional>

namespace shenbao::seal {

// The letters' part of a ring: degrees clockwise from the bottom (of the eccentric angle, on ovals).
struct Arc {
    double start = 0, sweep = 0;
};

// Where letters stand between middle and ring, as shares of the outline's radii.
struct Band {
    double inner = 0.63, outer = 0.9;
    double limit = 0.96; // where the ring itself begins
};

// Letters of a ring stand at equal distances. As shares of the arc's length on the middle of the band.
struct Pitch {
    int count = 0;
    double first = 0, step = 0; // middle of the first letter, from one to the next
    double ink_between = 1;     // how dark it is between letters, against them: near 0 where all is right
};

struct RingLetters {
    Band band;
    Arc arc;                      // sweep 0: hardly anything stands in the band
    std::optional<Pitch> pitch{}; // none where there are too few letters
};
RingLetters letters_of(const picture::Grey& ink, const Outline& seal);

// How dark the ink is at a place of the band, by the angle (radians) and the share of the way from middle to outline.
int ink_in_ring(const picture::Grey& ink, const Outline& seal, double angle, double share);

// The band between two radii (shares of the outline's), from the angle `start` (degrees clockwise from the bottom)
// clockwise over `sweep` degrees, as a straight strip of the given height; characters stand upright in it, their feet
// pressed together and their heads pulled apart.
picture::Grey unrolled(const picture::Grey& ink, const Outline& seal, double inner, double outer, double start,
                       double sweep, int height, double stretch = 1);

// The letters cut out one by one and set side by side, each as it was engraved; empty where
// their steps are not known. `height`: of the letters, in pixels;
// `margin`: what is taken in inside and outside of them, as a share of it.
picture::Grey set_straight(const picture::Grey& ink, const Outline& seal, const RingLetters& letters, int height,
                           double margin, double stretch = 1);

} // namespace shenbao::seal
