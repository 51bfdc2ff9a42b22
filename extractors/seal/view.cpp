#include "extractors/seal/view.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <new>
#include <string>
#include <vector>

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

// How the pixels along one side share out among the cells along it: a pixel that lies over a border, to both.
struct Spread {
    std::size_t cell = 0;
    double here = 0, next = 0; // of a cell's whole
};

std::vector<Spread> spread(int pixels, int cells) {
    std::vector<Spread> out;
    for (int i = 0; i < pixels; ++i) {
        const double from = double(i) * cells / pixels, to = double(i + 1) * cells / pixels;
        const int cell = std::min(static_cast<int>(from), cells - 1);
        const double next = cell + 1 < cells ? std::max(0.0, to - (cell + 1)) : 0;
        out.push_back({static_cast<std::size_t>(cell), to - from - next, next});
    }
    return out;
}

char mark_of(double darkness) {
    return static_cast<char>('!' + std::clamp(static_cast<int>(darkness / 2 + 0.5), 0, '~' - '!'));
}

std::string cells_of(const Picture& page) {
    constexpr int columns = Thumbnail::cell_columns, rows = Thumbnail::cell_rows;
    if (page.width() < columns || page.height() < rows) return {};
    const auto across = spread(page.width(), columns), down = spread(page.height(), rows);
    std::vector<double> dark(static_cast<std::size_t>(columns * rows) + columns, 0.0); // a row more, for what is over
    std::vector<double> line(columns + 1);
    for (int y = 0; y < page.height(); ++y) {
        std::fill(line.begin(), line.end(), 0.0);
        const std::uint8_t *red = page.plane(0).row(y), *green = page.plane(1).row(y), *blue = page.plane(2).row(y);
        for (std::size_t x = 0; x < across.size(); ++x) {
            const double darkness = 255 - (red[x] + 2 * green[x] + blue[x]) / 4.0;
            line[across[x].cell] += darkness * across[x].here;
            line[across[x].cell + 1] += darkness * across[x].next;
        }
        const Spread& at = down[static_cast<std::size_t>(y)];
        for (std::size_t x = 0; x < columns; ++x) {
            dark[at.cell * columns + x] += line[x] * at.here;
            dark[(at.cell + 1) * columns + x] += line[x] * at.next;
        }
    }
    std::string cells;
    for (std::size_t i = 0; i < columns * rows; ++i)
        cells += mark_of(dark[i]);
    return cells;
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
            pixGetHeight(pix.get()), cells_of(page)};
}

} // namespace shenbao::picture
