#pragma once
// The text of a page as blocks of the document, in reading order: tables where rules make grids, paragraphs else.

#include "extractors/layout/glyphs.h"
#include "extractors/layout/rules.h"
#include "pipeline/model/document.h"

#include <span>
#include <vector>

namespace shenbao::layout {

struct PageSize {
    double width = 0, height = 0; // points
};

// A box in points as shares of the page.
Box share(const Box& box, const PageSize& size);

// `lines` in reading order. A table stands where its first line stood.
std::vector<Block> blocks_of(std::span<const Line> lines, std::span<const Grid> grids, int page, const PageSize& size);

} // namespace shenbao::layout
