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

Text read_ring(const Grey& ink, const Outline& seal) {
    const auto profile = ink_by_degree(ink, seal, 0.66, 0.88);
    const Arc arc = arc_of(profile);
    if (arc.sweep <= 0) return {{}, 0, {}};
    const double start = arc.start - 4, sweep = std::min(360.0, arc.sweep + 8);
    std::vector<ocr::Spoken> readings;
    struct Way {
        double inner, outer;
        int height;
        double stretch;
        bool raw;
        const char* by;
    };
    for (const Way& way :
         {Way{0.6, 0.93, 44, 1.15, false, "/ring"}, Way{0.63, 0.92, 40, 1.3, true, "/ring raw"},
          Way{0.58, 0.94, 48, 1.0, false, "/ring narrow"}, Way{0.62, 0.925, 36, 1.4, false, "/ring wide"}}) {
        const Grey strip = framed(unrolled(ink, seal, way.inner, way.outer, start, sweep, way.height, way.stretch), 8);
        readings.push_back(ocr::read_line(strip, ocr::Alphabet::chinese, way.raw));
        readings.back().by += way.by;
    }
    return ocr::voted(readings);
}

} // namespace shenbao::seal
