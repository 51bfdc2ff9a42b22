// Finding seals: round ones by their ring, oval and square ones by the outline of their ink.
#include "extractors/seal/circles.h"
#include "extractors/seal/seals.h"
#include "extractors/seal/shapes.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <optional>

namespace shenbao::seal {

using namespace picture;

namespace {

constexpr double kViewLength = 900; // pixels of the longer side of the view that seals are looked for in

// Round seals are 30 to 60 mm across, square ones from 16 mm; A4 is 297 mm long, and pictures may show a part of a page
// only.
double millimetre(const Grey& view) { return std::max(view.width, view.height) / 297.0; }
double least_radius(const Grey& view) { return 27 * millimetre(view) / 2; }
double least_side(const Grey& view) { return 14 * millimetre(view); }
double most_radius(const Grey& view) { return 52 * millimetre(view); }

// In a page without colour: the share of a ring or frame that must be seen, and of a square that must be ink.
constexpr double kFrameShown = 0.75, kLeastInSquare = 0.14;
constexpr double kWholeRing = 0.72; // the confidence in a ring of which hardly anything is missing
constexpr int kLettersInk = 215;    // letters are finer than frames, and paler on a small view

// The share of a ring's area (radii as shares of the outline) that is ink.
double ink_between(const Grey& ink, const Outline& o, double from, double to, int level = 170) {
    int n = 0, dark = 0;
    const Rect box = within(o.box(), ink);
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x) {
            const double d = o.reach(x, y);
            if (d < from || d >= to) continue;
            ++n, dark += ink.at(x, y) < level;
        }
    return n > 0 ? double(dark) / n : 0;
}

// A seal has words within its ring, and is no disc: paper shows through.
bool looks_stamped(const Grey& ink, const Outline& o, double least_words, int level = 170) {
    const double words = ink_between(ink, o, 0.55, 0.9, level), all = ink_between(ink, o, 0, 0.9, level);
    return words > least_words && words < 0.7 && all < 0.6;
}

// How much of a ring is really a line: dark on it, paper just outside. Circles seen in text are not.
double ring_seen(const Grey& ink, const Outline& o) {
    int n = 0, on = 0;
    for (int i = 0; i < 180; ++i) {
        const double c = std::cos(i * M_PI / 90), s = std::sin(i * M_PI / 90);
        auto at = [&](double r) {
            return int(ink.seen(int(std::lround(o.cx + c * r)), int(std::lround(o.cy + s * r))));
        };
        if (o.cx + c * o.rx < 0 || o.cy + s * o.ry < 0 || o.cx + c * o.rx >= ink.width || o.cy + s * o.ry >= ink.height)
            continue;
        int darkest = 255;
        for (double d = -3; d <= 1.5; d += 0.5)
            darkest = std::min(darkest, at(o.rx + d));
        ++on;
        n += darkest < 185 && at(o.rx + 4) > darkest + 35;
    }
    return on > 0 ? double(n) / on : 0;
}

// What lies within a surer seal, or nearly on one, is a part of it: arcs of its letters, its star.
std::vector<Outline> without_parts(std::vector<Outline> found) {
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.confidence > b.confidence; });
    std::vector<Outline> out;
    for (const Outline& o : found) {
        const bool part = std::any_of(out.begin(), out.end(), [&](const Outline& k) {
            const double apart = std::hypot(o.cx - k.cx, o.cy - k.cy), r = std::max(k.rx, k.ry),
                         other = std::max(o.rx, o.ry);
            return apart < 0.35 * r || apart + other < 1.3 * r || apart + r < 1.1 * other;
        });
        if (!part) out.push_back(o);
    }
    return out;
}

std::vector<Outline> round_seals(const Grey& ink, bool coloured) {
    std::vector<Outline> out;
    const double least = least_radius(ink), most = most_radius(ink);
    for (const Circle& c : find_circles(blurred(ink, 0.7), least, most, 12, coloured ? 0.5 : 0.7)) {
        Outline o{c.cx, c.cy, c.r, c.r, Seal::Shape::round, coloured, 0, 0};
        // Little of something larger, or of anything, is no seal.
        if ((c.r > 34 * millimetre(ink) && c.inside < 0.7) || (c.inside < 0.45 && c.covered < 0.85)) continue;
        // Without colour, circles are seen in text too, but none that is nearly whole.
        const bool whole = !coloured && c.covered > 0.9;
        const double line = ring_seen(ink, o);
        if (!looks_stamped(ink, o, whole ? 0.012 : 0.06) || line < (coloured || whole ? 0.5 : 0.78)) continue;
        const double covered = whole ? c.covered : std::min(c.covered, line + 0.1);
        const double shown = std::clamp((covered - 0.3) / 0.5, 0.0, 1.0);
        o.confidence = shown * (coloured ? 0.99 : 0.75) * std::sqrt(std::min(1.0, c.inside + 0.1));
        out.push_back(o);
    }
    return out;
}

