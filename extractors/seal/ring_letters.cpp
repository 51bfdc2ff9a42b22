#include "extractors/seal/ring_letters.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shenbao::seal {

using namespace picture;

namespace {

struct Place {
    double x = 0, y = 0;
};

// A place in a seal: at an angle clockwise from its bottom (radians; on ovals the eccentric one), at a share of the way
// from the middle to the outline. On ovals the way goes square to the outline, as letters stand.
Place place_in(const Outline& seal, double angle, double share) {
    const double s = std::sin(angle), c = std::cos(angle);
    const double nx = -s / seal.rx, ny = c / seal.ry, in = (1 - share) * (seal.rx + seal.ry) / 2 / std::hypot(nx, ny);
    const double x = -s * seal.rx - nx * in, y = c * seal.ry - ny * in;
    if (seal.turn == 0) return {seal.cx + x, seal.cy + y};
    const double t = seal.turn * M_PI / 180;
    return {seal.cx + x * std::cos(t) - y * std::sin(t), seal.cy + x * std::sin(t) + y * std::cos(t)};
}

int ink_at(const Grey& ink, const Place& at) { return ink.seen(int(std::lround(at.x)), int(std::lround(at.y))); }

// Ink by degree within the band of letters, clockwise from the bottom.
std::vector<double> ink_by_degree(const Grey& ink, const Outline& seal, double inner, double outer) {
    std::vector<double> out(360, 0);
    for (int d = 0; d < 360; ++d) {
        int n = 0;
        for (double sub : {0.0, 0.5})
            for (double r = inner; r < outer; r += 0.01) {
                n += 1, out[d] += ink_at(ink, place_in(seal, (d + sub) * M_PI / 180, r)) < 160;
            }
        out[d] /= n;
    }
    return out;
}

// The letters' arc: the ring without its widest gap. None where hardly anything stands in the band.
Arc arc_of(const std::vector<double>& ink) {
    std::vector<bool> filled(360);
    int all = 0;
    for (int d = 0; d < 360; ++d)
        filled[d] = ink[d] > 0.06, all += filled[d];
    if (all < 40) return {};
    int best = 0, best_end = 0, run = 0;
    for (int d = 0; d < 720; ++d) {
        run = filled[d % 360] ? 0 : run + 1;
        if (run > best && run <= 360) best = run, best_end = d;
    }
    if (best < 6) return {0, 360};
    return {double((best_end + 1) % 360), double(360 - best)};
}

Band band_of(const Grey& ink, const Outline& seal, const Arc& arc) {
    constexpr int kSteps = 66; // of a hundredth, from 0.40 outwards
    std::vector<double> dark(kSteps, 0);
    for (int i = 0; i < kSteps; ++i) {
        int n = 0;
        for (double d = 0; d < arc.sweep; d += 0.5) {
            dark[i] += ink_at(ink, place_in(seal, (arc.start + d) * M_PI / 180, 0.40 + i * 0.01)) < 160;
            ++n;
        }
        dark[i] /= std::max(1, n);
    }
    auto index = [](double r) { return int(std::lround((r - 0.40) * 100)); };
    // From the middle of the letters outwards to the gap before the ring, and inwards to the blank round the star.
    auto outwards = [&] {
        int i = index(0.78);
        while (i < kSteps - 1 && dark[i] > 0.05 && dark[i] < 0.75)
            ++i;
        return i;
    };
    auto inwards = [&] {
        int i = index(0.78);
        while (i > 0 && dark[i] > 0.05)
            --i;
        return i;
    };
    Band out;
    const int end = outwards(), begin = inwards();
    const double outer = 0.40 + end * 0.01, inner = 0.40 + (begin + 1) * 0.01;
    if (outer > 0.84 && outer < 0.97) out.outer = outer;
    if (inner > 0.5 && inner < 0.75) out.inner = inner;
    int ring = end;
    while (ring < kSteps - 1 && dark[ring] < 0.3)
        ++ring;
    out.limit = std::clamp(0.40 + ring * 0.01 - 0.01, out.outer, 0.99);
    return out;
}

// Angles from `start` over `sweep` degrees, so that equal steps are equally long on the outline's middle line.
std::vector<double> even_steps(const Outline& seal, double share, double start, double sweep, int count) {
    constexpr int kParts = 360;
    std::vector<double> length(kParts + 1, 0), out(count);
    Place before = place_in(seal, start * M_PI / 180, share);
    for (int i = 1; i <= kParts; ++i) {
        const Place here = place_in(seal, (start + sweep * i / kParts) * M_PI / 180, share);
        length[i] = length[i - 1] + std::hypot(here.x - before.x, here.y - before.y);
        before = here;
    }
    int part = 1;
    for (int x = 0; x < count; ++x) {
        const double want = length[kParts] * (x + 0.5) / count;
        while (part < kParts && length[part] < want)
            ++part;
        const double step = std::max(1e-9, length[part] - length[part - 1]);
        out[x] = (start + sweep * (part - 1 + (want - length[part - 1]) / step) / kParts) * M_PI / 180;
    }
    return out;
}

double length_of(const Outline& seal, double share, double start, double sweep) {
    double sum = 0;
    Place before = place_in(seal, start * M_PI / 180, share);
    for (int i = 1; i <= 90; ++i) {
        const Place here = place_in(seal, (start + sweep * i / 90) * M_PI / 180, share);
        sum += std::hypot(here.x - before.x, here.y - before.y);
        before = here;
    }
    return sum;
}

std::uint8_t sampled(const Grey& ink, const Place& p) {
    const int i = int(std::floor(p.x)), j = int(std::floor(p.y));
    const double fx = p.x - i, fy = p.y - j;
    return std::uint8_t((1 - fy) * ((1 - fx) * ink.seen(i, j) + fx * ink.seen(i + 1, j)) +
                        fy * ((1 - fx) * ink.seen(i, j + 1) + fx * ink.seen(i + 1, j + 1)));
}

// Letters are seldom narrower than half their height, and never as wide as that on narrow steps.
constexpr double kLeastLetter = 0.5, kMostLetter = 1.05; // widths, in heights of the band
constexpr double kLeastStep = 0.62, kMostStep = 2.2;
constexpr int kFewest = 4, kMost = 32;

// How dark the band is along the arc, at even steps of its length: 0 to 1.
std::vector<double> ink_along(const Grey& ink, const Outline& seal, const Band& band, const Arc& arc, int count) {
    const auto angles = even_steps(seal, (band.inner + band.outer) / 2, arc.start, arc.sweep, count);
    std::vector<double> out(count, 0);
    for (int i = 0; i < count; ++i) {
        int n = 0;
        for (double r = band.inner + 0.01; r < band.outer - 0.01; r += 0.01, ++n)
            out[i] += 255 - ink_at(ink, place_in(seal, angles[i], r));
        out[i] /= 255.0 * std::max(1, n);
    }
    return out;
}

} // namespace

