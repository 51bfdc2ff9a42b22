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
    double turn = 0;       // degrees clockwise from the page's rows to rx
    picture::Rect box() const;
    // How far out a place lies: 0 is the middle, 1 the outline of a round or oval seal.
    double reach(double x, double y) const;
    // The same on a part of the page that begins at `corner`.
    Outline seen_from(const picture::Rect& corner) const;
};

// The part of a page within `rect`, which lies on it.
picture::Picture part_of(const picture::Picture& page, const picture::Rect& rect);
// How red each pixel is: 255 is paper or black ink, 0 is strong red ink. Empty for a page without colour.
picture::Grey red_ink(const picture::Picture& page);
// Red ink on a part of a page as sharp as the picture is: colour only tells where it is, for many a file keeps colour
// at half the resolution.
picture::Grey sharp_ink(const picture::Picture& part);
// The same as red_ink() of a whole page on a picture smaller by `factor` (at most 1).
picture::Grey red_view(const picture::Picture& page, double factor);
// Faint ink made as strong as fresh; `share` of the pixels are thought to be ink at least.
picture::Grey strengthened(picture::Grey ink, double share);

// All seals, the surest first. `words`: the page's grey plane with printed rules taken out, where it is known; seals
// without colour are looked for in it.
std::vector<Outline> find_seals(const picture::Picture& page, const picture::Grey* words = nullptr);

// The seals as the document model has them, their owners read.
std::vector<Seal> read_seals(const picture::Picture& page, const picture::Grey* words = nullptr);

// Takes the ink of seals that are grey, and lighter than text, out of a page's plane of words.
void take_out(picture::Grey& words, const std::vector<Seal>& seals);

// Red ink, with the strokes that black text runs over made whole again.
picture::Grey mended_ink(const picture::Grey& ink, const picture::Picture& part);
// The ink of a seal in grey, `part` of a page, without the darker text that runs through it.
picture::Grey grey_ink(const picture::Grey& part, const Outline& seal);

} // namespace shenbao::seal