// What hangs together in the ink once near things are joined.
std::vector<Rect> clumps(const Grey& ink) {
    const PixPtr dark = bits(ink, 170);
    const int reach = std::max(3, int(std::max(ink.width, ink.height) / 110)) | 1;
    const PixPtr closed(pixCloseSafeBrick(nullptr, dark.get(), reach, reach));
    if (!closed) throw std::bad_alloc();
    return components(closed.get());
}

bool has_seals_size(const Rect& box, const Grey& view) {
    const double longer = std::max(box.width(), box.height()), shorter = std::min(box.width(), box.height());
    return longer <= 2 * most_radius(view) && shorter >= least_side(view) && longer <= 1.9 * shorter;
}

// The oval or the square that goes round a clump of ink, its confidence the share of the border that stands in ink.
std::optional<Outline> outline_of(const Grey& ink, const Rect& clump) {
    const Shape ellipse = ellipse_round(ink, clump), rectangle = rectangle_round(ink, clump);
    const bool square =
        rectangle.found && (!ellipse.found || rectangle.outline.confidence > ellipse.outline.confidence);
    if (!square && !ellipse.found) return std::nullopt;
    Outline o = square ? rectangle.outline : ellipse.outline;
    if (o.rx > 1.9 * o.ry || o.ry > 1.9 * o.rx) return std::nullopt;
    if (!square) {
        if (o.rx < least_radius(ink)) return std::nullopt;
        o.shape = o.rx > 1.12 * o.ry ? Seal::Shape::oval : Seal::Shape::round;
        if (o.shape == Seal::Shape::round) o.rx = o.ry = std::sqrt(o.rx * o.ry), o.turn = 0;
    }
    return o;
}

// Seals by the outline of their ink: oval and square ones, and round ones whose ring is worn.
std::vector<Outline> other_seals(const Grey& ink) {
    std::vector<Outline> out;
    for (const Rect& box : clumps(ink)) {
        if (!has_seals_size(box, ink)) continue;
        auto o = outline_of(ink, box);
        const bool square = o && o->shape == Seal::Shape::square;
        const double share = o ? o->confidence : 0, fill = o ? ink_between(ink, *o, 0, square ? 1.4 : 0.9) : 0;
        if (share < 0.66 || fill < 0.05 || fill > 0.65) continue;
        o->confidence = std::clamp((share - 0.3) / 0.5, 0.0, 1.0) * (square ? 0.9 : 0.97);
        out.push_back(*o);
    }
    return out;
}

// One thing that hangs together, alone on a view of the page.
Grey alone(const Grey& view, Pix* thing, const Rect& box) {
    Grey out(view.width, view.height);
    const Grey mask = from_bits(thing);
    for (int y = 0; y < box.height(); ++y)
        for (int x = 0; x < box.width(); ++x)
            if (mask.at(x, y) == 0) out.row(box.top + y)[box.left + x] = 0;
    return out;
}

// What is dark, but for rules longer than any seal, which a ring that crosses them would hang on.
PixPtr without_long_lines(const Grey& view) {
    PixPtr dark = bits(view, 170);
    const int length = int(40 * millimetre(view));
    const PixPtr level(pixOpenBrick(nullptr, dark.get(), length, 1)),
        upright(pixOpenBrick(nullptr, dark.get(), 1, length));
    if (!level || !upright) throw std::bad_alloc();
    pixSubtract(dark.get(), dark.get(), level.get());
    pixSubtract(dark.get(), dark.get(), upright.get());
    return dark;
}

// Oval and square seals in a page without colour. Their ring or frame is a line that hangs together and is far larger
// than any character; words that it runs across hang on it, and are outliers of its outline.
std::vector<Outline> framed_seals(const Grey& ink) {
    const PixPtr dark = without_long_lines(ink);
    Pixa* parts = nullptr;
    Boxa* boxes = pixConnComp(dark.get(), &parts, 8);
    const std::unique_ptr<Boxa, void (*)(Boxa*)> held(boxes, [](Boxa* b) { boxaDestroy(&b); });
    const std::unique_ptr<Pixa, void (*)(Pixa*)> kept(parts, [](Pixa* p) { pixaDestroy(&p); });
    if (!boxes || !parts) throw std::bad_alloc();
    std::vector<Outline> out;
    for (int i = 0; i < boxaGetCount(boxes); ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const Rect box{x, y, x + w, y + h};
        if (!has_seals_size(box, ink)) continue;
        const PixPtr part(pixaGetPix(parts, i, L_CLONE));
        auto o = outline_of(alone(ink, part.get(), box), box);
        if (!o || o->confidence < kFrameShown) continue;
        const bool square = o->shape == Seal::Shape::square;
        // An empty frame is a box to be filled in; in a seal's there are characters, as large as will go in.
        if (square) {
            const double fill = ink_between(ink, *o, 0, 1.2, kLettersInk);
            if (fill < kLeastInSquare || fill > 0.65) continue;
        } else if (!looks_stamped(ink, *o, 0.05, kLettersInk)) {
            continue;
        }
        o->coloured = false;
        o->confidence = std::clamp((o->confidence - 0.3) / 0.6, 0.0, 1.0) * (square ? 0.6 : 0.75);
        out.push_back(*o);
    }
    return out;
}

