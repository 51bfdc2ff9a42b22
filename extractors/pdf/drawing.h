#pragma once
// What a PDF draws besides text, told from its bytes. Rendering a page costs ten times what its
// text does, and only drawn rules and seals make it worth while.

#include <cstddef>
#include <span>

namespace shenbao::pdf {

struct Drawing {
    bool paths = true;         // some content stream strokes or fills a path, or could not be looked into
    bool inline_images = true; // the same for pictures that stand within the content
};
// Clipping is no drawing.
Drawing drawing_in(std::span<const std::byte> file);

} // namespace shenbao::pdf
