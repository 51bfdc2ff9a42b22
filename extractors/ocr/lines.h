#pragma once
// Lines of text in a region that holds nothing but text: a cell, or what lies between tables.

#include "extractors/seal/picture.h"

#include <vector>

namespace shenbao::ocr {

// Boxes of the lines, from top to bottom, tight round their ink. `words` has no rules any more; `ink` is the grey value
// that parts ink from paper; `em` the usual height of text.
std::vector<picture::Rect> lines_in(const picture::Grey& words, const picture::Rect& region, int ink, double em);

// The same, each line cut where a gap of `gap` pixels or more stands in it; parts from left to right.
std::vector<picture::Rect> parts_of(const picture::Grey& words, const picture::Rect& line, int ink, double gap);

} // namespace shenbao::ocr
