#include "extractors/pdf/paint.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shenbao::pdf {
namespace {

constexpr double thin = 4.5;                // points: broader is a bar, not a rule
constexpr double level = 0.5;               // points off the straight that printing hides
constexpr double shortest = 0.8;            // points: pieces of rules are joined later
constexpr double invisible = 0.02;          // opacity
constexpr std::size_t most_segments = 8000; // more is a drawing

Tone tone_of(GfxColorSpace* space, const GfxRGB& rgb) {
    if (space->getMode() == csPattern) return {.pattern = true};
    double r = colToDbl(rgb.r) * 255, g = colToDbl(rgb.g) * 255, b = colToDbl(rgb.b) * 255;
    double low = std::min({r, g, b}), high = std::max({r, g, b}), light = 0.299 * r + 0.587 * g + 0.114 * b;
    return {light > 227 && high - low < 40, light < 128, high - low >= 40, r - std::max(g, b) >= 50, false};
}

struct Point {
    double x = 0, y = 0;
};
Point point_of(GfxState* state, const GfxSubpath& path, int i) {
    Point p;
    state->transform(path.getX(i), path.getY(i), &p.x, &p.y);
    return p;
}

// A dashed rule is mostly ink.
bool is_sparse(GfxState* state) {
    double start = 0;
    const std::vector<double>& dashes = state->getLineDash(&start);
    double all = std::accumulate(dashes.begin(), dashes.end(), 0.0), on = 0;
    for (std::size_t i = 0; i < dashes.size(); i += 2)
        on += dashes[i];
    return dashes.size() > 1 && all > 0 && on < 0.4 * all;
}

bool is_rectangle(GfxState* state, const GfxSubpath& path) {
    int n = path.getNumPoints();
    if (n < 4 || n > 6) return false;
    for (int i = 1; i < n; ++i) {
        if (path.getCurve(i)) return false;
        Point a = point_of(state, path, i - 1), b = point_of(state, path, i);
        if (std::abs(a.x - b.x) > level && std::abs(a.y - b.y) > level) return false;
    }
    return true;
}

Box bounds(GfxState* state, const GfxSubpath& path) {
    Point first = point_of(state, path, 0);
    Box box{first.x, first.y, first.x, first.y};
    for (int i = 1; i < path.getNumPoints(); ++i) {
        Point p = point_of(state, path, i);
        box = layout::joined(box, {p.x, p.y, p.x, p.y});
    }
    return box;
}

void add_rule(const Box& box, layout::Rules& rules) {
    bool across = box.width() >= box.height();
    std::vector<layout::Rule>& to = across ? rules.horizontal : rules.vertical;
    if (across)
        to.push_back({(box.top + box.bottom) / 2, box.left, box.right});
    else
        to.push_back({(box.left + box.right) / 2, box.top, box.bottom});
}

} // namespace

Box intersection(const Box& a, const Box& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

bool is_empty(const Box& box) { return box.right < box.left || box.bottom < box.top; }

Box Paint::clipped(GfxState* state, const Box& box) const {
    Box clip;
    state->getClipBBox(&clip.left, &clip.top, &clip.right, &clip.bottom);
    return intersection(intersection(box, clip), {0, 0, survey_.size.width, survey_.size.height});
}

Tone Paint::filling(GfxState* state) {
    if (filling_) return *filling_;
    GfxRGB rgb{};
    if (state->getFillColorSpace()->getMode() != csPattern) state->getFillRGB(&rgb);
    return *(filling_ = tone_of(state->getFillColorSpace(), rgb));
}

Tone Paint::stroking(GfxState* state) {
    if (stroking_) return *stroking_;
    GfxRGB rgb{};
    if (state->getStrokeColorSpace()->getMode() != csPattern) state->getStrokeRGB(&rgb);
    return *(stroking_ = tone_of(state->getStrokeColorSpace(), rgb));
}

bool Paint::is_full() const { return survey_.rules.horizontal.size() + survey_.rules.vertical.size() > most_segments; }

// Whether rules drawn before run through the inside of the box: they are hidden now, at least in part.
bool Paint::hides_rules(const Box& box) const {
    if (box.width() < 2 * thin || box.height() < 2 * thin) return false;
    auto within = [](const std::vector<layout::Rule>& rules, double low, double high, double from, double to) {
        return std::any_of(rules.begin(), rules.end(), [&](const layout::Rule& rule) {
            return rule.at > low + thin && rule.at < high - thin && rule.from < to - thin && rule.to > from + thin;
        });
    };
    return within(survey_.rules.horizontal, box.top, box.bottom, box.left, box.right) ||
           within(survey_.rules.vertical, box.left, box.right, box.top, box.bottom);
}

void Paint::colour(const Tone& tone, double area) {
    double share = area / std::max(1.0, survey_.size.width * survey_.size.height);
    if (tone.coloured) survey_.coloured += share;
    if (tone.red) survey_.red += share;
}

void Paint::segment(GfxState* state, double x0, double y0, double x1, double y1, double width, const Tone& tone) {
    Box box = clipped(state, {std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1)});
    if (is_empty(box)) return;
    survey_.painted = true;
    colour(tone, std::hypot(box.width(), box.height()) * std::max(width, 0.7));
    bool straight = std::abs(x1 - x0) < level || std::abs(y1 - y0) < level;
    if (!straight || width > thin || std::max(box.width(), box.height()) < shortest) return;
    if (is_full())
        survey_.rules_sure = false;
    else
        add_rule(box, survey_.rules);
}

