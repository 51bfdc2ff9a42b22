#pragma once
// What one page draws, found in a single pass of Poppler's interpreter and without drawing it: text, rules, pictures,
// and whether anything is coloured. Drawing a page costs ten times as much, and most pages tell all by this.
// All places are in points on the page as it is looked at (rotation applied), from the top left corner.

#include "extractors/layout/glyphs.h"
#include "extractors/layout/rules.h"

#include <cstdint>
#include <memory>
#include <vector>

class Page; // Poppler's

namespace shenbao::pdf {

struct Size {
    double width = 0, height = 0;
};

struct ImageSource; // how a picture's pixels are found again

// A picture placed on the page.
struct DrawnImage {
    Box box;
    // Quarter turns clockwise from its own rows to the page; -1: slanted or mirrored.
    int quarters = -1;
    std::uint64_t width = 0, height = 0; // pixels, as declared
    double across = 0, down = 0;         // how long its sides are on the page, before it is turned or cut
    bool whole = false;                  // all of it shows: no mask, not cut by a clipping path, not see-through
    bool may_be_coloured = false;        // its pixels can hold colour
    std::shared_ptr<const ImageSource> source{}; // null for pictures within the content itself
};

struct Survey {
    Size size;
    std::vector<layout::Line> lines{}; // the text layer in Poppler's reading order
    std::size_t hidden = 0;            // characters that are there to be searched, not seen: unpainted, or under a picture
    std::size_t unmapped = 0;          // glyphs that stand for no character the file tells of
    layout::Rules rules{};
    bool rules_sure = true; // false: look at the drawn page for rules
    std::vector<DrawnImage> images{};
    bool painted = false;   // there is more to see than text and pictures
    bool unclear = false;   // shadings, patterns: what they look like is not known
    double coloured = 0;    // share of the page painted in colour, pictures apart, at most
    double red = 0;         // the same in a red that seals have
    bool annotated = false; // it has annotations other than links
    bool stamped = false;   // one of them may draw more than words
};

Survey survey_page(::Page& page);

} // namespace shenbao::pdf
