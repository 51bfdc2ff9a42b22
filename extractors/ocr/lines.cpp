#include "extractors/ocr/lines.h"

#include <algorithm>
#include <cmath>

namespace shenbao::ocr {

using picture::Grey;
using picture::Rect;

namespace {

struct Band {
    int top = 0, bottom = 0;
    int height() const { return bottom - top; }
};

std::vector<int> ink_by_row(const Grey& words, const Rect& region, int ink) {
    std::vector<int> out(region.height(), 0);
    for (int y = region.top; y < region.bottom; ++y)
        for (int x = region.left; x < region.right; ++x)
            out[y - region.top] += words.at(x, y) < ink;
    return out;
}

std::vector<int> ink_by_column(const Grey& words, const Rect& region, int ink) {
    std::vector<int> out(region.width(), 0);
    for (int y = region.top; y < region.bottom; ++y)
        for (int x = region.left; x < region.right; ++x)
            out[x - region.left] += words.at(x, y) < ink;
    return out;
}

std::vector<Band> runs_above(const std::vector<int>& profile, int least) {
    std::vector<Band> out;
    for (int y = 0; y < int(profile.size()); ++y) {
        if (profile[y] <= least) continue;
        if (out.empty() || out.back().bottom < y) out.push_back({y, y});
        out.back().bottom = y + 1;
    }
    return out;
}

// Dots, and strokes like those of 二, that belong to the band next to them.
void join_slivers(std::vector<Band>& bands, double em) {
    for (std::size_t i = 0; i + 1 < bands.size();) {
        Band &a = bands[i], &b = bands[i + 1];
        const bool sliver = std::min(a.height(), b.height()) < 0.55 * em;
        const bool fits = b.bottom - a.top < 1.25 * em;
        if (sliver && fits && b.top - a.bottom < 0.35 * em) {
            a.bottom = b.bottom;
            bands.erase(bands.begin() + std::ptrdiff_t(i) + 1);
        } else {
            ++i;
        }
    }
}

int sum_of(const std::vector<int>& profile, int from, int to) {
    int sum = 0;
    for (int y = from; y < to; ++y)
        sum += profile[y];
    return sum;
}

// Cuts a band of several lines at its valleys, where lines nearly touch.
void cut_valleys(const std::vector<int>& profile, const Band& band, double em, std::vector<Band>& out, int depth = 0) {
    const int least = int(0.75 * em);
    if (band.height() < 1.5 * em || band.height() < 2 * least || depth > 40) {
        out.push_back(band);
        return;
    }
    int best = -1;
    double lowest = 1e9;
    for (int y = band.top + least; y < std::min(band.bottom - least + 1, band.top + int(1.6 * em)); ++y)
        if (profile[y] < lowest) lowest = profile[y], best = y;
    const double mean = double(sum_of(profile, band.top, band.bottom)) / band.height();
    if (best < 0 || lowest > 0.3 * mean) {
        // No valley near its top: one line of large type, or a picture.
        out.push_back(band);
        return;
    }
    out.push_back({band.top, best});
    cut_valleys(profile, {best, band.bottom}, em, out, depth + 1);
}

// Tight round what is darker than `ink`; empty where that is only specks.
Rect tight(const Grey& words, Rect box, int ink, double em) {
    const auto columns = ink_by_column(words, box, ink);
    const int whole = sum_of(columns, 0, int(columns.size()));
    if (whole < 0.12 * em * 0.12 * em * 6) return {};
    auto first = std::find_if(columns.begin(), columns.end(), [](int n) { return n > 0; });
    auto last = std::find_if(columns.rbegin(), columns.rend(), [](int n) { return n > 0; });
    box.right = box.left + int(columns.rend() - last);
    box.left += int(first - columns.begin());
    return box;
}

} // namespace

std::vector<Rect> lines_in(const Grey& words, const Rect& asked, int ink, double em) {
    const Rect region = picture::within(asked, words);
    if (region.empty()) return {};
    const auto profile = ink_by_row(words, region, ink);
    auto bands = runs_above(profile, region.width() > 30 * em ? 1 : 0);
    std::vector<Band> cut;
    for (const Band& band : bands)
        cut_valleys(profile, band, em, cut);
    join_slivers(cut, em);
    std::vector<Rect> out;
    for (const Band& band : cut) {
        if (band.height() < 0.2 * em) continue;
        const Rect line =
            tight(words, {region.left, region.top + band.top, region.right, region.top + band.bottom}, ink, em);
        if (!line.empty() && line.width() > 0.15 * em) out.push_back(line);
    }
    return out;
}

std::vector<Rect> parts_of(const Grey& words, const Rect& line, int ink, double gap) {
    const auto columns = ink_by_column(words, line, ink);
    std::vector<Rect> out;
    int blank = 1 << 20;
    for (int x = 0; x < int(columns.size()); ++x) {
        if (columns[x] == 0) {
            ++blank;
            continue;
        }
        if (blank >= gap) out.push_back({line.left + x, line.top, line.left + x, line.bottom});
        out.back().right = line.left + x + 1;
        blank = 0;
    }
    return out;
}

} // namespace shenbao::ocr