void Paint::subpath(GfxState* state, const GfxSubpath& path, double width, const Tone& tone) {
    int n = path.getNumPoints();
    for (int i = 1; i < n; ++i) {
        Point a = point_of(state, path, i - 1), b = point_of(state, path, i);
        if (!path.getCurve(i) && !path.getCurve(i - 1)) {
            segment(state, a.x, a.y, b.x, b.y, width, tone);
            continue;
        }
        survey_.painted = true;
        colour(tone, std::hypot(b.x - a.x, b.y - a.y) * std::max(width, 0.7));
    }
}

void Paint::stroke(GfxState* state) {
    if (state->getStrokeOpacity() < invisible) return;
    Tone tone = stroking(state);
    if (tone.white) return;
    if (tone.pattern) survey_.unclear = true, survey_.rules_sure = false;
    if (is_sparse(state)) {
        survey_.painted = true;
        return;
    }
    const GfxPath* path = state->getPath();
    double width = state->getTransformedLineWidth();
    for (int i = 0; i < path->getNumSubpaths(); ++i)
        subpath(state, *path->getSubpath(i), width, tone);
}

// Says whether the shape is broad: its edges are no rules.
bool Paint::area(GfxState* state, const GfxSubpath& path, const Tone& tone) {
    Box box = clipped(state, bounds(state, path));
    if (is_empty(box)) return false;
    if (survey_.rules_sure && hides_rules(box)) survey_.rules_sure = false;
    if (tone.white) return false;
    survey_.painted = true;
    colour(tone, std::max(box.width(), 0.7) * std::max(box.height(), 0.7));
    bool narrow = std::min(box.width(), box.height()) < thin;
    bool long_enough = std::max(box.width(), box.height()) >= shortest;
    bool plain = path.getNumPoints() < 4 || is_rectangle(state, path);
    if (narrow && long_enough && plain && !is_full()) add_rule(box, survey_.rules);
    return !narrow;
}

void Paint::fill(GfxState* state) {
    if (state->getFillOpacity() < invisible) return;
    Tone tone = filling(state);
    if (tone.pattern) survey_.unclear = true, survey_.rules_sure = false;
    const GfxPath* path = state->getPath();
    int broad = 0;
    for (int i = 0; i < path->getNumSubpaths(); ++i) {
        const GfxSubpath& part = *path->getSubpath(i);
        broad += area(state, part, tone) && is_rectangle(state, part);
    }
    // One rectangle within another may be a frame.
    if (broad > 1 || is_full()) survey_.rules_sure = false;
}

void Paint::glyph(GfxState* state) {
    Tone tone = state->getRender() == 1 ? stroking(state) : filling(state);
    if (tone.pattern) survey_.unclear = true;
    if (!tone.coloured) return;
    constexpr double inked = 0.1; // of a character's square
    double size = state->getTransformedFontSize();
    colour(tone, inked * size * size);
}

} // namespace shenbao::pdf
