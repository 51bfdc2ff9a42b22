#pragma once
// JBIG2 files (ITU-T T.88, annex D), as OFD keeps black-and-white scans; with their file head or without it.

#include "extractors/image/pix.h"

#include <cstddef>
#include <span>

namespace shenbao::image {

bool is_jb2(std::span<const std::byte> bytes);
// The size that the first page tells of itself; nothing where it tells none (its height may stay open).
std::optional<Header> jb2_header(std::span<const std::byte> bytes);
// The first page, one bit a pixel. `damaged`: its end is missing, or the decoder went past damage.
Decoded decode_jb2(std::span<const std::byte> bytes);

} // namespace shenbao::image
