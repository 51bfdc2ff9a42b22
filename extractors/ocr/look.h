#pragma once
// A line's picture as an engine is to see it.

#include "extractors/seal/picture.h"

namespace shenbao::ocr {

// One way of preparing it. Ink as dark as `black` becomes black, paper as bright as `white` white: what is left of
// rules, seals and the paper's grain disturbs the engine far more than thin strokes do. Characters somewhat narrower
// than they stand on the page are read better, figures above all, and in less time.
struct Look {
    double height = 36; // of the line's ink, in pixels
    double blur = 0;    // before scaling
    int black = 60, white = 215;
    double narrow = 0.8; // width, as a share of what it would be at this height
    int margin = 4;      // white all round, in pixels
};

// The same with characters as wide as they are, and room round them, for an engine that finds the line by itself.
Look wide(Look look);

// The picture, and where its pixels come from.
struct Looked {
    picture::Grey picture;
    int left = 0;      // of the page, in pixels
    double factor = 1; // pixels of the picture, across, for each of the page
    int margin = 0;
    // The page's column that a column of the picture shows.
    int page_x(int x) const;
};

// `words` is the page without rules, `line` the box of one line on it, `em` the usual height of text.
Looked looked_at(const picture::Grey& words, const picture::Rect& line, double em, const Look& look);

} // namespace shenbao::ocr
