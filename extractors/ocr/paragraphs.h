#pragma once
// Paragraphs of running text among the lines of a region: where they go on, and which of their lines say little that
// those before do not.

#include "extractors/seal/picture.h"

#include <vector>

namespace shenbao::ocr {

class Paragraphs {
  public:
    // `lines`: those of one region, from top to bottom; kept as a reference. `em`: the usual height of text, in pixels.
    Paragraphs(const std::vector<picture::Rect>& lines, double em);

    // Whether line `i` goes on with the paragraph of the line before, which fills its measure.
    bool goes_on(std::size_t i) const;
    // Whether line `i` stands in the middle of a long paragraph: two of its lines come before, and another one behind.
    // What is labelled stands at a paragraph's beginning, dates and names of those who sign at its end.
    bool amid(std::size_t i) const;

  private:
    const std::vector<picture::Rect>& lines_;
    double em_;
    int left_ = 0, right_ = 0; // the measure
};

} // namespace shenbao::ocr
