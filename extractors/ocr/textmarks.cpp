#include "extractors/ocr/textmarks.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace shenbao::ocr {

using picture::Grey;
using picture::PixPtr;
using picture::Rect;

namespace {

bool may_be_character(const Rect& box, int page) {
    const int most = std::max(16, page / 28);
    return box.width() <= most && box.height() <= most && box.width() + box.height() >= 5;
}

void copy_ink(Pix* from, Pix* to, const Rect& box) {
    pixRasterop(to, box.left, box.top, box.width(), box.height(), PIX_SRC | PIX_DST, from, box.left, box.top);
}

} // namespace

Marks text_marks(const Grey& view, int threshold) {
    const PixPtr all = picture::bits(view, threshold);
    Marks out{PixPtr(pixCreateTemplate(all.get())), 0};
    if (!out.bits) throw std::bad_alloc();
    for (const Rect& box : picture::components(all.get())) {
        if (!may_be_character(box, std::max(view.width, view.height))) continue;
        copy_ink(all.get(), out.bits.get(), box);
        ++out.count;
    }
    return out;
}

std::vector<Rect> rough_lines(const Marks& marks) {
    const auto parts = picture::components(marks.bits.get());
    std::vector<int> sizes;
    for (const Rect& box : parts)
        if (std::max(box.width(), box.height()) > 4) sizes.push_back(std::max(box.width(), box.height()));
    if (sizes.empty()) return {};
    std::nth_element(sizes.begin(), sizes.begin() + sizes.size() * 3 / 4, sizes.end());
    const int character = sizes[sizes.size() * 3 / 4];
    const PixPtr smeared(pixCloseSafeBrick(nullptr, marks.bits.get(), std::max(3, character) | 1, 1));
    if (!smeared) throw std::bad_alloc();
    std::vector<Rect> lines;
    for (const Rect& box : picture::components(smeared.get()))
        if (box.width() > 3 * box.height() && box.height() * 3 > character * 2 && box.height() < character * 4)
            lines.push_back(box);
    std::sort(lines.begin(), lines.end(), [](auto& a, auto& b) { return a.width() > b.width(); });
    return lines;
}

double character_size(const Marks& marks) {
    std::vector<int> sizes;
    for (const Rect& box : picture::components(marks.bits.get()))
        if (std::max(box.width(), box.height()) > 4) sizes.push_back(std::max(box.width(), box.height()));
    if (sizes.size() < 8) return 0;
    const auto at = sizes.begin() + std::ptrdiff_t(sizes.size() * 4 / 5);
    std::nth_element(sizes.begin(), at, sizes.end());
    return *at * 0.95;
}

Skew find_skew(Pix* bits) {
    l_float32 degrees = 0, confidence = 0, strength = 0;
    if (pixFindSkewSweepAndSearchScore(bits, &degrees, &confidence, &strength, 2, 1, 0, 8, 0.5F, 0.02F) != 0) return {};
    return {degrees, strength};
}

} // namespace shenbao::ocr
