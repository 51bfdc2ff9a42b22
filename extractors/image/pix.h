#pragma once
// Leptonica behind values: what a picture file is, its size before decoding, its pixels, and writing them as PNG.
// Everything works on memory and opens no file.

#include "pipeline/model/finding.h"

#include <leptonica/allheaders.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shenbao::image {

struct PixDeleter {
    void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixDeleter>;

// A metafile is none of what format_of() tells: see metafile.h.
enum class Format { none, jpeg, png, tiff, bmp, gif, webp, jp2, jb2, pnm, metafile };

// Told by the first bytes.
Format format_of(std::span<const std::byte> bytes);
std::string_view name_of(Format format);
// A document.type_mismatch where the ending of the file's name belongs to another type; an unknown ending says nothing.
std::optional<Finding> ending_mismatch(std::string_view ending, Format format);

struct Header {
    Format format = Format::none;
    std::uint32_t width = 0, height = 0;
};

// Size as the file's header gives it; nothing where the header cannot be read.
std::optional<Header> header_of(std::span<const std::byte> bytes, Format format);
std::optional<Header> tiff_header(std::span<const std::byte> bytes, int index);
// Number of pictures in a TIFF, counted up to `most`.
int tiff_pages(std::span<const std::byte> bytes, int most);

struct Decoded {
    PixPtr pix;           // null where nothing could be decoded
    bool damaged = false; // the decoder went past damage
};

Decoded decode(std::span<const std::byte> bytes, Format format);
PixPtr decode_tiff(std::span<const std::byte> bytes, int index);

// Whether those who read pages must be given other bytes than the file's: Leptonica does not read it.
bool is_foreign(std::span<const std::byte> bytes, Format format);

// The picture as it is looked at, from an EXIF orientation of 2 to 8.
PixPtr upright(PixPtr pix, int orientation);
// True where a noticeable share of the pixels is clearly coloured, be it a seal only: a tinted grey scan is not.
bool is_coloured(const PixPtr& pix);
// PNG with fast compression.
std::string png(const PixPtr& pix);

// Keeps Leptonica and the libraries below it from writing to standard error.
void silence();

} // namespace shenbao::image
