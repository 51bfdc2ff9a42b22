#include "extractors/ocr/look.h"

#include <algorithm>
#include <cmath>

namespace shenbao::ocr {

using namespace picture;

Look wide(Look look) {
    look.narrow = 1, look.margin = 10;
    return look;
}

int Looked::page_x(int x) const { return left + int(std::lround((x - margin) / factor)); }

Looked looked_at(const Grey& words, const Rect& line, double em, const Look& look) {
    // A line of small letters alone is taken with the height that capitals would have: case is told by size.
    const double size = std::max<double>(line.height(), 0.85 * em);
    Rect area = line.grown(std::max(2, int(0.12 * em)));
    const int lacking = int(0.85 * em) - line.height();
    if (lacking > 0) area.top -= lacking * 2 / 3, area.bottom += lacking / 3;
    Grey part = crop(words, area);
    if (look.blur > 0) part = blurred(part, look.blur * std::min(1.0, em / 28));
    const double factor = look.height / size;
    if (factor < 0.95) part = blurred(part, 0.45 / factor);
    part = resized(part, std::max(1, int(std::lround(part.width * factor * look.narrow))),
                   std::max(1, int(std::lround(part.height * factor))));
    const int range = std::max(1, look.white - look.black);
    for (std::uint8_t& v : part.pixels)
        v = std::uint8_t(std::clamp((v - look.black) * 255 / range, 0, 255));
    return {framed(part, look.margin), within(area, words).left, factor * look.narrow, look.margin};
}

} // namespace shenbao::ocr
