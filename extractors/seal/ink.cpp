// Red ink, told from black ink and paper by how far red outshines the other two colours.
#include "extractors/seal/seals.h"

#include <algorithm>
#include <cmath>

namespace shenbao::seal {

using picture::Grey;
using picture::Picture;
using picture::Rect;

Rect Outline::box() const {
    return {int(std::floor(cx - rx)), int(std::floor(cy - ry)), int(std::ceil(cx + rx)) + 1,
            int(std::ceil(cy + ry)) + 1};
}

Grey red_ink(const Picture& page) {
    if (!page.has_colour()) return {};
    Grey out(page.width(), page.height());
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const int r = page.red.pixels[i], g = page.green.pixels[i], b = page.blue.pixels[i];
        // Orange and brown (wood, skin) have much more green than blue.
        const int redness = r - std::max(g, b) - std::max(0, g - b) / 2;
        out.pixels[i] = std::uint8_t(255 - std::clamp(redness * 2, 0, 255));
    }
    return out;
}

} // namespace shenbao::seal
