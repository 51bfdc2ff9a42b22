#include "extractors/seal/view.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <new>

namespace shenbao::picture {
namespace {

constexpr int quality = 40; // small print stays legible, scanner noise does not fill the report

PixPtr pix_of(const Grey& red, const Grey& green, const Grey& blue) {
    const bool colour = !green.empty();
    PixPtr pix(pixCreate(red.width, red.height, colour ? 32 : 8));
    if (!pix) throw std::bad_alloc();
    l_uint32* data = pixGetData(pix.get());
    const int words = pixGetWpl(pix.get());
    for (int y = 0; y < red.height; ++y) {
        l_uint32* line = data + std::size_t(y) * words;
        for (int x = 0; x < red.width; ++x)
            if (colour)
                composeRGBPixel(red.at(x, y), green.at(x, y), blue.at(x, y), line + x);
            else
                SET_DATA_BYTE(line, x, red.at(x, y));
    }
    return pix;
}

} // namespace

Thumbnail view_of(const Picture& page, Sink& sink, int longest) {
    const double factor = std::min(1.0, double(longest) / std::max({page.width(), page.height(), 1}));
    const auto small = [&](const Grey& plane) { return factor < 1 ? scaled(plane, factor) : plane; };
    const bool colour = page.has_colour();
    const PixPtr pix = pix_of(small(page.red), colour ? small(page.green) : Grey(), colour ? small(page.blue) : Grey());
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemJpeg(&data, &size, pix.get(), quality, 0) != 0) throw std::bad_alloc();
    const std::unique_ptr<l_uint8, void (*)(void*)> owned(data, lept_free);
    return {sink.put(std::string_view(reinterpret_cast<const char*>(data), size)), pixGetWidth(pix.get()),
            pixGetHeight(pix.get())};
}

} // namespace shenbao::picture
