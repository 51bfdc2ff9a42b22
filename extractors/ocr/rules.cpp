#include "extractors/ocr/rules.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace shenbao::ocr {

using picture::Grey;
using picture::PixPtr;
using picture::Rect;

namespace {

constexpr int kDark = 18; // how much darker than its two sides a rule is, averaged along it

Grey transposed(const Grey& source) {
    Grey out(source.height, source.width);
    for (int y = 0; y < source.height; ++y)
        for (int x = 0; x < source.width; ++x)
            out.row(x)[y] = source.at(x, y);
    return out;
}

// Mean along each line over `reach` pixels: noise and breaks go, level rules stay.
Grey smeared(const Grey& source, int reach) {
    Grey out(source.width, source.height);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t* from = source.row(y);
        int sum = 0;
        auto value = [&](int x) { return int(from[std::clamp(x, 0, source.width - 1)]); };
        for (int x = -reach; x <= reach; ++x)
            sum += value(x);
        for (int x = 0; x < source.width; ++x) {
            out.row(y)[x] = std::uint8_t(sum / (2 * reach + 1));
            sum += value(x + reach + 1) - value(x - reach);
        }
    }
    return out;
}

// 0 where the crest of a level ridge of ink runs, 255 elsewhere.
Grey ridges(const Grey& soft, int side) {
    Grey out(soft.width, soft.height);
    for (int y = side; y + side < soft.height; ++y) {
        const std::uint8_t *above = soft.row(y - side), *here = soft.row(y), *below = soft.row(y + side);
        const std::uint8_t *up = soft.row(y - 1), *up2 = soft.row(y - 2), *down = soft.row(y + 1),
                           *down2 = soft.row(y + 2);
        for (int x = 0; x < soft.width; ++x) {
            if (std::min(above[x], below[x]) - here[x] <= kDark) continue;
            if (here[x] <= std::min({up[x], up2[x], down[x], down2[x]}) + 1) out.row(y)[x] = 0;
        }
    }
    return out;
}

// Whether a level stretch is thin ink at `x`: darker than the page on both sides of it. Text that touches a rule on one
// side counts half; strokes that run across, not at all.
double thin_at(const Grey& words, const Rect& box, int side, int x) {
    int least = 255;
    for (int y = box.top; y < box.bottom; ++y)
        least = std::min(least, int(words.at(x, y)));
    const bool above = least + kDark < words.seen(x, box.top - side + 2);
    const bool below = least + kDark < words.seen(x, box.bottom - 3 + side);
    return (above + below) * 0.5;
}

// How much of a stretch is.
double inked(const Grey& words, const Rect& box, int side) {
    double thin = 0;
    for (int x = box.left; x < box.right; ++x)
        thin += thin_at(words, box, side, x);
    return box.width() > 0 ? thin / box.width() : 0;
}

// The part of a stretch that is thin ink, without what lies in line with it by chance.
Rect without_ends(const Grey& words, const Rect& box, int side) {
    Rect best{box.left, box.top, box.left, box.bottom};
    double sum = 0, most = 0;
    int begin = box.left;
    for (int x = box.left; x < box.right; ++x) {
        if (sum <= 0) sum = 0, begin = x;
        sum += thin_at(words, box, side, x) - 0.7;
        if (sum > most) most = sum, best.left = begin, best.right = x + 1;
    }
    return best;
}

// A stretch that is a rule, as far as it is one; empty where it is none.
Rect rule_in(const Grey& words, const Rect& box, int side, double em) {
    if (box.height() > std::max(12.0, em * 0.5) + box.width() * 0.02) return {};
    if (inked(words, box, side) >= (box.width() > 8 * em ? 0.6 : box.width() > 3 * em ? 0.75 : 0.88)) return box;
    if (box.width() < 3 * em) return {};
    const Rect part = without_ends(words, box, side);
    const bool most_of_it = part.width() > 3 * em && part.width() > 0.6 * box.width();
    return most_of_it && inked(words, part, side) > 0.88 ? part : Rect{};
}

// Least squares through the darkest pixels of a stretch.
Rule fitted(const Grey& words, const Rect& box) {
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int x = box.left; x < box.right; ++x) {
        double weight = 0, moment = 0;
        for (int y = box.top; y < box.bottom; ++y) {
            const double w = std::max(0, 235 - words.at(x, y));
            weight += w, moment += w * y;
        }
        if (weight < 30) continue;
        const double y = moment / weight;
        n += 1, sx += x, sy += y, sxx += double(x) * x, sxy += x * y;
    }
    Rule rule;
    const double det = n * sxx - sx * sx;
    rule.slope = n > 8 && det > 0 ? std::clamp((n * sxy - sx * sy) / det, -0.03, 0.03) : 0;
    rule.at = n > 0 ? (sy - rule.slope * sx) / n : (box.top + box.bottom - 1) / 2.0;
    rule.spans = {{box.left, box.right}};
    rule.thickness = std::max(1, box.height() - 2);
    return rule;
}

