#include "extractors/seal/picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>

namespace shenbao::picture {

void PixFree::operator()(Pix* pix) const { pixDestroy(&pix); }

Rect within(const Rect& rect, const Grey& picture) {
    return {std::clamp(rect.left, 0, picture.width), std::clamp(rect.top, 0, picture.height),
            std::clamp(rect.right, 0, picture.width), std::clamp(rect.bottom, 0, picture.height)};
}

Rect joined(const Rect& a, const Rect& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

Rect shared(const Rect& a, const Rect& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

Box share_of(const Rect& rect, int width, int height) {
    auto share = [](int value, int whole) { return whole > 0 ? std::clamp(double(value) / whole, 0.0, 1.0) : 0.0; };
    return {share(rect.left, width), share(rect.top, height), share(rect.right, width), share(rect.bottom, height)};
}

Grey crop(const Grey& source, const Rect& rect) {
    const Rect part = within(rect, source);
    if (part.empty()) return {};
    Grey out(part.width(), part.height());
    for (int y = 0; y < out.height; ++y)
        std::copy_n(source.row(part.top + y) + part.left, out.width, out.row(y));
    return out;
}

Grey turned(const Grey& source, int quarters) {
    quarters &= 3;
    if (quarters == 0 || source.empty()) return source;
    const bool swap = quarters % 2 == 1;
    Grey out(swap ? source.height : source.width, swap ? source.width : source.height);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t* from = source.row(y);
        for (int x = 0; x < source.width; ++x) {
            if (quarters == 1)
                out.row(x)[source.height - 1 - y] = from[x];
            else if (quarters == 2)
                out.row(source.height - 1 - y)[source.width - 1 - x] = from[x];
            else
                out.row(source.width - 1 - x)[y] = from[x];
        }
    }
    return out;
}

Picture turned(Picture source, int quarters) {
    if ((quarters & 3) == 0) return source;
    source.red = turned(source.red, quarters);
    source.green = turned(source.green, quarters);
    source.blue = turned(source.blue, quarters);
    return source;
}

namespace {

// Which source pixels a target pixel covers, and by how much of 256 each.
struct Cover {
    int first = 0, count = 0;
    std::array<int, 4> share{};
};

std::vector<Cover> covers(int from, int to) {
    std::vector<Cover> out(to);
    for (int i = 0; i < to; ++i) {
        const double begin = double(i) * from / to, end = double(i + 1) * from / to;
        Cover& c = out[i];
        c.first = int(begin), c.count = std::clamp(int(std::ceil(end - 1e-9)) - c.first, 1, 4);
        int left = 256;
        for (int k = 0; k + 1 < c.count; ++k) {
            const double part = std::min(end, c.first + k + 1.0) - std::max(begin, double(c.first + k));
            left -= c.share[k] = std::min(left, int(std::lround(256 * part / (end - begin))));
        }
        c.share[c.count - 1] = left;
    }
    return out;
}

// Area average for factors from 0.3 to 1, where a target pixel covers four source pixels a side at most.
Grey a_little_smaller(const Grey& source, int w, int h) {
    Grey out(w, h);
    const auto across = covers(source.width, w), down = covers(source.height, h);
    std::vector<int> line(std::size_t(source.width) + 4, 0); // four more, whose share is none
    for (int y = 0; y < h; ++y) {
        const Cover& rows = down[y];
        std::fill(line.begin(), line.end(), 0);
        for (int k = 0; k < rows.count; ++k) {
            const std::uint8_t* from = source.row(rows.first + k);
            const int share = rows.share[k];
            for (int x = 0; x < source.width; ++x)
                line[x] += share * from[x];
        }
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < w; ++x) {
            const Cover& c = across[x];
            const int* p = line.data() + c.first;
            const int sum = c.share[0] * p[0] + c.share[1] * p[1] + c.share[2] * p[2] + c.share[3] * p[3];
            to[x] = std::uint8_t(std::min(255, (sum + 32768) >> 16));
        }
    }
    return out;
}

// Area average: every target pixel is the mean of the source pixels it covers, whole ones alone.
Grey smaller(const Grey& source, int w, int h) {
    Grey out(w, h);
    std::vector<int> line(source.width);
    for (int y = 0; y < h; ++y) {
        const int top = int(std::int64_t(y) * source.height / h);
        const int bottom = std::max(top + 1, int(std::int64_t(y + 1) * source.height / h));
        std::fill(line.begin(), line.end(), 0);
        for (int v = top; v < bottom; ++v) {
            const std::uint8_t* from = source.row(v);
            for (int x = 0; x < source.width; ++x)
                line[x] += from[x];
        }
        for (int x = 0; x < w; ++x) {
            const int left = int(std::int64_t(x) * source.width / w);
            const int right = std::max(left + 1, int(std::int64_t(x + 1) * source.width / w));
            out.row(y)[x] = std::uint8_t(std::accumulate(line.begin() + left, line.begin() + right, 0) /
                                         ((bottom - top) * (right - left)));
        }
    }
    return out;
}

std::vector<float> bell(double sigma) {
    const int reach = std::max(1, int(std::ceil(2.5 * sigma)));
    std::vector<float> weights;
    for (int i = -reach; i <= reach; ++i)
        weights.push_back(float(std::exp(-i * i / (2 * sigma * sigma))));
    const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
    for (float& w : weights)
        w /= sum;
    return weights;
}

} // namespace

Grey scaled(const Grey& source, double factor) {
    if (source.empty() || std::abs(factor - 1) < 0.01) return source;
    const int w = std::max(1, int(std::lround(source.width * factor)));
    const int h = std::max(1, int(std::lround(source.height * factor)));
    if (factor < 0.5) return smaller(source, w, h);
    return factor < 0.95 ? a_little_smaller(source, w, h) : resized(source, w, h);
}

Grey blurred(const Grey& source, double sigma) {
    if (source.empty() || sigma < 0.2) return source;
    const auto weights = bell(sigma);
    const int reach = int(weights.size() / 2);
    Grey across(source.width, source.height), out(source.width, source.height);
    std::vector<float> sums(source.width), line(std::size_t(source.width) + 2 * reach);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t* from = source.row(y);
        for (int x = 0; x < source.width; ++x)
            line[x + reach] = from[x];
        std::fill_n(line.begin(), reach, float(from[0]));
        std::fill_n(line.begin() + reach + source.width, reach, float(from[source.width - 1]));
        std::fill(sums.begin(), sums.end(), 0.5F);
        for (int i = 0; i <= 2 * reach; ++i)
            for (int x = 0; x < source.width; ++x)
                sums[x] += weights[i] * line[x + i];
        for (int x = 0; x < source.width; ++x)
            across.row(y)[x] = std::uint8_t(sums[x]);
    }
    for (int y = 0; y < source.height; ++y) {
        std::fill(sums.begin(), sums.end(), 0.5F);
        for (int i = -reach; i <= reach; ++i) {
            const std::uint8_t* from = across.row(std::clamp(y + i, 0, source.height - 1));
            for (int x = 0; x < source.width; ++x)
                sums[x] += weights[i + reach] * from[x];
        }
        for (int x = 0; x < source.width; ++x)
            out.row(y)[x] = std::uint8_t(sums[x]);
    }
    return out;
}