// Least squares (Kåsa 1976) through the middle of the ring as it is seen in each direction.
void refit(Outline& o, const Grey& ink) {
    for (double reach : {0.08, 0.04}) {
        double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, sxz = 0, syz = 0, sz = 0;
        for (int i = 0; i < 240; ++i) {
            const double c = std::cos(i * M_PI / 120), s = std::sin(i * M_PI / 120);
            double weight = 0, moment = 0, outermost = 0;
            for (double r = (1 + reach) * o.rx; r > (1 - reach) * o.rx; r -= 0.5) {
                const int dark = 200 - ink.seen(int(std::lround(o.cx + c * r)), int(std::lround(o.cy + s * r)));
                if (dark <= 0) {
                    if (weight > 300) break; // inwards of the ring: letters
                    continue;
                }
                if (outermost == 0) outermost = r;
                if (outermost - r > 0.06 * o.rx) break;
                weight += dark, moment += dark * r;
            }
            if (weight < 300) continue;
            const double x = c * moment / weight, y = s * moment / weight, z = x * x + y * y;
            n += 1, sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y, sxz += x * z, syz += y * z, sz += z;
        }
        if (n < 100) return;
        const double a = sxx - sx * sx / n, b = sxy - sx * sy / n, d = syy - sy * sy / n;
        const double p = (sxz - sx * sz / n) / 2, q = (syz - sy * sz / n) / 2, det = a * d - b * b;
        if (std::abs(det) < 1e-6) return;
        const double x = (p * d - q * b) / det, y = (a * q - b * p) / det;
        const double r = std::sqrt(std::max(1.0, (sz - 2 * x * sx - 2 * y * sy) / n + x * x + y * y));
        if (std::hypot(x, y) > 0.1 * o.rx || std::abs(r - o.rx) > 0.1 * o.rx) return;
        o.cx += x, o.cy += y, o.rx = o.ry = r;
    }
}

// The page's ink whatever its colour, on paper of one brightness.
Grey any_ink(const Picture& page, const Grey* words, double scale) {
    return words ? scaled(*words, scale) : evened(scaled(page.plane(1), scale));
}

// An outline found on a view, in the page's own pixels and fitted to its ring there.
Outline on_page(Outline o, const Picture& page, const Grey* words, double scale) {
    o.cx = (o.cx + 0.5) / scale - 0.5, o.cy = (o.cy + 0.5) / scale - 0.5;
    o.rx /= scale, o.ry /= scale;
    if (o.shape != Seal::Shape::round) return o;
    const Rect part = within(o.box().grown(int(0.1 * o.rx)), page.red);
    Outline here = o.seen_from(part);
    refit(here, o.coloured ? strengthened(red_ink(part_of(page, part)), 0.03) : crop(words ? *words : page.red, part));
    return here.seen_from({-part.left, -part.top, 0, 0});
}

std::vector<Outline> red_seals(const Picture& page, double scale) {
    if (!page.has_colour()) return {};
    const Grey ink = strengthened(red_view(page, scale), 1.0 / 400);
    if (std::count_if(ink.pixels.begin(), ink.pixels.end(), [](auto v) { return v < 190; }) <= 60) return {};
    auto found = round_seals(ink, true);
    const auto others = other_seals(ink);
    found.insert(found.end(), others.begin(), others.end());
    return without_parts(std::move(found));
}

// Without colour, by shape: rings in what is left of the page without its rules. A frame's sides, and an oval where it
// runs level, are taken for rules: they are looked for in the page as it is. A page in colour shows its seals in red.
std::vector<Outline> grey_seals(const Picture& page, const Grey* words, double scale) {
    auto found = round_seals(any_ink(page, words, scale), false);
    if (page.coloured) return found;
    const auto framed = framed_seals(any_ink(page, nullptr, scale));
    // Strokes of characters within a frame lie on many a circle, but on hardly a whole one.
    std::erase_if(found, [&](const Outline& o) {
        return o.confidence < kWholeRing && std::any_of(framed.begin(), framed.end(), [&](const Outline& f) {
                   return f.shape == Seal::Shape::square && std::hypot(o.cx - f.cx, o.cy - f.cy) < 0.4 * f.rx;
               });
    });
    found.insert(found.end(), framed.begin(), framed.end());
    return found;
}

} // namespace

std::vector<Outline> find_seals(const Picture& page, const Grey* words) {
    const double scale = std::min(1.0, kViewLength / std::max(page.width(), page.height()));
    auto found = red_seals(page, scale);
    if (found.empty()) found = without_parts(grey_seals(page, words, scale));
    for (Outline& o : found)
        o = on_page(o, page, words, scale);
    return found;
}

} // namespace shenbao::seal
