// Decoding: Leptonica's codecs, each run only after the header's size was found bearable.
#include "extractors/seal/picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <new>

namespace shenbao::picture {

namespace {

struct Head {
    int format = IFF_UNKNOWN, width = 0, height = 0;
};

Head read_head(std::span<const std::byte> bytes, const Limits& limits) {
    Head head;
    l_int32 format = 0, width = 0, height = 0, depth = 0, samples = 0, palette = 0;
    const auto* data = reinterpret_cast<const l_uint8*>(bytes.data());
    if (bytes.size() < 12) throw ItemError("document.damaged", "no picture: too short");
    findFileFormatBuffer(data, &format);
    if (format == IFF_UNKNOWN) throw ItemError("document.unsupported", "no picture format that is read");
    if (pixReadHeaderMem(data, bytes.size(), &format, &width, &height, &depth, &samples, &palette) != 0)
        throw ItemError("document.damaged", "the picture's header cannot be read");
    if (width <= 0 || height <= 0) throw ItemError("document.damaged", "a picture without size");
    if (std::uint64_t(width) * std::uint64_t(height) > limits.page_pixels)
        throw ItemError("limit.pixels", std::to_string(width) + " x " + std::to_string(height));
    head = {format, width, height};
    return head;
}

PixPtr read_pixels(std::span<const std::byte> bytes, const Head& head, bool& damaged) {
    const auto* data = reinterpret_cast<const l_uint8*>(bytes.data());
    PixPtr pix(pixReadMem(data, bytes.size()));
    if (!pix && head.format == IFF_JFIF_JPEG) {
        damaged = true;
        pix.reset(pixReadMemJpeg(data, bytes.size(), 0, 1, nullptr, L_JPEG_CONTINUE_WITH_BAD_DATA));
    }
    if (!pix) throw ItemError("document.damaged", "the picture cannot be decoded");
    return pix;
}

PixPtr without_alpha(PixPtr pix) {
    if (pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4) {
        PixPtr flat(pixAlphaBlendUniform(pix.get(), 0xffffff00));
        if (!flat) throw std::bad_alloc();
        return flat;
    }
    return pix;
}

void planes_of(Pix* pix, Picture& out) {
    const int w = pixGetWidth(pix), h = pixGetHeight(pix), words = pixGetWpl(pix);
    const l_uint32* data = pixGetData(pix);
    out.red = Grey(w, h);
    const bool colour = pixGetDepth(pix) == 32;
    if (colour) out.green = Grey(w, h), out.blue = Grey(w, h);
    for (int y = 0; y < h; ++y) {
        const l_uint32* line = data + std::size_t(y) * words;
        for (int x = 0; x < w; ++x) {
            if (!colour) {
                out.red.row(y)[x] = std::uint8_t(GET_DATA_BYTE(line, x));
                continue;
            }
            out.red.row(y)[x] = std::uint8_t(line[x] >> L_RED_SHIFT);
            out.green.row(y)[x] = std::uint8_t(line[x] >> L_GREEN_SHIFT);
            out.blue.row(y)[x] = std::uint8_t(line[x] >> L_BLUE_SHIFT);
        }
    }
}

// How far pixels are from grey. A grey picture kept with three components has no colour at all; one taken in colour has
// some grain of it everywhere, be it of black ink on white paper only.
struct Tint {
    bool grain = false;  // it was taken in colour
    bool strong = false; // something on it is clearly coloured
};

Tint tint_of(const Picture& picture) {
    std::size_t grain = 0, strong = 0;
    for (std::size_t i = 0; i < picture.red.pixels.size(); ++i) {
        const int r = picture.red.pixels[i], g = picture.green.pixels[i], b = picture.blue.pixels[i];
        const int apart = std::max({r, g, b}) - std::min({r, g, b});
        grain += apart > 2, strong += apart > 12;
    }
    const std::size_t enough = picture.red.pixels.size() / 5000;
    return {grain > enough, strong > enough};
}

} // namespace

Picture decode(std::span<const std::byte> bytes, const Limits& limits) {
    setMsgSeverity(L_SEVERITY_NONE);
    const Head head = read_head(bytes, limits);
    Picture out;
    PixPtr pix = read_pixels(bytes, head, out.damaged);
    if (std::uint64_t(pixGetWidth(pix.get())) * std::uint64_t(pixGetHeight(pix.get())) > limits.page_pixels)
        throw ItemError("limit.pixels", "larger than its header says");
    pix = without_alpha(std::move(pix));
    PixPtr plain(pixConvertTo8Or32(pix.get(), L_COPY, 0));
    pix.reset();
    if (!plain) throw ItemError("document.damaged", "the picture's pixels cannot be converted");
    planes_of(plain.get(), out);
    const Tint tint = out.has_colour() ? tint_of(out) : Tint{};
    out.coloured = tint.grain;
    if (!tint.strong) out.green = out.blue = Grey();
    return out;
}

} // namespace shenbao::picture
