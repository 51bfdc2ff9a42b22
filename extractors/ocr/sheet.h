#pragma once
// The sheet in a photograph: paper before a darker ground.

#include "extractors/seal/picture.h"

#include <optional>

namespace shenbao::ocr {

using Corners = std::array<std::array<double, 2>, 4>; // top left, top right, bottom right, bottom left

// The corners of the sheet, in pixels of `view` (a small view of the picture, some 1000 pixels long). None where the
// picture is nothing but the sheet, as a scanner's is, or where no four straight sides are seen.
std::optional<Corners> find_sheet(const picture::Grey& view);

} // namespace shenbao::ocr
