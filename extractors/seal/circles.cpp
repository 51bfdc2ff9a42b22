#include "extractors/seal/circles.h"

#include <algorithm>
#include <cmath>

namespace shenbao::seal {

using picture::Grey;

namespace {

// Millions of distances: std::hypot guards against overflow that cannot be here, and is five times as slow.
double length(double x, double y) { return std::sqrt(x * x + y * y); }

struct Edge {
    float x, y, dx, dy; // direction of the gradient, length 1: from ink to paper
};

// Edges in the order of rows, so that those near a place are found without looking at all.
struct Edges {
    std::vector<Edge> all;
    std::vector<std::size_t> row; // where each row's begin, and the end

    explicit Edges(const Grey& p) : row(std::size_t(p.height) + 1, 0) {
        for (int y = 1; y + 1 < p.height; ++y) {
            row[y] = all.size();
            for (int x = 1; x + 1 < p.width; ++x)
                add(p, x, y);
        }
        for (int y = std::max(0, p.height - 1); y <= p.height; ++y)
            row[y] = all.size();
    }

    // Those whose distance to a place is between two radii.
    std::vector<Edge> round(double cx, double cy, double from, double to) const {
        std::vector<Edge> out;
        const int rows = int(row.size()) - 1;
        const int top = std::clamp(int(cy - to), 0, rows), bottom = std::clamp(int(cy + to) + 1, 0, rows);
        for (std::size_t i = row[top]; i < row[bottom]; ++i) {
            if (std::abs(all[i].x - cx) > to) continue;
            const double d = length(all[i].x - cx, all[i].y - cy);
            if (d >= from && d <= to) out.push_back(all[i]);
        }
        return out;
    }

  private:
    void add(const Grey& p, int x, int y) {
        const std::uint8_t *above = p.row(y - 1) + x, *here = p.row(y) + x, *below = p.row(y + 1) + x;
        const int gx = above[1] + 2 * here[1] + below[1] - above[-1] - 2 * here[-1] - below[-1];
        const int gy = below[-1] + 2 * below[0] + below[1] - above[-1] - 2 * above[0] - above[1];
        if (gx * gx + gy * gy <= 120 * 120) return;
        const double size = length(gx, gy);
        all.push_back({float(x), float(y), float(gx / size), float(gy / size)});
    }
};

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
    void forget(int u, int v, int reach) {
        for (int y = std::max(0, v - reach); y <= std::min(height - 1, v + reach); ++y)
            for (int x = std::max(0, u - reach); x <= std::min(width - 1, u + reach); ++x)
                count[std::size_t(y) * width + x] = 0;
    }
};

// How much of a circle stands on edges that point to its centre.
Circle judged(const std::vector<Edge>& edges, const Grey& p, double cx, double cy, double r) {
    constexpr int kParts = 120;
    std::array<bool, kParts> seen{};
    const double slack = std::max(1.6, 0.012 * r);
    for (const Edge& e : edges) {
        const double dx = e.x - cx, dy = e.y - cy, d = length(dx, dy);
        if (std::abs(d - r) > slack || d < 1) continue;
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
double radius_at(const std::vector<Edge>& edges, double cx, double cy, double most) {
    std::vector<double> count(std::size_t(most) + 3, 0);
    for (const Edge& e : edges) {
        const double dx = e.x - cx, dy = e.y - cy, d = length(dx, dy);
        if (std::abs(dx * e.dx + dy * e.dy) < 0.93 * d) continue;
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

// Uphill in steps that get smaller.
Circle refined(const Edges& all, const Grey& p, Circle c, double least, double most) {
    const auto edges = all.round(c.cx, c.cy, c.r - 24, c.r + 24); // those that any circle tried can touch
    constexpr std::array<std::array<int, 3>, 14> ways{{{-1, 0, 0},
                                                       {1, 0, 0},
                                                       {0, -1, 0},
                                                       {0, 1, 0},
                                                       {0, 0, -1},
                                                       {0, 0, 1},
                                                       {-1, -1, 0},
                                                       {1, 1, 0},
                                                       {-1, 1, 0},
                                                       {1, -1, 0},
                                                       {-1, 0, 1},
                                                       {1, 0, 1},
                                                       {0, -1, 1},
                                                       {0, 1, 1}}};
    for (double step : {3.0, 1.5, 0.75})
        for (int round = 0; round < 4; ++round) {
            Circle best = c;
            for (const auto& way : ways) {
                const double r = c.r + way[2] * step;
                if (r < least || r > most) continue;
                const Circle other = judged(edges, p, c.cx + way[0] * step, c.cy + way[1] * step, r);
                if (other.covered > best.covered + 1e-9) best = other;
            }
            if (best.covered <= c.covered) break;
            c = best;
        }
    return c;
}

// Centres that many edges point away from, on a picture of half the size.
Votes votes_of(const Grey& half, double least, double most) {
    const Edges edges(half);
    Votes votes(half, int(most * 0.6));
    if (edges.all.size() > 1'000'000) return votes;
    for (const Edge& e : edges.all)
        for (double r = least; r <= most; r += 1) {
            votes.add(e.x - e.dx * r, e.y - e.dy * r); // the ring's outer border
            votes.add(e.x + e.dx * r, e.y + e.dy * r); // its inner one
        }
    return votes;
}

bool same(const Circle& a, const Circle& b) {
    return length(a.cx - b.cx, a.cy - b.cy) < 0.1 * a.r && std::abs(a.r - b.r) < 0.1 * a.r;
}

} // namespace

std::vector<Circle> find_circles(const Grey& p, double least, double most, int count, double covered) {
    std::vector<Circle> out;
    const Edges edges(p);
    if (edges.all.size() < 30 || edges.all.size() > 2'000'000) return out;
    Votes votes = votes_of(picture::scaled(p, 0.5), least / 2, most / 2);
    for (int tries = 0; tries < 3 * count && int(out.size()) < count; ++tries) {
        const auto at = std::max_element(votes.count.begin(), votes.count.end());
        if (*at < 6) break;
        const int u = int((at - votes.count.begin()) % votes.width), v = int((at - votes.count.begin()) / votes.width);
        votes.forget(u, v, 3);
        const double cx = 2 * (u * 2 + 1 - votes.margin), cy = 2 * (v * 2 + 1 - votes.margin);
        const auto near = edges.round(cx, cy, least, most);
        Circle c = judged(near, p, cx, cy, radius_at(near, cx, cy, most));
        if (c.covered < 0.45 * covered) continue;
        c = refined(edges, p, c, least, most);
        if (c.covered < covered || c.inside < 0.3) continue;
        if (std::none_of(out.begin(), out.end(), [&](auto& o) { return same(o, c); })) out.push_back(c);
    }
    return out;
}

} // namespace shenbao::seal
