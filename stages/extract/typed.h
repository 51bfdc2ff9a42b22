#pragma once
// Pages that have words of their own over a picture, or beside one: a caption under a photograph, a form that was
// scanned and then filled in by typing.

#include "pipeline/model/document.h"

#include <vector>

namespace shenbao {

// What such a page says: its own words, which are exact, and what was recognised in its picture besides. A reading that
// misses what stands on the page for all to see counts only where it says more, or is sure of itself.
// `typed` are the page's blocks before it was recognised; boxes are shares of the page, as everywhere.
std::vector<Block> typed_and_recognised(std::vector<Block> typed, const Page& page, const Document& recognised);

} // namespace shenbao
