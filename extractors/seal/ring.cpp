#include "extractors/seal/ring.h"

#include "extractors/seal/vote.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <cmath>

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

struct Arc {
    double start = 0, sweep = 0; // degrees clockwise from the bottom
};

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

// Where letters stand between ring and middle, as shares of the outline's radii.
struct Band {
    double inner = 0.63, outer = 0.9;
    double limit = 0.96; // where the ring itself begins
};

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

} // namespace

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
            const double u = outmost.x + (inmost.x - outmost.x) * f, v = outmost.y + (inmost.y - outmost.y) * f;
            const int i = int(std::floor(u)), j = int(std::floor(v));
            const double fx = u - i, fy = v - j;
            out.row(y)[x] = std::uint8_t((1 - fy) * ((1 - fx) * ink.seen(i, j) + fx * ink.seen(i + 1, j)) +
                                         fy * ((1 - fx) * ink.seen(i, j + 1) + fx * ink.seen(i + 1, j + 1)));
        }
    }
    return out;
}

// Names of companies end in 有限公司 or 有限责任公司 by law (Company Law, article 8). The last characters of a ring are
// the most worn; where they are nearly that, they are taken for it.
ocr::Spoken with_lawful_ending(ocr::Spoken reading) {
    auto& line = reading.symbols;
    const auto gong = std::find_if(line.rbegin(), line.rend(), [](const ocr::Symbol& s) { return s.c == U'公'; });
    if (gong == line.rend()) return reading;
    const int at = int(line.rend() - gong) - 1, after = int(line.size()) - 1 - at;
    int have = -1;
    for (int i = at - 1; i >= std::max(0, at - 5); --i)
        if (line[i].c == U'有') have = i;
    if (have < 1 || after > 2 || at - have < 2) return reading;
    if (at - have > 3 && line[at - 1].c != U'任') return reading;
    const bool liable = line[at - 1].c == U'任' && at - have >= 3;
    const float sure = std::min(0.8F, std::min(line[have].sure, line[at].sure));
    line.resize(have);
    for (char32_t c : std::u32string_view(liable ? U"有限责任公司" : U"有限公司"))
        line.push_back({c, sure});
    return reading;
}

// Two ways as different as these do not make the same mistake with certainty.
bool agreed(const ocr::Spoken& a, const ocr::Spoken& b) {
    const auto sure = [](const ocr::Spoken& reading) {
        return reading.symbols.size() >= 6 && reading.confidence() > 0.93 &&
               std::all_of(reading.symbols.begin(), reading.symbols.end(),
                           [](const ocr::Symbol& s) { return s.c == U' ' || s.sure > 0.7F; });
    };
    return sure(a) && sure(b) && a.text() == b.text();
}

// Ink between ring and middle as strong as fresh ink is, however faint the seal.
Grey with_full_ink(Grey ink, const Outline& seal) {
    std::array<int, 256> count{};
    int n = 0;
    for (int d = 0; d < 360; ++d)
        for (double r = 0.66; r < 0.9; r += 0.02)
            ++count[ink_at(ink, place_in(seal, d * M_PI / 180, r))], ++n;
    int strong = 0, left = n / 14;
    while (strong < 246 && count[strong] < left)
        left -= count[strong++];
    if (strong < 70 || strong >= 246) return ink;
    for (std::uint8_t& v : ink.pixels)
        v = std::uint8_t(std::clamp(255 - (255 - v) * 205 / (255 - strong), 0, 255));
    return ink;
}

// Whether two ways read the same.
bool any_two_alike(const std::vector<ocr::Spoken>& readings) {
    for (std::size_t i = 0; i < readings.size(); ++i)
        for (std::size_t j = i + 1; j < readings.size(); ++j)
            if (readings[i].text() == readings[j].text()) return true;
    return false;
}

// One way of unrolling a ring.
struct Way {
    double margin; // inside and outside the letters, as a share of their height
    double blur;
    double stretch;
    int black; // ink as dark as this becomes black
    bool raw;
    const char* by;
};

Text read_ring(const Grey& seen, const Outline& seal) {
    const Grey ink = with_full_ink(seen, seal);
    const auto rough = ink_by_degree(ink, seal, 0.66, 0.79); // a number below the middle stands further out
    const Band band = band_of(ink, seal, arc_of(rough));
    const Arc arc = arc_of(ink_by_degree(ink, seal, band.inner + 0.02, (band.inner + band.outer) / 2 + 0.02));
    if (arc.sweep <= 0) return {{}, 0, {}};
    const double start = arc.start - 3, sweep = std::min(360.0, arc.sweep + 6), depth = band.outer - band.inner;
    std::vector<ocr::Spoken> readings;
    auto read = [&](const Way& way) {
        const double inner = band.inner - way.margin * depth,
                     outer = std::min(band.outer + way.margin * depth, band.limit);
        Grey strip = unrolled(ink, seal, inner, outer, start, sweep, int(40 * (1 + 2 * way.margin)), way.stretch);
        // Full ink on clean paper, as for lines.
        for (std::uint8_t& v : strip.pixels)
            v = std::uint8_t(std::clamp((v - way.black) * 255 / (215 - way.black), 0, 255));
        strip = framed(way.blur > 0 ? blurred(strip, way.blur) : strip, 8);
        readings.push_back(ocr::read_line(strip, ocr::Alphabet::chinese, way.raw));
        readings.back().by += way.by;
        readings.back() = ocr::tidied(std::move(readings.back()));
    };
    read({0.05, 0.7, 1.0, 20, false, "/ring soft"});
    read({0.05, 0.0, 0.85, 20, true, "/ring"});
    if (!agreed(readings[0], readings[1])) {
        read({0.2, 0.7, 0.85, 20, false, "/ring narrow"});
        if (!any_two_alike(readings)) {
            read({0.1, 0.0, 1.0, 40, false, "/ring sharp"});
            read({0.16, 0.6, 1.0, 90, true, "/ring faint"});
        }
    }
    std::vector<ocr::Spoken> votes;
    for (const ocr::Spoken& reading : readings)
        votes.push_back(with_lawful_ending(reading));
    Text out = ocr::voted(votes);
    // Every way is kept, those that say the same too: whose the seal is, is judged by how far they agree.
    if (!out.readings.empty()) out.readings.resize(1);
    for (const ocr::Spoken& reading : readings)
        if (!reading.symbols.empty())
            out.readings.push_back({text::nfc(reading.text()), reading.confidence(), reading.by});
    return out;
}

} // namespace shenbao::seal
