#pragma once
// Reading a line: as many cheap readings as it takes until they agree.

#include "extractors/seal/vote.h"

namespace shenbao::ocr {

enum class Care {
    running, // running text: a reading or two
    value,   // a short cell: several, and more for figures and codes
};

// `words` is the page without rules, `line` the box of one line on it, `ink` the value that parts ink from paper.
Text read_words(const picture::Grey& words, const picture::Rect& line, int ink, double em, Care care);

// Whether a line is one of a form without rules: a label, a colon, and what stands for it.
bool begins_with_label(const Text& line);

// Lines one below the other as one text; the readings of each are carried through, the most likely first.
Text stacked(const std::vector<Text>& lines);

} // namespace shenbao::ocr
