#include "extractors/ocr/paragraphs.h"

#include <algorithm>

namespace shenbao::ocr {

namespace {

// In em. What goes on from line to line in a narrower column is rather a value than running text.
constexpr double least_measure = 12;

} // namespace

Paragraphs::Paragraphs(const std::vector<picture::Rect>& lines, double em) : lines_(lines), em_(em) {
    if (lines.empty()) return;
    left_ = lines.front().left, right_ = lines.front().right;
    for (const picture::Rect& line : lines)
        left_ = std::min(left_, line.left), right_ = std::max(right_, line.right);
}

bool Paragraphs::goes_on(std::size_t i) const {
    if (i == 0 || i >= lines_.size()) return false;
    const picture::Rect &before = lines_[i - 1], &line = lines_[i];
    return before.right > right_ - 2.5 * em_ && line.left < left_ + 1.2 * em_ && line.top - before.bottom < 1.2 * em_ &&
           line.height() < 1.5 * before.height() && before.height() < 1.5 * line.height();
}

bool Paragraphs::amid(std::size_t i) const {
    return i >= 2 && right_ - left_ > least_measure * em_ && goes_on(i - 1) && goes_on(i) && goes_on(i + 1);
}

} // namespace shenbao::ocr
