#pragma once
// Pictures as they lie in the file, found without Poppler: their size before anything is decoded, and JPEG data that
// can be handed on as it is. Only a guess at the file's structure; every use of it is checked against the page.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shenbao::pdf {

struct RawImage {
    std::uint64_t width = 0, height = 0;
    std::span<const std::byte> jpeg; // empty where the stream is not plain JPEG
};

// Image dictionaries (ISO 32000-1, 8.9.5) stand in the clear even in encrypted files, for a stream is never packed
// into another. In order of the file.
std::vector<RawImage> raw_images(std::span<const std::byte> file);

} // namespace shenbao::pdf
