#include "extractors/seal/circles.h"

#include <algorithm>
#include <cmath>

namespace shenbao::seal {

using picture::Grey;

namespace {

struct Edge {
    float x, y, dx, dy; // direction of the gradient, length 1
};

std::vector<Edge> edges_of(const Grey& p) {
    std::vector<Edge> out;
    for (int y = 1; y + 1 < p.height; ++y)
        for (int x = 1; x + 1 < p.width; ++x) {
            const int gx = p.at(x + 1, y - 1) + 2 * p.at(x + 1, y) + p.at(x + 1, y + 1) - p.at(x - 1, y - 1) -
                           2 * p.at(x - 1, y) - p.at(x - 1, y + 1);
            const int gy = p.at(x - 1, y + 1) + 2 * p.at(x, y + 1) + p.at(x + 1, y + 1) - p.at(x - 1, y - 1) -
                           2 * p.at(x, y - 1) - p.at(x + 1, y - 1);
            const double size = std::hypot(gx, gy);
            if (size > 120) out.push_back({float(x), float(y), float(gx / size), float(gy / size)});
        }
    return out;
}

// Votes for centres, in cells of two pixels, with a margin for centres outside the page.
struct Votes {
    int margin, width, height;
    std::vector<std::uint16_t> count;
    Votes(const Grey& p, int m) : margin(m), width((p.width + 2 * m) / 2 + 1), height((p.height + 2 * m) / 2 + 1) {
        count.assign(std::size_t(width) * height, 0);
    }
    void add(double x, double y) {
        const int u = int((x + margin) / 2), v = int((y + margin) / 2);
        if (u < 0 || v < 0 || u >= width || v >= height) return;
        auto& n = count[std::size_t(v) * width + u];
        if (n < 65535) ++n;
    }
    int around(int u, int v) const {
        int sum = 0;
        for (int y = std::max(0, v - 1); y <= std::min(height - 1, v + 1); ++y)
            for (int x = std::max(0, u - 1); x <= std::min(width - 1, u + 1); ++x)
                sum += count[std::size_t(y) * width + x];
        return sum;
    }
};

// How much of a circle stands on edges that point to its centre.
Circle judged(const std::vector<Edge>& edges, const Grey& p, double cx, double cy, double r) {
    constexpr int kParts = 120;
    std::array<bool, kParts> seen{};
    for (const Edge& e : edges) {
        const double dx = e.x - cx, dy = e.y - cy, d = std::hypot(dx, dy);
        if (std::abs(d - r) > std::max(1.6, 0.012 * r) || d < 1) continue;
        if (std::abs(dx * e.dx + dy * e.dy) < 0.94 * d) continue;
        seen[int((std::atan2(dy, dx) + M_PI) / (2 * M_PI) * kParts) % kParts] = true;
    }
    int on = 0, n = 0;
    for (int i = 0; i < kParts; ++i) {
        const double a = (i + 0.5) / kParts * 2 * M_PI - M_PI, x = cx + r * std::cos(a), y = cy + r * std::sin(a);
        if (x < 1 || y < 1 || x >= p.width - 1 || y >= p.height - 1) continue;
        ++on, n += seen[i];
    }
    return {cx, cy, r, on > 0 ? double(n) / on : 0, double(on) / kParts};
}

// The radius most edges round a centre agree on, outermost of those nearly as good.
double radius_at(const std::vector<Edge>& edges, double cx, double cy, double least, double most) {
    std::vector<double> count(std::size_t(most) + 3, 0);
    for (const Edge& e : edges) {
        const double dx = e.x - cx, dy = e.y - cy, d = std::hypot(dx, dy);
        if (d < least || d > most || std::abs(dx * e.dx + dy * e.dy) < 0.93 * d) continue;
        count[std::size_t(d)] += 1 / d;
    }
    double best = 0;
    std::size_t at = 0;
    for (std::size_t i = 1; i + 1 < count.size(); ++i) {
        const double sum = count[i - 1] + count[i] + count[i + 1];
        if (sum > 1.15 * best || (sum > 0.8 * best && i - at < 0.12 * i && i > at)) best = std::max(best, sum), at = i;
    }
    return double(at) + 0.5;
}

Circle refined(const std::vector<Edge>& all, const Grey& p, Circle c, double least, double most) {
    std::vector<Edge> edges; // those that any circle tried can touch
    for (const Edge& e : all)
        if (std::abs(std::hypot(e.x - c.cx, e.y - c.cy) - c.r) < 24) edges.push_back(e);
    for (double step : {3.0, 1.5, 0.75})
        for (int round = 0; round < 2; ++round) {
            Circle best = c;
            for (int i = -1; i <= 1; ++i)
                for (int j = -1; j <= 1; ++j)
                    for (int k = -1; k <= 1; ++k) {
                        const double r = c.r + k * step;
                        if (r < least || r > most) continue;
                        const Circle other = judged(edges, p, c.cx + i * step, c.cy + j * step, r);
                        if (other.covered > best.covered + 1e-9) best = other;
                    }
            c = best;
        }
    return c;
}

} // namespace

std::vector<Circle> find_circles(const Grey& p, double least, double most, int count, double covered) {
    std::vector<Circle> out;
    const auto edges = edges_of(p);
    if (edges.size() < 30 || edges.size() > 2'000'000) return out;
    Votes votes(p, int(most * 0.6));
    for (const Edge& e : edges)
        for (double r = least; r <= most; r += 1.5)
            votes.add(e.x + e.dx * r, e.y + e.dy * r), votes.add(e.x - e.dx * r, e.y - e.dy * r);
    for (int tries = 0; tries < 4 * count && int(out.size()) < count; ++tries) {
        const auto at = std::max_element(votes.count.begin(), votes.count.end());
        if (*at < 6) break;
        const int u = int((at - votes.count.begin()) % votes.width), v = int((at - votes.count.begin()) / votes.width);
        const double cx = u * 2 + 1 - votes.margin, cy = v * 2 + 1 - votes.margin;
        for (int y = std::max(0, v - 6); y <= std::min(votes.height - 1, v + 6); ++y)
            for (int x = std::max(0, u - 6); x <= std::min(votes.width - 1, u + 6); ++x)
                votes.count[std::size_t(y) * votes.width + x] = 0;
        Circle c = judged(edges, p, cx, cy, radius_at(edges, cx, cy, least, most));
        if (c.covered < 0.3) continue;
        c = refined(edges, p, c, least, most);
        if (c.covered < covered || c.inside < 0.3) continue;
        if (std::any_of(out.begin(), out.end(), [&](auto& o) {
                return std::hypot(o.cx - c.cx, o.cy - c.cy) < 0.1 * o.r && std::abs(o.r - c.r) < 0.1 * o.r;
            }))
            continue;
        out.push_back(c);
    }
    return out;
}

} // namespace shenbao::seal
