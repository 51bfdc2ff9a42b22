#include "extractors/image/pix.h"

#include "extractors/image/dib.h"
#include "extractors/image/jb2.h"
#include "extractors/layout/raster.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace shenbao::image {
namespace {

const l_uint8* data_of(std::span<const std::byte> bytes) { return reinterpret_cast<const l_uint8*>(bytes.data()); }
std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct Kind {
    Format format;
    std::string_view name;
    std::string_view endings; // between spaces
};
constexpr std::array kinds{
    Kind{Format::jpeg, "jpeg", " jpg jpeg jpe jfif "},
    Kind{Format::png, "png", " png "},
    Kind{Format::tiff, "tiff", " tif tiff "},
    Kind{Format::bmp, "bmp", " bmp dib "},
    Kind{Format::gif, "gif", " gif "},
    Kind{Format::webp, "webp", " webp "},
    Kind{Format::jp2, "jp2", " jp2 j2k jpx jpf "},
    Kind{Format::jb2, "jbig2", " jb2 jbig2 "},
    Kind{Format::pnm, "pnm", " pbm pgm ppm pnm "},
    Kind{Format::metafile, "metafile", " emf wmf emz wmz "},
};
// Endings that promise something else than a picture of this kind.
constexpr std::string_view other_endings = " pdf ofd doc docx wps rtf xls xlsx et txt htm html zip rar 7z ";

bool has_word(std::string_view words, std::string_view word) {
    return words.find(std::string(1, ' ').append(word).append(1, ' ')) != std::string_view::npos;
}

Format from_leptonica(l_int32 format) {
    switch (format) {
    case IFF_JFIF_JPEG:
        return Format::jpeg;
    case IFF_PNG:
        return Format::png;
    case IFF_BMP:
        return Format::bmp;
    case IFF_GIF:
        return Format::gif;
    case IFF_WEBP:
        return Format::webp;
    case IFF_JP2:
        return Format::jp2;
    case IFF_PNM:
        return Format::pnm;
    case IFF_TIFF:
    case IFF_TIFF_PACKBITS:
    case IFF_TIFF_RLE:
    case IFF_TIFF_G3:
    case IFF_TIFF_G4:
    case IFF_TIFF_LZW:
    case IFF_TIFF_ZIP:
    case IFF_TIFF_JPEG:
        return Format::tiff;
    default:
        return Format::none;
    }
}

// GIF has no header reader in Leptonica: the logical screen stands at bytes 6 to 9 (GIF89a, 18).
Header gif_header(std::span<const std::byte> bytes) {
    auto at = [&](std::size_t i) { return i < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i]) : 0u; };
    return {Format::gif, at(6) | at(7) << 8, at(8) | at(9) << 8};
}