int ink_in_ring(const Grey& ink, const Outline& seal, double angle, double share) {
    return ink_at(ink, place_in(seal, angle, share));
}

Grey unrolled(const Grey& ink, const Outline& seal, double inner, double outer, double start, double sweep, int height,
              double stretch) {
    const double middle = (inner + outer) / 2, depth = (outer - inner) * (seal.rx + seal.ry) / 2;
    const int width = std::clamp(int(length_of(seal, middle, start, sweep) * height / depth * stretch), 1, 6000);
    const auto angles = even_steps(seal, middle, start, sweep, width);
    Grey out(width, height);
    for (int x = 0; x < width; ++x) {
        const Place outmost = place_in(seal, angles[x], outer), inmost = place_in(seal, angles[x], inner);
        for (int y = 0; y < height; ++y) {
            const double f = (y + 0.5) / height;
            out.row(y)[x] =
                sampled(ink, {outmost.x + (inmost.x - outmost.x) * f, outmost.y + (inmost.y - outmost.y) * f});
        }
    }
    return out;
}

namespace {

// The steps by which the letters of an arc are parted best; none where there are too few letters.
std::optional<Pitch> pitch_on(const Grey& ink, const Outline& seal, const Band& band, const Arc& arc) {
    const double depth = (band.outer - band.inner) * (seal.rx + seal.ry) / 2;
    const double length = length_of(seal, (band.inner + band.outer) / 2, arc.start, arc.sweep);
    const auto dark = ink_along(ink, seal, band, arc, std::max(1, int(arc.sweep * 2)));
    const double mean = std::accumulate(dark.begin(), dark.end(), 0.0) / double(dark.size());
    auto ink_near = [&](double share) {
        const int at = int(std::lround(share * double(dark.size()))), last = int(dark.size()) - 1;
        double sum = 0;
        for (int i = at - 1; i <= at + 1; ++i)
            sum += dark[std::clamp(i, 0, last)];
        return sum / 3;
    };
    std::optional<Pitch> best;
    double least = 0;
    for (int n = kFewest; n <= kMost && mean > 0; ++n)
        for (double wide = kLeastLetter; wide <= kMostLetter; wide += 0.05) {
            const double width = wide * depth / length, step = (1 - width) / (n - 1);
            const double in_heights = step * length / depth;
            if (in_heights < kLeastStep || in_heights > kMostStep || step < 0.98 * width) continue;
            double between = 0;
            for (int k = 0; k + 1 < n; ++k)
                between += ink_near(width / 2 + (k + 0.5) * step);
            between /= (n - 1) * mean;
            // Of two ways to part them that are as clear, the one into more: the other leaves letters in pairs.
            const double cost = between - 0.012 * n;
            if (!best || cost < least) least = cost, best = Pitch{n, width / 2, step, between};
        }
    return best;
}

// Ink of a whole ring, and how much of it lies within any stretch of it.
class RingInk {
  public:
    static constexpr int kAll = 720; // samples, evenly along the middle of the band

