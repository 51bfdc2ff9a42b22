#pragma once
// Windows metafiles (EMF, EMF+, WMF; in gzip too: EMZ, WMZ), as Office keeps what was pasted: a scan in one is a bitmap
// among drawing records. Nothing is drawn: the bitmap is taken out as it lies there.

#include <cstdint>
#include <string>
#include <string_view>

namespace shenbao::image {

// Told by the first bytes ([MS-EMF] 2.3.4.2, [MS-WMF] 2.3.2).
bool is_metafile(std::string_view bytes);

// The largest bitmap in the metafile as a picture file: a PNG, or the JPEG, PNG or TIFF that lies within. A bitmap that
// was drawn in strips, one below the other, is put together. Empty where there is none, or none of at most
// `most_pixels`. Of a bitmap that is cut off the rows that are there. Throws nothing but std::bad_alloc.
std::string picture_in_metafile(std::string_view bytes, std::uint64_t most_pixels);

// A BMP file whose rows are packed or whose pixels have 16 bits, as a PNG, which every reader of pictures reads. Empty
// for all other files, and for those of more than `most_pixels`.
std::string picture_in_bmp(std::string_view bytes, std::uint64_t most_pixels);

} // namespace shenbao::image
