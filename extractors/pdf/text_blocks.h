#pragma once
// The text layer of a page as blocks of the document: paragraphs, and tables where rules are drawn.

#include "extractors/pdf/page_picture.h"

namespace shenbao::pdf {

// Appends the blocks of a page in reading order.
void add_blocks(const PageView& view, std::span<const layout::Line> lines, const Page& page, Document& document);

// A box in points as shares of the page.
Box share(const Box& box, const Size& size);

} // namespace shenbao::pdf
