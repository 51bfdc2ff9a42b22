#include "extractors/seal/shapes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace shenbao::seal {

using picture::Grey;
using picture::Rect;

namespace {

constexpr int kDirections = 120;
constexpr int dark = 170;

struct Point {
    double x = 0, y = 0;
};

// The outermost ink in each direction from the middle of the clump.
std::vector<Point> border_of(const Grey& ink, const Rect& clump) {
    const double cx = (clump.left + clump.right - 1) / 2.0, cy = (clump.top + clump.bottom - 1) / 2.0;
    const double most = std::hypot(clump.width(), clump.height()) / 2 + 2;
    std::vector<Point> out;
    for (int i = 0; i < kDirections; ++i) {
        const double a = 2 * M_PI * i / kDirections, c = std::cos(a), s = std::sin(a);
        for (double r = most; r > 0.3 * most; r -= 0.5) {
            const int x = int(std::lround(cx + c * r)), y = int(std::lround(cy + s * r));
            if (x < clump.left || x >= clump.right || y < clump.top || y >= clump.bottom || ink.seen(x, y) >= dark)
                continue;
            out.push_back({cx + c * r, cy + s * r});
            break;
        }
    }
    return out;
}

// A x² + B xy + C y² + D x + E y = 1 by least squares: the normal equations, solved by elimination.
std::optional<std::array<double, 5>> conic_through(const std::vector<Point>& points) {
    double m[5][6] = {};
    for (const Point& p : points) {
        const double row[5] = {p.x * p.x, p.x * p.y, p.y * p.y, p.x, p.y};
        for (int i = 0; i < 5; ++i) {
            for (int j = 0; j < 5; ++j)
                m[i][j] += row[i] * row[j];
            m[i][5] += row[i];
        }
    }
    for (int i = 0; i < 5; ++i) {
        int pivot = i;
        for (int j = i + 1; j < 5; ++j)
            if (std::abs(m[j][i]) > std::abs(m[pivot][i])) pivot = j;
        if (std::abs(m[pivot][i]) < 1e-9) return {};
        std::swap(m[i], m[pivot]);
        for (int j = 0; j < 5; ++j) {
            const double f = j == i ? 0 : m[j][i] / m[i][i];
            for (int k = i; k < 6 && f != 0; ++k)
                m[j][k] -= f * m[i][k];
        }
    }
    return std::array{m[0][5] / m[0][0], m[1][5] / m[1][1], m[2][5] / m[2][2], m[3][5] / m[3][3], m[4][5] / m[4][4]};
}

// Middle, half axes and turn of a conic that is an ellipse.
std::optional<Outline> ellipse_of(const std::array<double, 5>& k) {
    const auto [a, b, c, d, e] = k;
    const double det = 4 * a * c - b * b;
    if (det <= 0) return {};
    Outline o;
    o.cx = (b * e - 2 * c * d) / det, o.cy = (b * d - 2 * a * e) / det;
    const double at = 1 + a * o.cx * o.cx + b * o.cx * o.cy + c * o.cy * o.cy;
    const double turn = 0.5 * std::atan2(b, a - c), cs = std::cos(turn), sn = std::sin(turn);
    const double along = a * cs * cs + b * cs * sn + c * sn * sn, across = a * sn * sn - b * cs * sn + c * cs * cs;
    if (at / along <= 0 || at / across <= 0) return {};
    o.rx = std::sqrt(at / along), o.ry = std::sqrt(at / across), o.turn = turn * 180 / M_PI;
    if (o.rx < o.ry) std::swap(o.rx, o.ry), o.turn += 90;
    while (o.turn > 90)
        o.turn -= 180;
    while (o.turn <= -90)
        o.turn += 180;
    return o;
}

// How far out of an outline a point lies: 1 is on it.
double reach_in(const Outline& o, double x, double y) {
    const double t = o.turn * M_PI / 180, dx = x - o.cx, dy = y - o.cy;
    return std::hypot((dx * std::cos(t) + dy * std::sin(t)) / o.rx, (dy * std::cos(t) - dx * std::sin(t)) / o.ry);
}

double slack_of(const Outline& o) { return std::max(2.0, 0.05 * std::min(o.rx, o.ry)) / std::min(o.rx, o.ry); }

} // namespace