Grey framed(const Grey& source, int margin, std::uint8_t fill) {
    Grey out(source.width + 2 * margin, source.height + 2 * margin, fill);
    for (int y = 0; y < source.height; ++y)
        std::copy_n(source.row(y), source.width, out.row(y + margin) + margin);
    return out;
}

int otsu(const Grey& source) {
    std::array<double, 256> count{};
    for (std::uint8_t v : source.pixels)
        ++count[v];
    const double all = double(source.pixels.size());
    double sum = 0;
    for (int i = 0; i < 256; ++i)
        sum += i * count[i];
    double below = 0, sum_below = 0, best = -1;
    int threshold = 128;
    for (int i = 0; i < 255; ++i) {
        below += count[i];
        sum_below += i * count[i];
        if (below == 0 || below == all) continue;
        const double gap = sum_below / below - (sum - sum_below) / (all - below);
        const double between = below * (all - below) * gap * gap;
        if (between > best) best = between, threshold = i + 1;
    }
    return threshold;
}

Grey cut_at(const Grey& source, int threshold) {
    Grey out = source;
    for (std::uint8_t& v : out.pixels)
        v = v < threshold ? 0 : 255;
    return out;
}

PixPtr bits(const Grey& source, int threshold) {
    PixPtr pix(pixCreate(std::max(1, source.width), std::max(1, source.height), 1));
    if (!pix) throw std::bad_alloc();
    l_uint32* data = pixGetData(pix.get());
    const int words = pixGetWpl(pix.get());
    for (int y = 0; y < source.height; ++y) {
        l_uint32* line = data + std::size_t(y) * words;
        const std::uint8_t* from = source.row(y);
        for (int x = 0; x < source.width; ++x)
            if (from[x] < threshold) line[x >> 5] |= 0x80000000U >> (x & 31);
    }
    return pix;
}

Grey from_bits(Pix* pix) {
    Grey out(pixGetWidth(pix), pixGetHeight(pix));
    const l_uint32* data = pixGetData(pix);
    const int words = pixGetWpl(pix);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            out.row(y)[x] = data[std::size_t(y) * words + (x >> 5)] & (0x80000000U >> (x & 31)) ? 0 : 255;
    return out;
}

std::vector<Rect> components(Pix* bits) {
    struct BoxaFree {
        void operator()(Boxa* boxes) const { boxaDestroy(&boxes); }
    };
    std::unique_ptr<Boxa, BoxaFree> boxes(pixConnCompBB(bits, 8));
    std::vector<Rect> out;
    const int n = boxes ? boxaGetCount(boxes.get()) : 0;
    for (int i = 0; i < n; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
        out.push_back({x, y, x + w, y + h});
    }
    return out;
}

} // namespace shenbao::picture
