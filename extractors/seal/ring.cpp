#include "extractors/seal/ring.h"

#include "extractors/seal/vote.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cmath>

namespace shenbao::seal {

using namespace picture;

namespace {

// Ink by degree within the band of letters, clockwise from the bottom.
std::vector<double> ink_by_degree(const Grey& ink, const Outline& seal, double inner, double outer) {
    std::vector<double> out(360, 0);
    for (int d = 0; d < 360; ++d) {
        int n = 0;
        for (double sub : {0.0, 0.5})
            for (double r = inner; r < outer; r += 0.01) {
                const double a = (d + sub) * M_PI / 180;
                const int x = int(std::lround(seal.cx - std::sin(a) * r * seal.rx));
                const int y = int(std::lround(seal.cy + std::cos(a) * r * seal.ry));
                n += 1, out[d] += ink.seen(x, y) < 160;
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
            const double a = (arc.start + d) * M_PI / 180, r = 0.40 + i * 0.01;
            dark[i] += ink.seen(int(std::lround(seal.cx - std::sin(a) * r * seal.rx)),
                                int(std::lround(seal.cy + std::cos(a) * r * seal.ry))) < 160;
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

} // namespace

Grey unrolled(const Grey& ink, const Outline& seal, double inner, double outer, double start, double sweep, int height,
              double stretch) {
    const double middle = (inner + outer) / 2 * (seal.rx + seal.ry) / 2,
                 depth = (outer - inner) * (seal.rx + seal.ry) / 2;
    const double scale = height / depth;
    const int width = std::clamp(int(sweep * M_PI / 180 * middle * scale * stretch), 1, 6000);
    Grey out(width, height);
    for (int x = 0; x < width; ++x) {
        const double a = (start + sweep * (x + 0.5) / width) * M_PI / 180;
        for (int y = 0; y < height; ++y) {
            const double r = outer - (outer - inner) * (y + 0.5) / height;
            const double u = seal.cx - std::sin(a) * r * seal.rx, v = seal.cy + std::cos(a) * r * seal.ry;
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

Text read_ring(const Grey& ink, const Outline& seal) {
    const auto rough = ink_by_degree(ink, seal, 0.66, 0.88);
    const Band band = band_of(ink, seal, arc_of(rough));
    const Arc arc = arc_of(ink_by_degree(ink, seal, band.inner + 0.02, band.outer - 0.02));
    if (arc.sweep <= 0) return {{}, 0, {}};
    const double start = arc.start - 3, sweep = std::min(360.0, arc.sweep + 6), depth = band.outer - band.inner;
    struct Way {
        double margin; // inside and outside the letters, as a share of their height
        double blur;
        double stretch;
        int black;
        bool raw;
        const char* by;
    };
    std::vector<ocr::Spoken> readings;
    for (const Way& way : {Way{0.1, 0.0, 1.0, 40, false, "/ring"}, Way{0.08, 0.8, 1.12, 60, true, "/ring wide"},
                           Way{0.16, 0.6, 1.0, 90, true, "/ring soft"}, Way{0.1, 0.6, 0.88, 60, false, "/ring narrow"},
                           Way{0.05, 0.0, 1.3, 20, true, "/ring wider"}}) {
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
    }
    std::vector<ocr::Spoken> votes;
    for (const ocr::Spoken& reading : readings)
        votes.push_back(with_lawful_ending(reading));
    return ocr::voted(votes, readings);
}

} // namespace shenbao::seal
