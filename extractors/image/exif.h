#pragma once
// The one thing of a photograph's EXIF data that matters here: which way up it was taken.

#include <cstddef>
#include <span>

namespace shenbao::image {

// EXIF orientation of a JPEG (Exif 2.32, 4.6.4 A): 1 to 8, or 0 where the file does not say.
int jpeg_orientation(std::span<const std::byte> jpeg);

} // namespace shenbao::image