Shape ellipse_round(const Grey& ink, const Rect& clump) {
    Shape out;
    auto points = border_of(ink, clump);
    const double mx = (clump.left + clump.right) / 2.0, my = (clump.top + clump.bottom) / 2.0;
    const double size = std::max(clump.width(), clump.height()) / 2.0;
    for (Point& p : points) // near 1, for the sake of the sums
        p = {(p.x - mx) / size + 2, (p.y - my) / size + 2};
    std::optional<Outline> fit;
    for (double near : {0.2, 0.1, 0.06}) {
        if (points.size() < 30) return out;
        const auto conic = conic_through(points);
        fit = conic ? ellipse_of(*conic) : std::nullopt;
        if (!fit) return out;
        std::erase_if(points, [&](const Point& p) { return std::abs(reach_in(*fit, p.x, p.y) - 1) > near; });
    }
    out.outline = *fit;
    out.outline.rx *= size, out.outline.ry *= size;
    out.outline.cx = (fit->cx - 2) * size + mx, out.outline.cy = (fit->cy - 2) * size + my;
    const auto border = border_of(ink, clump);
    const double slack = slack_of(out.outline);
    const auto on = std::count_if(border.begin(), border.end(), [&](const Point& p) {
        return std::abs(reach_in(out.outline, p.x, p.y) - 1) < slack;
    });
    out.outline.confidence = double(on) / kDirections;
    out.found = true;
    return out;
}

namespace {

// Where the four sides lie along turned axes: the outermost near the middle of what is seen towards each of them, for
// words that hang on a side are seen instead of it here and there.
struct Sides {
    double left = 0, up = 0, right = 0, down = 0;
    bool found = false;

    explicit Sides(const std::vector<Point>& along) {
        std::vector<double> seen[4];
        for (const Point& p : along)
            seen[std::abs(p.x) > std::abs(p.y) ? (p.x < 0 ? 0 : 2) : (p.y < 0 ? 1 : 3)].push_back(
                std::abs(p.x) > std::abs(p.y) ? p.x : p.y);
        double* sides[] = {&left, &up, &right, &down};
        for (int i = 0; i < 4; ++i) {
            if (seen[i].size() < kDirections / 20) return;
            const auto middle = seen[i].begin() + std::ptrdiff_t(seen[i].size() / 2);
            std::nth_element(seen[i].begin(), middle, seen[i].end());
            const double usual = *middle, slack = std::max(1.6, 0.06 * std::abs(usual));
            double& side = *sides[i] = usual;
            for (const double at : seen[i])
                if (std::abs(at - usual) < slack) side = i < 2 ? std::min(side, at) : std::max(side, at);
        }
        found = right > left && down > up;
    }
    bool near(const Point& p, double slack) const {
        const bool within = p.x > left - slack && p.x < right + slack && p.y > up - slack && p.y < down + slack;
        return within && std::min({p.x - left, right - p.x, p.y - up, down - p.y}) < slack;
    }
};

} // namespace

Shape rectangle_round(const Grey& ink, const Rect& clump) {
    Shape out;
    const auto border = border_of(ink, clump);
    if (border.size() < kDirections / 2) return out;
    const double mx = (clump.left + clump.right - 1) / 2.0, my = (clump.top + clump.bottom - 1) / 2.0;
    for (int degrees = -44; degrees <= 45; degrees += 2) {
        const double t = degrees * M_PI / 180, c = std::cos(t), s = std::sin(t);
        std::vector<Point> along;
        for (const Point& p : border)
            along.push_back({c * (p.x - mx) + s * (p.y - my), c * (p.y - my) - s * (p.x - mx)});
        const Sides sides(along);
        if (!sides.found) continue;
        const double slack = std::max(1.6, 0.05 * std::min(sides.right - sides.left, sides.down - sides.up));
        const auto on = std::count_if(along.begin(), along.end(), [&](const Point& p) { return sides.near(p, slack); });
        const double share = double(on) / kDirections;
        if (out.found && share <= out.outline.confidence) continue;
        const double x = (sides.left + sides.right) / 2, y = (sides.up + sides.down) / 2;
        out.outline = {mx + c * x - s * y,
                       my + s * x + c * y,
                       (sides.right - sides.left) / 2,
                       (sides.down - sides.up) / 2,
                       Seal::Shape::square,
                       true,
                       share,
                       double(degrees)};
        out.found = true;
    }
    return out;
}

} // namespace shenbao::seal
