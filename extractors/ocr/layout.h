#pragma once
// The words of an upright page as the document model has them: tables with their cells read, paragraphs round them.

#include "extractors/ocr/grid.h"
#include "extractors/ocr/prepare.h"
#include "pipeline/model/document.h"

#include <functional>
#include <vector>

namespace shenbao::ocr {

// A page with its printed grids known, and taken out of the plane of words.
struct Ruled {
    std::vector<Grid> grids;
    picture::Grey words;
};
Ruled without_grids(const Upright& page);

// How much of running text is read.
enum class Extent {
    ends, // the lines at the beginning and at the end of a long paragraph: unread_lines stands for those between
    all,
};

struct Layout {
    std::vector<Block> blocks;
    int unread_lines = 0; // of running text, and beyond what is read of one page at most
};

// `alive` is called after every line.
Layout read_layout(const Upright& page, const Ruled& ruled, Extent extent, const std::function<void()>& alive);

} // namespace shenbao::ocr
