#pragma once
// Texts that are nearly the same, found among thousands without holding them: by sketches.

#include "pipeline/model/text_sketch.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace shenbao {

// Of the characters that carry meaning: digits, punctuation and spaces are left out, so that a changed date or amount
// hides nothing. Empty for a text too short to say anything.
TextSketch sketch_of(std::string_view utf8);

// A text and whose it is.
struct OwnedText {
    std::size_t owner = 0;
    const TextSketch* sketch = nullptr;
};

// Two texts of different owners, by their place in the list given, and the share they have in common, 0 to 1.
struct LikeTexts {
    std::size_t a = 0, b = 0;
    double share = 0;
};

// Pairs whose own words are at least half the same. What many owners have in common is a form that was handed out, and
// does not count; what is left must be enough to tell. The sketches must outlive the call.
std::vector<LikeTexts> like_texts(const std::vector<OwnedText>& texts);

} // namespace shenbao
