// Projective maps, and pictures taken through them.
#include "extractors/seal/picture.h"

#include <algorithm>
#include <cmath>

namespace shenbao::picture {

std::array<double, 2> Map::operator()(double x, double y) const {
    const double w = m[6] * x + m[7] * y + m[8];
    const double s = std::abs(w) < 1e-12 ? 0 : 1 / w;
    return {(m[0] * x + m[1] * y + m[2]) * s, (m[3] * x + m[4] * y + m[5]) * s};
}

Map Map::after(const Map& inner) const {
    Map out;
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j) {
            out.m[i * 3 + j] = 0;
            for (int k = 0; k < 3; ++k)
                out.m[i * 3 + j] += m[i * 3 + k] * inner.m[k * 3 + j];
        }
    return out;
}

Map scaling(double sx, double sy) { return {{sx, 0, 0, 0, sy, 0, 0, 0, 1}}; }
Map shift(double dx, double dy) { return {{1, 0, dx, 0, 1, dy, 0, 0, 1}}; }

Map rotation(double degrees, double cx, double cy) {
    const double a = degrees * M_PI / 180, c = std::cos(a), s = std::sin(a);
    return shift(cx, cy).after({{c, -s, 0, s, c, 0, 0, 0, 1}}).after(shift(-cx, -cy));
}

// The unit square's corners to a quadrangle (Heckbert 1989), with the rectangle's size taken out first.
Map to_corners(double w, double h, const std::array<std::array<double, 2>, 4>& q) {
    const double dx1 = q[1][0] - q[2][0], dx2 = q[3][0] - q[2][0], sx = q[0][0] - q[1][0] + q[2][0] - q[3][0];
    const double dy1 = q[1][1] - q[2][1], dy2 = q[3][1] - q[2][1], sy = q[0][1] - q[1][1] + q[2][1] - q[3][1];
    const double det = dx1 * dy2 - dx2 * dy1;
    const double g = det == 0 ? 0 : (sx * dy2 - dx2 * sy) / det, k = det == 0 ? 0 : (dx1 * sy - sx * dy1) / det;
    const Map unit{{q[1][0] - q[0][0] + g * q[1][0], q[3][0] - q[0][0] + k * q[3][0], q[0][0],
                    q[1][1] - q[0][1] + g * q[1][1], q[3][1] - q[0][1] + k * q[3][1], q[0][1], g, k, 1}};
    return unit.after(scaling(1 / w, 1 / h));
}

namespace {

// Weights of the four neighbours of a place `t` (0 to 1) between the middle two: Keys' cubic, a = -0.5, in 1/256.
struct CubicWeights {
    std::array<std::array<int, 4>, 257> of{};
    CubicWeights() {
        for (int i = 0; i <= 256; ++i) {
            const double t = i / 256.0, t2 = t * t, t3 = t2 * t;
            const std::array<double, 4> w{-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1,
                                          -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2};
            for (int j = 0; j < 4; ++j)
                of[i][j] = int(std::lround(w[j] * 256));
        }
    }
};
const CubicWeights cubic;

std::uint8_t sample(const Grey& source, double x, double y, std::uint8_t outside) {
    if (!(x > -1 && y > -1 && x < source.width && y < source.height)) return outside;
    const int u = int(std::floor(x)), v = int(std::floor(y));
    const auto& wx = cubic.of[int((x - u) * 256)];
    const auto& wy = cubic.of[int((y - v) * 256)];
    const bool inner = u >= 1 && v >= 1 && u + 2 < source.width && v + 2 < source.height;
    int sum = 0;
    for (int j = 0; j < 4; ++j) {
        int line = 0;
        const int yy = inner ? v + j - 1 : std::clamp(v + j - 1, 0, source.height - 1);
        const std::uint8_t* row = source.row(yy);
        for (int i = 0; i < 4; ++i)
            line += wx[i] * row[inner ? u + i - 1 : std::clamp(u + i - 1, 0, source.width - 1)];
        sum += wy[j] * line;
    }
    return std::uint8_t(std::clamp((sum + 32768) >> 16, 0, 255));
}

} // namespace

Grey warp(const Grey& source, const Map& map, int w, int h, std::uint8_t outside) {
    Grey out(w, h, outside);
    if (source.empty()) return out;
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
            const auto [u, v] = map(x, y);
            out.row(y)[x] = sample(source, u, v, outside);
        }
    return out;
}

Picture warp(const Picture& source, const Map& map, int w, int h) {
    Picture out;
    out.coloured = source.coloured;
    out.damaged = source.damaged;
    out.red = warp(source.red, map, w, h);
    if (source.has_colour()) out.green = warp(source.green, map, w, h), out.blue = warp(source.blue, map, w, h);
    return out;
}

} // namespace shenbao::picture