    RingInk(const Grey& ink, const Outline& seal, const Band& band) : sum_(2 * kAll + 2, 0) {
        constexpr double kMostInk = 0.5; // of a place; what is darker is a bar across, which is no letter
        const auto dark = ink_along(ink, seal, band, {0, 360}, kAll);
        for (int i = 0; i <= 2 * kAll; ++i)
            sum_[i + 1] = sum_[i] + std::min(kMostInk, dark[i % kAll]);
    }
    double all() const { return sum_[kAll]; }
    double between(double a, double b) const { return upto(b) - upto(a); } // 0 <= a <= b <= 2 * kAll

  private:
    double upto(double t) const {
        const int i = int(t);
        return sum_[i] + (t - i) * (sum_[i + 1] - sum_[i]);
    }
    std::vector<double> sum_;
};

struct Comb { // in samples of the ring
    int count = 0;
    double start = 0, step = 0, width = 0;
    double apart = 0, ink_between = 1; // how far ink on and off the letters differs (Otsu's measure)
};

// Text that runs through a seal fills its gaps: then arc and steps are found together, as the comb of letters whose
// ink differs most from all the rest of the ring's.
class CombSearch {
  public:
    CombSearch(const RingInk& ring, double height) : ring_(ring), height_(height) {}
    Comb best() const {
        Comb out;
        for (int n = kFewest; n <= kMost; ++n)
            if (const Comb comb = refined(rough(n)); comb.apart > out.apart) out = comb;
        return out;
    }

  private:
    static bool fits(const Comb& c) {
        return c.width > 0 && c.step >= c.width && (c.count - 1) * c.step + c.width <= 0.9 * RingInk::kAll;
    }
    void keep_better(Comb& best, Comb c) const {
        if (c.start < 0) c.start += RingInk::kAll;
        if (c.start >= RingInk::kAll) c.start -= RingInk::kAll;
        double on = 0;
        for (int k = 0; k < c.count; ++k)
            on += ring_.between(c.start + k * c.step, c.start + k * c.step + c.width);
        const double share = c.count * c.width / RingInk::kAll, rest = 1 - share;
        const double there = on / (c.count * c.width), elsewhere = (ring_.all() - on) / (RingInk::kAll * rest);
        c.apart = share * rest * (there - elsewhere) * (there - elsewhere), c.ink_between = elsewhere / there;
        if (there > elsewhere && c.apart > best.apart) best = c;
    }
    Comb rough(int n) const {
        Comb best;
        for (double wide = kLeastLetter; wide < kMostLetter; wide += 0.1)
            for (double step = std::max(1.02 * wide, kLeastStep); step <= kMostStep; step += 0.4 / n) {
                const Comb c{n, 0, step * height_, wide * height_};
                if (!fits(c)) break;
                for (int start = 0; start < RingInk::kAll; start += 4)
                    keep_better(best, {n, double(start), c.step, c.width});
            }
        return best;
    }
    Comb refined(const Comb& rough) const {
        Comb best = rough;
        for (double wide = -0.1; wide <= 0.11; wide += 0.05)
            for (double off = -0.3; off <= 0.31; off += 0.1)
                for (double move = -4; move <= 4; move += 1) {
                    const Comb c{rough.count, rough.start + move, rough.step + off * height_ / rough.count,
                                 rough.width + wide * height_};
                    if (rough.count > 0 && fits(c)) keep_better(best, c);
                }
        return best;
    }
    const RingInk& ring_;
    double height_;
};

void part_anew(const Grey& ink, const Outline& seal, RingLetters& letters) {
    const Band& band = letters.band;
    const double middle = (band.inner + band.outer) / 2, depth = (band.outer - band.inner) * (seal.rx + seal.ry) / 2;
    const RingInk ring(ink, seal, band);
    const Comb comb = CombSearch(ring, depth / length_of(seal, middle, 0, 360) * RingInk::kAll).best();
    if (comb.count == 0) return;
    const double sweep = (comb.count - 1) * comb.step + comb.width;
    const auto angles = even_steps(seal, middle, 0, 720, 2 * RingInk::kAll);
    auto degrees = [&](double at) { return angles[std::size_t(std::min(at, 2.0 * RingInk::kAll - 1))] * 180 / M_PI; };
    letters.arc = {degrees(comb.start), degrees(comb.start + sweep) - degrees(comb.start)};
    letters.pitch = Pitch{comb.count, comb.width / 2 / sweep, comb.step / sweep, comb.ink_between};
}

} // namespace

