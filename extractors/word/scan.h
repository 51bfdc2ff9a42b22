#pragma once
// Pictures pasted into documents: which of them are scanned pages.

#include "pipeline/model/document.h"

#include <optional>
#include <string_view>

namespace shenbao {

// The page that a PNG, JPEG, TIFF or BMP of a sheet of paper makes: large enough to have been scanned and of about a
// sheet's shape, upright or not. Its size is A4's, its resolution what that takes. Nothing for other pictures: logos,
// charts, photos from the side.
std::optional<Page> scan_of(std::string_view bytes);

} // namespace shenbao
