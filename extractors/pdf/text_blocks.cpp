#include "extractors/pdf/text_blocks.h"

#include <algorithm>

namespace shenbao::pdf {

Box share(const Box& box, const Size& size) {
    auto part = [](double value, double whole) { return whole > 0 ? std::clamp(value / whole, 0.0, 1.0) : 0; };
    return {part(box.left, size.width), part(box.top, size.height), part(box.right, size.width),
            part(box.bottom, size.height)};
}

void add_blocks(const PageView& view, std::span<const layout::Line> lines, const Page& page, Document& document) {
    for (const layout::Run& run : layout::paragraphs_of(lines))
        document.blocks.push_back(Paragraph{page.number, {run.text}, share(run.box, view.size), Part::body});
}

} // namespace shenbao::pdf
