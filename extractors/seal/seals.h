#pragma once
// Seals on an upright page: red or pink ink by colour and shape; in a page without red ink, by shape alone.

#include "extractors/seal/picture.h"
#include "pipeline/model/document.h"

#include <vector>

namespace shenbao::seal {

// A seal's outline, in pixels. Round ones have rx == ry. The centre may lie outside the page (a seal cut by the
// margin).
struct Outline {
    double cx = 0, cy = 0, rx = 0, ry = 0;
    Seal::Shape shape = Seal::Shape::unknown;
    bool coloured = true;
    double confidence = 0; // that this is a seal
    picture::Rect box() const;
};

// How red each pixel is: 255 is paper or black ink, 0 is strong red ink. Empty for a page without colour.
picture::Grey red_ink(const picture::Picture& page);

// All seals, the surest first.
std::vector<Outline> find_seals(const picture::Picture& page);

// The seals as the document model has them, their owners read. `words`: the page's grey plane with printed rules taken
// out, where it is known; seals without colour are read in it.
std::vector<Seal> read_seals(const picture::Picture& page, const picture::Grey* words = nullptr);

// Takes the ink of seals that are grey, and lighter than text, out of a page's plane of words.
void take_out(picture::Grey& words, const std::vector<Seal>& seals);

// Red ink as red_ink() has it, with the strokes that black text runs over made whole again.
picture::Grey mended_ink(const picture::Grey& red, const picture::Picture& page, const picture::Rect& where);

} // namespace shenbao::seal