// Leptonica would unpack the whole to tell. Behind the file's head of 14 bytes stands how long the bitmap's own is.
std::optional<Header> bmp_header(std::span<const std::byte> bytes) {
    Words words(text_of(bytes));
    constexpr std::uint32_t with_long_numbers = 40;
    const std::int64_t width = words.i32(18), height = std::abs(std::int64_t{words.i32(22)});
    if (words.u32(14) < with_long_numbers || width <= 0 || height == 0) return {};
    return Header{Format::bmp, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

} // namespace

Format format_of(std::span<const std::byte> bytes) {
    if (bytes.size() < 16) return Format::none;
    if (is_jb2(bytes)) return Format::jb2;
    l_int32 format = IFF_UNKNOWN;
    if (findFileFormatBuffer(data_of(bytes), &format) != 0) return Format::none;
    return from_leptonica(format);
}

std::string_view name_of(Format format) {
    for (const Kind& kind : kinds)
        if (kind.format == format) return kind.name;
    return {};
}

std::optional<Finding> ending_mismatch(std::string_view ending, Format format) {
    if (ending.empty()) return {};
    bool other = has_word(other_endings, ending);
    for (const Kind& kind : kinds) {
        if (!has_word(kind.endings, ending)) continue;
        if (kind.format == format) return {};
        other = true;
    }
    if (!other) return {};
    return finding("document.type_mismatch", {}, {},
                   {{"ending", std::string(ending)}, {"found", std::string(name_of(format))}});
}

std::optional<Header> header_of(std::span<const std::byte> bytes, Format format) {
    if (format == Format::tiff) return tiff_header(bytes, 0);
    if (format == Format::gif) return gif_header(bytes);
    if (format == Format::jb2) return jb2_header(bytes);
    if (format == Format::bmp) return bmp_header(bytes);
    l_int32 found = 0, width = 0, height = 0;
    if (pixReadHeaderMem(data_of(bytes), bytes.size(), &found, &width, &height, nullptr, nullptr, nullptr) != 0)
        return {};
    if (width <= 0 || height <= 0) return {};
    return Header{format, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

std::optional<Header> tiff_header(std::span<const std::byte> bytes, int index) {
    l_int32 width = 0, height = 0;
    if (readHeaderMemTiff(data_of(bytes), bytes.size(), index, &width, &height, nullptr, nullptr, nullptr, nullptr,
                          nullptr) != 0)
        return {};
    if (width <= 0 || height <= 0) return {};
    return Header{Format::tiff, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

Decoded decode(std::span<const std::byte> bytes, Format format) {
    if (format == Format::jb2) return decode_jb2(bytes);
    Decoded result;
    if (format == Format::bmp) {
        std::string plain = plain_bmp(text_of(bytes), longest_side * longest_side);
        if (!plain.empty()) bytes = std::as_bytes(std::span(plain));
        result.pix.reset(pixReadMemBmp(data_of(bytes), bytes.size()));
    } else if (format == Format::jpeg) {
        l_int32 warnings = 0;
        result.pix.reset(pixReadMemJpeg(data_of(bytes), bytes.size(), 0, 1, &warnings, L_JPEG_CONTINUE_WITH_BAD_DATA));
        result.damaged = warnings > 0;
    } else {
        result.pix.reset(pixReadMem(data_of(bytes), bytes.size()));
    }
    return result;
}

bool is_foreign(std::span<const std::byte> bytes, Format format) {
    return format == Format::jb2 || (format == Format::bmp && is_packed_bmp(text_of(bytes)));
}

PixPtr decode_tiff(std::span<const std::byte> bytes, int index) {
    return PixPtr(pixReadMemTiff(data_of(bytes), bytes.size(), index));
}

PixPtr upright(PixPtr pix, int orientation) {
    // EXIF 2.32, 4.6.4 A: 2 mirrored, 3 upside down, 4 both, 5 to 8 the same turned by a quarter.
    if (orientation == 2 || orientation == 5 || orientation == 7) pix.reset(pixFlipLR(nullptr, pix.get()));
    if (orientation == 4) pix.reset(pixFlipTB(nullptr, pix.get()));
    if (!pix) return pix;
    int quarters = orientation == 3                       ? 2
                   : orientation == 6 || orientation == 7 ? 1
                   : orientation == 8 || orientation == 5 ? 3
                                                          : 0;
    if (quarters > 0) pix.reset(pixRotateOrth(pix.get(), quarters));
    return pix;
}

bool is_coloured(const PixPtr& pix) {
    if (!pix->colormap && pix->d < 32) return false;
    PixPtr rgb(pix->colormap ? pixRemoveColormap(pix.get(), REMOVE_CMAP_TO_FULL_COLOR) : pixClone(pix.get()));
    if (!rgb || rgb->d != 32) return false;
    constexpr int apart = 40;         // between the largest and the smallest channel
    constexpr double enough = 0.0004; // a seal of 4 cm on A4 inks about 0.4 % of the page
    std::uint64_t seen = 0, coloured = 0;
    for (std::uint32_t y = 0; y < rgb->h; y += 2) {
        const l_uint32* line = rgb->data + std::size_t{y} * rgb->wpl;
        for (std::uint32_t x = 0; x < rgb->w; x += 2, ++seen) {
            l_int32 r, g, b;
            extractRGBValues(line[x], &r, &g, &b);
            coloured += std::max({r, g, b}) - std::min({r, g, b}) >= apart;
        }
    }
    return seen > 0 && static_cast<double>(coloured) > enough * static_cast<double>(seen);
}

namespace {

// Grey and colour, which most are; empty for the rest.
layout::Raster raster_of(const PIX& pix) {
    if (pix.colormap != nullptr || (pix.d != 8 && (pix.d != 32 || pix.spp != 3))) return {};
    layout::Raster out{static_cast<int>(pix.w), static_cast<int>(pix.h), pix.d == 32 ? 3 : 1, {}};
    out.pixels.resize(std::size_t{pix.w} * pix.h * static_cast<std::size_t>(out.channels));
    std::uint8_t* to = out.pixels.data();
    for (l_uint32 y = 0; y < pix.h; ++y) {
        const l_uint32* line = pix.data + std::size_t{y} * pix.wpl;
        for (l_uint32 x = 0; x < pix.w; ++x) {
            if (out.channels == 1) {
                *to++ = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
                continue;
            }
            *to++ = static_cast<std::uint8_t>(line[x] >> L_RED_SHIFT);
            *to++ = static_cast<std::uint8_t>(line[x] >> L_GREEN_SHIFT);
            *to++ = static_cast<std::uint8_t>(line[x] >> L_BLUE_SHIFT);
        }
    }
    return out;
}

} // namespace

std::string png(const PixPtr& pix) {
    if (layout::Raster raster = raster_of(*pix); !raster.empty()) return layout::png_of(raster, pix->xres);
    pixSetSpecial(pix.get(), 10 + 1); // zlib level 1, in Leptonica's coding
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemPng(&data, &size, pix.get(), 0) != 0) return {};
    std::unique_ptr<l_uint8, decltype(&std::free)> held(data, &std::free);
    return {reinterpret_cast<const char*>(data), size};
}

void silence() {
    setMsgSeverity(L_SEVERITY_NONE);
    leptSetStderrHandler([](const char*) {});
}

} // namespace shenbao::image
