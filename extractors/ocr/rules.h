#pragma once
// Rules: the printed straight lines of a form, level and upright; whole, broken, faint or slightly bent.

#include "extractors/seal/picture.h"

#include <utility>
#include <vector>

namespace shenbao::ocr {

// A level rule: y = at + slope * x, seen in `spans` (x from, x to), left to right. An upright one has x and y
// exchanged.
struct Rule {
    double at = 0, slope = 0;
    std::vector<std::pair<int, int>> spans;
    double thickness = 1;

    double operator()(double along) const { return at + slope * along; }
    int from() const { return spans.front().first; }
    int to() const { return spans.back().second; }
    int longest() const; // of its spans
};

struct Rules {
    std::vector<Rule> level, upright;
};

// `words` is an upright, evened page; `em` the usual height of its text in pixels.
Rules find_rules(const picture::Grey& words, double em);

// The page with its rules taken out; strokes that cross a rule are kept whole.
picture::Grey without_rules(const picture::Grey& words, const Rules& rules);

} // namespace shenbao::ocr