RingLetters letters_of(const Grey& ink, const Outline& seal) {
    constexpr double kClear = 0.2; // less ink than this between letters: they are parted as they stand
    RingLetters out;
    const auto rough = ink_by_degree(ink, seal, 0.66, 0.79); // a number below the middle stands further out
    out.band = band_of(ink, seal, arc_of(rough));
    const double middle = (out.band.inner + out.band.outer) / 2;
    out.arc = arc_of(ink_by_degree(ink, seal, out.band.inner + 0.02, middle + 0.02));
    if (out.arc.sweep <= 0) return out;
    out.pitch = pitch_on(ink, seal, out.band, out.arc);
    if (!out.pitch || out.pitch->ink_between > kClear) part_anew(ink, seal, out);
    return out;
}

namespace {

// One letter's tile: the axes it was engraved along, and the lines that part it from its neighbours.
struct Tile {
    Place middle, right, down; // unit vectors
    Place from[2], along[2];   // on the border before and after it, outermost first; towards the seal's middle

    Tile(const Outline& seal, const Band& band, double angle, double before, double after) {
        const Place outer = place_in(seal, angle, band.outer), inner = place_in(seal, angle, band.inner);
        const double size = std::hypot(inner.x - outer.x, inner.y - outer.y);
        middle = {(outer.x + inner.x) / 2, (outer.y + inner.y) / 2};
        down = {(inner.x - outer.x) / size, (inner.y - outer.y) / size};
        right = {down.y, -down.x};
        const double borders[2] = {before, after};
        for (int i = 0; i < 2; ++i) {
            from[i] = place_in(seal, borders[i], band.outer);
            const Place in = place_in(seal, borders[i], band.inner);
            along[i] = {in.x - from[i].x, in.y - from[i].y};
        }
    }
    Place at(double u, double v) const {
        return {middle.x + right.x * u + down.x * v, middle.y + right.y * u + down.y * v};
    }
    bool holds(const Place& p) const {
        auto side = [&](int i) { return along[i].x * (p.y - from[i].y) - along[i].y * (p.x - from[i].x); };
        return side(0) <= 0 && side(1) >= 0;
    }
};

} // namespace

Grey set_straight(const Grey& ink, const Outline& seal, const RingLetters& letters, int height, double margin,
                  double stretch) {
    if (!letters.pitch) return {};
    const Pitch& pitch = *letters.pitch;
    constexpr int kSteps = 1440;
    const Band& band = letters.band;
    const double middle = (band.inner + band.outer) / 2, depth = (band.outer - band.inner) * (seal.rx + seal.ry) / 2;
    const double length = length_of(seal, middle, letters.arc.start, letters.arc.sweep);
    const auto angles = even_steps(seal, middle, letters.arc.start, letters.arc.sweep, kSteps);
    const double each = (angles.back() - angles.front()) / (kSteps - 1);
    auto angle_at = [&](double share) { // beyond the arc's ends too
        const int i = int(std::lround(share * kSteps - 0.5));
        return i < 0         ? angles.front() + i * each
               : i >= kSteps ? angles.back() + (i - kSteps + 1) * each
                             : angles[std::size_t(i)];
    };
    const double unit = depth / height; // of the seal's pixels, to one of the strip
    const int wide = std::max(1, int(std::min(pitch.step * length, 1.15 * depth) / unit * stretch));
    Grey out(std::min(6000, wide * pitch.count), int(height * (1 + 2 * margin)));
    for (int k = 0; k < pitch.count; ++k) {
        const double at = pitch.first + k * pitch.step;
        const Tile tile(seal, band, angle_at(at), angle_at(at - pitch.step / 2), angle_at(at + pitch.step / 2));
        for (int y = 0; y < out.height; ++y)
            for (int x = 0; x < wide && k * wide + x < out.width; ++x) {
                const Place p = tile.at((x + 0.5 - wide / 2.0) * unit / stretch, (y + 0.5 - out.height / 2.0) * unit);
                if (seal.reach(p.x, p.y) < band.limit && tile.holds(p)) out.row(y)[k * wide + x] = sampled(ink, p);
            }
    }
    return out;
}

} // namespace shenbao::seal
