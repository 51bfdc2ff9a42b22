// Projective maps, and pictures taken through them.
#include "extractors/seal/picture.h"
#include "extractors/seal/slant.h"

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

constexpr int kMostPlanes = 3;

// Planes of one picture, taken from their sources alike: where from and with what weights is found once for all.
struct Planes {
    std::array<const Grey*, kMostPlanes> from{};
    std::array<Grey*, kMostPlanes> to{};
    int count = 0;
    void add(const Grey& source, Grey& target) { from[count] = &source, to[count] = &target, ++count; }
};

std::uint8_t rounded(int sum) { return std::uint8_t(std::clamp((sum + 32768) >> 16, 0, 255)); }

// The 4 × 4 pixels from `p` on, weighed.
std::uint8_t inner_sample(const std::uint8_t* p, std::size_t stride, const std::array<int, 4>& wx,
                          const std::array<int, 4>& wy) {
    int sum = 0;
    for (int j = 0; j < 4; ++j, p += stride)
        sum += wy[j] * (wx[0] * p[0] + wx[1] * p[1] + wx[2] * p[2] + wx[3] * p[3]);
    return rounded(sum);
}

// The same near the picture's edge, whose pixels are thought to go on outside.
std::uint8_t edge_sample(const Grey& source, int u, int v, const std::array<int, 4>& wx, const std::array<int, 4>& wy) {
    int sum = 0;
    for (int j = 0; j < 4; ++j) {
        int line = 0;
        const std::uint8_t* row = source.row(std::clamp(v + j - 1, 0, source.height - 1));
        for (int i = 0; i < 4; ++i)
            line += wx[i] * row[std::clamp(u + i - 1, 0, source.width - 1)];
        sum += wy[j] * line;
    }
    return rounded(sum);
}

void sample(const Planes& planes, double x, double y, int to_x, int to_y) {
    const Grey& first = *planes.from[0];
    if (!(x > -1 && y > -1 && x < first.width && y < first.height)) return; // outside
    const int u = int(x + 1) - 1, v = int(y + 1) - 1;
    const auto& wx = cubic.of[int((x - u) * 256)];
    const auto& wy = cubic.of[int((y - v) * 256)];
    const bool inner = u >= 1 && v >= 1 && u + 2 < first.width && v + 2 < first.height;
    const std::size_t stride = std::size_t(first.width);
    for (int i = 0; i < planes.count; ++i)
        planes.to[i]->row(to_y)[to_x] = inner ? inner_sample(planes.from[i]->row(v - 1) + u - 1, stride, wx, wy)
                                              : edge_sample(*planes.from[i], u, v, wx, wy);
}

void warp(const Planes& planes, const Map& map) {
    if (is_slant(map)) {
        for (int i = 0; i < planes.count; ++i)
            slanted(*planes.from[i], map, *planes.to[i]);
        return;
    }
    const Grey& target = *planes.to[0];
    const auto& m = map.m;
    const bool affine = m[6] == 0 && m[7] == 0;
    for (int y = 0; y < target.height; ++y) {
        const double nx = m[1] * y + m[2], ny = m[4] * y + m[5], nw = m[7] * y + m[8];
        if (affine) {
            const double s = std::abs(nw) < 1e-12 ? 0 : 1 / nw;
            for (int x = 0; x < target.width; ++x)
                sample(planes, (m[0] * x + nx) * s, (m[3] * x + ny) * s, x, y);
        } else {
            for (int x = 0; x < target.width; ++x) {
                const double w = m[6] * x + nw, s = std::abs(w) < 1e-12 ? 0 : 1 / w;
                sample(planes, (m[0] * x + nx) * s, (m[3] * x + ny) * s, x, y);
            }
        }
    }
}

// For each pixel of a line the first of its four neighbours in the line it is taken from, and their weights.
struct Taps {
    std::vector<int> first;
    std::vector<std::array<int, 4>> weights;
    Taps(int from, int to) : first(to), weights(to) {
        for (int i = 0; i < to; ++i) {
            const double at = std::max(0.0, (i + 0.5) * from / to - 0.5);
            first[i] = int(at) - 1;
            weights[i] = cubic.of[int((at - int(at)) * 256)];
        }
    }
};

} // namespace

Grey resized(const Grey& source, int w, int h) {
    Grey out(w, h);
    if (source.empty()) return out;
    const Taps across(source.width, w), down(source.height, h);
    std::vector<int> line(std::size_t(source.width) + 4); // two pixels more at either end, as the edge is
    for (int y = 0; y < h; ++y) {
        const auto& wy = down.weights[y];
        std::array<const std::uint8_t*, 4> rows{};
        for (int j = 0; j < 4; ++j)
            rows[j] = source.row(std::clamp(down.first[y] + j, 0, source.height - 1));
        for (int x = 0; x < source.width; ++x)
            line[x + 2] = wy[0] * rows[0][x] + wy[1] * rows[1][x] + wy[2] * rows[2][x] + wy[3] * rows[3][x];
        line[0] = line[1] = line[2];
        line[source.width + 2] = line[source.width + 3] = line[source.width + 1];
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < w; ++x) {
            const int* p = line.data() + across.first[x] + 2;
            const auto& wx = across.weights[x];
            to[x] = rounded(wx[0] * p[0] + wx[1] * p[1] + wx[2] * p[2] + wx[3] * p[3]);
        }
    }
    return out;
}

Grey warp(const Grey& source, const Map& map, int w, int h, std::uint8_t outside) {
    Grey out(w, h, outside);
    if (source.empty()) return out;
    Planes planes;
    planes.add(source, out);
    warp(planes, map);
    return out;
}

Picture warp(const Picture& source, const Map& map, int w, int h) {
    Picture out;
    out.coloured = source.coloured;
    out.damaged = source.damaged;
    out.red = Grey(w, h);
    if (source.red.empty()) return out;
    Planes planes;
    planes.add(source.red, out.red);
    if (source.has_colour()) {
        out.green = Grey(w, h), out.blue = Grey(w, h);
        planes.add(source.green, out.green), planes.add(source.blue, out.blue);
    }
    warp(planes, map);
    return out;
}

} // namespace shenbao::picture
