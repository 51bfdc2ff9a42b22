#pragma once
// The words of an upright page as the document model has them: tables with their cells read, paragraphs round them.

#include "extractors/ocr/prepare.h"
#include "pipeline/model/document.h"

#include <functional>
#include <vector>

namespace shenbao::ocr {

// `seals`: where seals stand, so that a grey seal's own ink is not taken for text outside tables. `alive` is called
// after every line.
std::vector<Block> read_layout(const Upright& page, const std::vector<picture::Rect>& seals,
                               const std::function<void()>& alive);

} // namespace shenbao::ocr
