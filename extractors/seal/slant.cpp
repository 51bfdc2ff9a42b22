#include "extractors/seal/slant.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace shenbao::picture {

namespace {

constexpr int kParts = 256; // of a pixel, in which places and weights are told
constexpr int kFine = 16;   // of a grey value, in which what the first pass gives is kept for the second

using Weights = std::array<std::int16_t, 4>;

// Keys' cubic, a = -0.5, as warp() has it.
struct CubicTable {
    std::array<Weights, kParts> of{};
    CubicTable() {
        for (int i = 0; i < kParts; ++i) {
            const double t = double(i) / kParts, t2 = t * t, t3 = t2 * t;
            const std::array<double, 4> w{-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1,
                                          -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2};
            int left = kParts;
            for (int j : {0, 3, 1, 2}) {
                const int share = j == 2 ? left : int(std::lround(w[j] * kParts));
                of[i][j] = std::int16_t(share), left -= share;
            }
        }
    }
};
const CubicTable cubic_of;

int floor_of(int parts) { return parts >= 0 ? parts / kParts : -((kParts - 1 - parts) / kParts); }

// What the first pass gives; values beyond black and white are kept.
struct Rows {
    int width, height;
    std::vector<std::int16_t> values;
    Rows(int w, int h) : width(w), height(h), values(std::size_t(w) * std::size_t(h)) {}
    std::int16_t* row(int y) { return values.data() + std::size_t(y) * width; }
    const std::int16_t* row(int y) const { return values.data() + std::size_t(y) * width; }
};

// How many steps a place may go on in steps of one before it is off by more than half a part.
int steps_alike(double drift) {
    const double most = 0.5 / kParts / std::max(std::abs(drift), 1e-9);
    return std::max(1, int(std::min(most, 1e6)));
}

// Along the rows: out[x] is the row at start + step * x, for a step of nearly one. `padded` holds the row from `margin`
// pixels before its beginning on.
void along_row(const std::vector<std::uint8_t>& padded, int margin, double start, double step, std::int16_t* out,
               int width) {
    const int alike = 2 * steps_alike(step - 1);
    for (int x = 0; x < width; x += alike) {
        const int end = std::min(width, x + alike);
        const double middle = start + step * x + (step - 1) * (end - 1 - x) / 2;
        const int at = int(std::lround(middle * kParts)), first = floor_of(at);
        const Weights& w = cubic_of.of[at - first * kParts];
        const std::int16_t w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        const int last = int(padded.size()) - (end - x) - 3;
        const std::uint8_t* p = padded.data() + std::clamp(first - 1 + margin, 0, std::max(0, last));
        for (int i = 0; i < end - x; ++i) {
            const int sum = w0 * p[i] + w1 * p[i + 1] + w2 * p[i + 2] + w3 * p[i + 3];
            out[x + i] = std::int16_t((sum + kParts / kFine / 2) / (kParts / kFine));
        }
    }
}

// Columns, a block of rows at a time in which each column's place between pixels is the same.
class Columns {
  public:
    Columns(const Rows& rows, double across) : rows_(rows), across_(across), shift_(rows.width) {
        for (auto& weights : weights_)
            weights.resize(rows.width);
        blank_.assign(rows.width, 255 * kFine);
    }
    // Row `y` of the target lies, at its column 0, `place` further down than y.
    void set(double place) {
        for (int x = 0; x < rows_.width; ++x) {
            const int at = int(std::lround((place + across_ * x) * kParts));
            shift_[x] = floor_of(at);
            const Weights& w = cubic_of.of[at - shift_[x] * kParts];
            for (int j = 0; j < 4; ++j)
                weights_[j][x] = w[j];
        }
    }
    void row(int y, std::uint8_t* out) const {
        for (int x = 0; x < rows_.width;) {
            int end = x + 1;
            while (end < rows_.width && shift_[end] == shift_[x])
                ++end;
            stretch(y + shift_[x], x, end, out);
            x = end;
        }
    }

  private:
    void stretch(int v, int x, int end, std::uint8_t* __restrict out) const {
        const std::int16_t *a = line(v - 1), *b = line(v), *c = line(v + 1), *d = line(v + 2);
        const std::int16_t *wa = weights_[0].data(), *wb = weights_[1].data(), *wc = weights_[2].data(),
                           *wd = weights_[3].data();
        for (; x < end; ++x) {
            const int sum = wa[x] * a[x] + wb[x] * b[x] + wc[x] * c[x] + wd[x] * d[x];
            out[x] = std::uint8_t(std::clamp((sum + kParts * kFine / 2) / (kParts * kFine), 0, 255));
        }
    }
    // The edge goes on for two pixels outside; beyond there is paper.
    const std::int16_t* line(int v) const {
        if (v < -2 || v >= rows_.height + 2) return blank_.data();
        return rows_.row(std::clamp(v, 0, rows_.height - 1));
    }

    const Rows& rows_;
    double across_;
    std::vector<int> shift_;
    std::array<std::vector<std::int16_t>, 4> weights_;
    std::vector<std::int16_t> blank_;
};

} // namespace

bool is_slant(const Map& map) {
    const auto& m = map.m;
    return m[6] == 0 && m[7] == 0 && m[8] == 1 && std::abs(m[0] - 1) < 0.01 && std::abs(m[4] - 1) < 0.01 &&
           std::abs(m[1]) < 0.15 && std::abs(m[3]) < 0.15;
}

void slanted(const Grey& source, const Map& map, Grey& target) {
    if (source.empty() || target.empty()) return;
    const auto& m = map.m;
    const double step = m[0] - m[1] * m[3] / m[4], slope = m[1] / m[4], begin = m[2] - m[1] * m[5] / m[4];
    const int margin = int(std::abs(begin) + std::abs(slope) * source.height + 0.02 * target.width) + 8;
    const int tail = margin + std::max(0, target.width - source.width);
    Rows rows(target.width, source.height);
    std::vector<std::uint8_t> padded(std::size_t(margin) + source.width + tail, 255);
    for (int v = 0; v < source.height; ++v) {
        const std::uint8_t* from = source.row(v);
        std::copy_n(from, source.width, padded.begin() + margin);
        std::fill_n(padded.begin() + margin - 2, 2, from[0]);
        std::fill_n(padded.begin() + margin + source.width, 2, from[source.width - 1]);
        along_row(padded, margin, begin + slope * v, step, rows.row(v), target.width);
    }
    Columns columns(rows, m[3]);
    const int alike = 2 * steps_alike(m[4] - 1);
    for (int y = 0; y < target.height; ++y) {
        if (y % alike == 0) columns.set(m[5] + (m[4] - 1) * (y + (alike - 1) / 2.0));
        columns.row(y, target.row(y));
    }
}

} // namespace shenbao::picture
