#pragma once
// How far a page's text layer can be believed. Made for Chinese: fonts without a map to Unicode, or with a wrong one,
// give private characters, replacement characters, Latin letters with accents, or Chinese characters nobody writes.

#include "extractors/layout/glyphs.h"
#include "extractors/layout/raster.h"
#include "extractors/layout/rules.h"

#include <span>

namespace shenbao::pdf {

struct TextLook {
    std::size_t characters = 0; // without spaces
    double belief = 0;          // that they are what a reader sees, by themselves: 0 to 1
};
// `unmapped`: glyphs shown besides that stand for no character.
TextLook look_at(std::span<const layout::Line> lines, std::size_t unmapped = 0);

// The share of the page's dark ink that stands under its text; the rules of its tables say nothing, and do not count.
// `page` is a rendering of the whole page, `width` and `height` its size in points. 1 for a page without ink.
double explained(const layout::Raster& page, double width, double height, std::span<const layout::Line> lines,
                 const layout::Rules& rules);

// Prepares the tables; without it the first page is slower.
void warm_text_score();

} // namespace shenbao::pdf
