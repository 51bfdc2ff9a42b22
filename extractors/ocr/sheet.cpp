#include "extractors/ocr/sheet.h"

#include <algorithm>
#include <cmath>

namespace shenbao::ocr {

namespace {

using picture::Grey;

struct Point {
    double x, y;
};

// A straight side: along + slope * across. Vertical sides are kept with x and y exchanged.
struct Side {
    double at = 0, slope = 0;
    double operator()(double t) const { return at + slope * t; }
};

// What share of the picture's edge is darker than `threshold`.
double dark_rim(const Grey& view, int threshold) {
    int dark = 0, all = 0;
    auto look = [&](int x, int y) { dark += view.at(x, y) < threshold, ++all; };
    for (int x = 0; x < view.width; ++x)
        look(x, 1), look(x, view.height - 2);
    for (int y = 0; y < view.height; ++y)
        look(1, y), look(view.width - 2, y);
    return double(dark) / all;
}

// Where paper begins, seen from one side, for every third line across. t: place along the side, x of the point: depth.
std::vector<Point> rim(const Grey& view, int threshold, bool across, bool from_end) {
    const int lines = across ? view.height : view.width, depth = across ? view.width : view.height;
    auto bright = [&](int line, int d) {
        const int e = from_end ? depth - 1 - d : d;
        return (across ? view.at(e, line) : view.at(line, e)) >= threshold;
    };
    std::vector<Point> out;
    for (int line = lines / 12; line < lines - lines / 12; line += 3) {
        int run = 0;
        for (int d = 0; d < depth / 2; ++d) {
            run = bright(line, d) ? run + 1 : 0;
            if (run < 6) continue;
            const int e = d - 5;
            out.push_back({double(line), double(from_end ? depth - 1 - e : e)});
            break;
        }
    }
    return out;
}

// The same by what is bright beside what, so that shadows matter less: paper begins where the picture gets brighter by
// a quarter at once.
std::vector<Point> steps(const Grey& view, bool across, bool from_end) {
    const int lines = across ? view.height : view.width, depth = across ? view.width : view.height;
    const int reach = std::max(6, depth / 120);
    std::vector<int> sum(std::size_t(depth) + 1, 0);
    std::vector<Point> out;
    for (int line = lines / 12; line < lines - lines / 12; line += 3) {
        for (int d = 0; d < depth; ++d) {
            const int e = from_end ? depth - 1 - d : d;
            sum[d + 1] = sum[d] + (across ? view.at(e, line) : view.at(line, e));
        }
        auto step = [&](int d) { return sum[d + reach] - 2 * sum[d] + sum[d - reach]; };
        for (int d = reach; d < depth / 2 - reach; ++d) {
            if (4 * step(d) < sum[d] - sum[d - reach] + 24 * reach) continue;
            int best = d;
            for (int other = d + 1; other < d + reach; ++other)
                if (step(other) > step(best)) best = other;
            out.push_back({double(line), double(from_end ? depth - 1 - best : best)});
            break;
        }
    }
    return out;
}

// The straight line that most points lie on; none where fewer than half do.
std::optional<Side> straight(const std::vector<Point>& points) {
    if (points.size() < 20) return std::nullopt;
    Side best;
    std::size_t most = 0;
    const std::size_t step = std::max<std::size_t>(1, points.size() / 24);
    auto near = [](const Side& side, const Point& p) { return std::abs(side(p.x) - p.y) < 2.0; };
    for (std::size_t i = 0; i < points.size(); i += step)
        for (std::size_t j = i + 4 * step; j < points.size(); j += step) {
            Side side;
            side.slope = (points[j].y - points[i].y) / (points[j].x - points[i].x);
            side.at = points[i].y - side.slope * points[i].x;
            const std::size_t n = std::count_if(points.begin(), points.end(), [&](auto& p) { return near(side, p); });
            if (n > most) most = n, best = side;
        }
    if (most * 2 < points.size() || std::abs(best.slope) > 0.35) return std::nullopt;
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (const Point& p : points)
        if (near(best, p)) n += 1, sx += p.x, sy += p.y, sxx += p.x * p.x, sxy += p.x * p.y;
    const double det = n * sxx - sx * sx;
    if (std::abs(det) < 1e-9) return best;
    best.slope = (n * sxy - sx * sy) / det;
    best.at = (sy - best.slope * sx) / n;
    return best;
}

// Where a side kept as y(x) meets one kept as x(y).
std::array<double, 2> meet(const Side& level, const Side& upright) {
    const double y = (level.at + level.slope * upright.at) / (1 - level.slope * upright.slope);
    return {upright(y), y};
}

double area(const Corners& c) {
    double sum = 0;
    for (int i = 0; i < 4; ++i)
        sum += c[i][0] * c[(i + 1) % 4][1] - c[(i + 1) % 4][0] * c[i][1];
    return sum / 2;
}

// The sheet whose sides lie on the points that `side` gives for (across, from the end).
template <class Points> std::optional<Corners> sheet_between(const Grey& view, const Points& side) {
    const auto left = straight(side(true, false)), right = straight(side(true, true));
    const auto top = straight(side(false, false)), bottom = straight(side(false, true));
    if (!left || !right || !top || !bottom) return std::nullopt;
    const Corners corners{meet(*top, *left), meet(*top, *right), meet(*bottom, *right), meet(*bottom, *left)};
    const double share = area(corners) / (double(view.width) * view.height);
    return share > 0.25 && share < 1.02 ? std::optional(corners) : std::nullopt;
}

// Whether all four sides have brighter paper on the inside along most of their length, as the rules of a form have not.
bool stands_out(const Grey& view, const Corners& corners) {
    constexpr int kPlaces = 40;
    constexpr double kBeside = 7; // pixels
    for (int i = 0; i < 4; ++i) {
        const auto &a = corners[i], &b = corners[(i + 1) % 4];
        const double dx = b[0] - a[0], dy = b[1] - a[1], length = std::hypot(dx, dy);
        const double nx = -dy / length * kBeside, ny = dx / length * kBeside; // inwards: the corners run clockwise
        int brighter = 0;
        for (int k = 0; k < kPlaces; ++k) {
            const double t = 0.08 + 0.84 * k / (kPlaces - 1), x = a[0] + t * dx, y = a[1] + t * dy;
            const double ox = x - nx, oy = y - ny; // a side on the picture's edge has nothing beyond
            const bool beyond = ox < 1 || oy < 1 || ox >= view.width - 1 || oy >= view.height - 1;
            const int in = view.seen(int(x + nx), int(y + ny)), out = view.seen(int(ox), int(oy));
            brighter += beyond || in * 6 > out * 7;
        }
        if (brighter < kPlaces * 3 / 4) return false;
    }
    return true;
}

} // namespace

std::optional<Corners> find_sheet(const Grey& view) {
    if (view.width < 100 || view.height < 100) return std::nullopt;
    const Grey soft = picture::blurred(view, 1.0);
    const int threshold = picture::otsu(soft);
    if (dark_rim(soft, threshold) < 0.2) return std::nullopt;
    const auto by_level =
        sheet_between(soft, [&](bool across, bool from_end) { return rim(soft, threshold, across, from_end); });
    if (by_level && stands_out(soft, *by_level)) return by_level;
    const auto by_steps =
        sheet_between(soft, [&](bool across, bool from_end) { return steps(soft, across, from_end); });
    return by_steps && stands_out(soft, *by_steps) ? by_steps : std::nullopt;
}

} // namespace shenbao::ocr