// Joins `other` to `rule` where both lie on one straight line.
bool join(Rule& rule, const Rule& other, double em) {
    const double middle = (other.from() + other.to()) / 2.0;
    const int gap = std::max(other.from() - rule.to(), rule.from() - other.to());
    const double off = std::abs(rule(middle) - other(middle));
    if (gap > 2 * em && std::min(rule.longest(), other.longest()) < 3 * em) return false;
    if (off > 3.5 + std::min(4.0, gap * 0.004) || gap > 40 * em) return false;
    const double a = rule.to() - rule.from(), b = other.to() - other.from();
    // Far apart, the two middles say more of the slope than either stretch alone.
    const double m1 = (rule.from() + rule.to()) / 2.0, y1 = rule(m1), y2 = other(middle);
    const double slope = gap > 0 && std::abs(middle - m1) > em ? (y2 - y1) / (middle - m1)
                                                               : (rule.slope * a + other.slope * b) / (a + b);
    const double mid = (m1 * a + middle * b) / (a + b), y = (y1 * a + y2 * b) / (a + b);
    rule.slope = std::clamp(slope, -0.03, 0.03);
    rule.at = y - rule.slope * mid;
    rule.thickness = std::max(rule.thickness, other.thickness);
    rule.spans.insert(rule.spans.end(), other.spans.begin(), other.spans.end());
    std::sort(rule.spans.begin(), rule.spans.end());
    std::vector<std::pair<int, int>> closed;
    for (const auto& span : rule.spans) {
        if (!closed.empty() && span.first - closed.back().second < 0.4 * em)
            closed.back().second = std::max(closed.back().second, span.second);
        else
            closed.push_back(span);
    }
    rule.spans = std::move(closed);
    return true;
}

std::vector<Rule> level_rules(const Grey& words, double em, double least_length) {
    const int side = std::max(4, int(em / 6));
    const Grey soft = smeared(words, std::max(6, int(em * 0.5)));
    PixPtr bits = picture::bits(ridges(soft, side), 128);
    PixPtr thick(pixDilateBrick(nullptr, bits.get(), 1, 3));
    PixPtr open(thick ? pixOpenBrick(nullptr, thick.get(), std::max(8, int(least_length)), 1) : nullptr);
    if (!open) throw std::bad_alloc();
    std::vector<Rule> stretches;
    for (const Rect& box : picture::components(open.get())) {
        const Rect part = rule_in(words, box, side, em);
        if (!part.empty()) stretches.push_back(fitted(words, part));
    }
    std::sort(stretches.begin(), stretches.end(),
              [](auto& a, auto& b) { return a.to() - a.from() > b.to() - b.from(); });
    std::vector<Rule> rules;
    for (const Rule& s : stretches)
        if (std::none_of(rules.begin(), rules.end(), [&](Rule& r) { return join(r, s, em); })) rules.push_back(s);
    std::sort(rules.begin(), rules.end(),
              [](auto& a, auto& b) { return a((a.from() + a.to()) / 2) < b((b.from() + b.to()) / 2); });
    return rules;
}

// Takes one stretch of a rule out. What the rule itself adds at each distance from its middle is judged over the
// stretch and taken away, so that strokes touching its soft edges stay; where it is solid, strokes that come from a
// side end in its middle.
struct Stretch {
    Grey& page;
    const Rule& rule;
    bool upright;

    std::uint8_t& pixel(int along, int k) {
        const int d = int(std::lround(rule(along))) + k;
        return upright ? page.row(along)[d] : page.row(d)[along];
    }
    bool reaches(int along, int half) const {
        const int d = int(std::lround(rule(along)));
        return d - half >= 0 && d + half < (upright ? page.width : page.height);
    }
    int usual(int from, int to, int k) {
        std::vector<std::uint8_t> values;
        for (int t = from; t < to; ++t)
            values.push_back(pixel(t, k));
        const auto at = values.begin() + std::ptrdiff_t(values.size() * 7 / 10);
        std::nth_element(values.begin(), at, values.end());
        return *at;
    }
    void erase(int from, int to, int half) {
        std::vector<int> adds;
        for (int k = -half; k <= half; ++k)
            adds.push_back(250 - usual(from, to, k));
        for (int t = from; t < to; ++t) {
            for (int k = -half; k <= half; ++k)
                if (adds[k + half] > 6 && adds[k + half] < 110)
                    pixel(t, k) = std::uint8_t(std::min(255, pixel(t, k) + adds[k + half]));
            int first = half + 1, last = -half - 1;
            for (int k = -half; k <= half; ++k)
                if (adds[k + half] >= 110) first = std::min(first, k), last = std::max(last, k);
            if (first > last || first == -half || last == half) continue;
            const int above = pixel(t, first - 1), below = pixel(t, last + 1);
            for (int k = first; k <= last; ++k)
                pixel(t, k) = std::uint8_t(2 * k < first + last   ? above
                                           : 2 * k > first + last ? below
                                                                  : std::min(above, below));
        }
    }
};

void erase(Grey& page, const Rule& rule, bool upright) {
    const int length = upright ? page.height : page.width;
    const int half = int(std::lround(rule.thickness / 2)) + 3;
    Stretch stretch{page, rule, upright};
    for (const auto& [from, to] : rule.spans)
        for (int t = std::max(0, from - 3); t < std::min(length, to + 3); t += 96) {
            const int end = std::min({t + 96, length, to + 3});
            if (stretch.reaches(t, half) && stretch.reaches(end - 1, half)) stretch.erase(t, end, half);
        }
}

} // namespace

int Rule::longest() const {
    int most = 0;
    for (const auto& [from, to] : spans)
        most = std::max(most, to - from);
    return most;
}

Rules find_rules(const Grey& words, double em) {
    Rules out;
    out.level = level_rules(words, em, 1.8 * em);
    out.upright = level_rules(transposed(words), em, 1.1 * em);
    return out;
}

Grey without_rules(const Grey& words, const Rules& rules) {
    Grey out = words;
    for (const Rule& rule : rules.level)
        erase(out, rule, false);
    for (const Rule& rule : rules.upright)
        erase(out, rule, true);
    return out;
}

} // namespace shenbao::ocr
