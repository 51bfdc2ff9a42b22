#pragma once
// Marks of text: what on a page has the size of characters, and the rough lines they stand in. Used before anything is
// known of the page: which way up it is, how large its text.

#include "extractors/seal/picture.h"

namespace shenbao::ocr {

struct Marks {
    picture::PixPtr bits; // the marks alone: rules, stamps and specks left out
    int count = 0;
};

// `view` is evened. `threshold` parts ink from paper.
Marks text_marks(const picture::Grey& view, int threshold);

// Level lines of marks, longest first.
std::vector<picture::Rect> rough_lines(const Marks& marks);

// The usual height of a line of text, judged by the larger of the marks; 0 where there are too few.
double character_size(const Marks& marks);

// Skew in degrees that makes lines of these bits level, and how strongly they then stand out.
struct Skew {
    double degrees = 0, strength = 0;
};
Skew find_skew(Pix* bits);

} // namespace shenbao::ocr
