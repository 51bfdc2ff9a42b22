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

// `alive` is called after every line.
std::vector<Block> read_layout(const Upright& page, const Ruled& ruled, const std::function<void()>& alive);

} // namespace shenbao::ocr
