#include "extractors/seal/square.h"

#include "extractors/seal/vote.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shenbao::seal {

using namespace picture;

namespace {

constexpr int kSide = 216;      // pixels of the longer side once turned level
constexpr int kCharacter = 44;  // of a character's height, as it is read
constexpr double kFrame = 0.14; // of a side: a frame lies no deeper than that

double ink_of(std::uint8_t v) { return (255 - v) / 255.0; }

std::vector<double> ink_by_row(const Grey& picture) {
    std::vector<double> out(picture.height, 0);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x)
            out[y] += ink_of(picture.at(x, y));
        out[y] /= picture.width;
    }
    return out;
}

std::vector<double> ink_by_column(const Grey& picture) {
    std::vector<double> out(picture.width, 0);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            out[x] += ink_of(picture.at(x, y)) / picture.height;
    return out;
}

// Behind the frame's line, seen from one end of a profile; 0 where there is no frame.
int behind_frame(const std::vector<double>& profile, bool from_end) {
    const int n = int(profile.size()), depth = int(n * kFrame);
    auto at = [&](int i) { return profile[from_end ? n - 1 - i : i]; };
    int last = -1;
    for (int i = 0; i < depth; ++i)
        if (at(i) > 0.5) last = i;
    if (last < 0) return 0;
    int end = last + 1;
    while (end < depth && at(end) > 0.12 && at(end) < at(end - 1))
        ++end;
    return end;
}

// Full ink on clean paper; white characters on a field of ink made dark ones on white.
Grey with_dark_characters(Grey inside) {
    const int cut = otsu(inside);
    int dark = 0;
    for (std::uint8_t v : inside.pixels)
        dark += v < cut;
    const bool field = dark > int(inside.pixels.size() * 0.55);
    for (std::uint8_t& v : inside.pixels) {
        const int level = std::clamp(128 + (v - cut) * 3, 0, 255);
        v = std::uint8_t(field ? 255 - level : level);
    }
    return inside;
}

// How clear the lines are that part a profile into `count` equal parts: their ink against the mean, 0 where none is on
// them.
double on_borders(const std::vector<double>& profile, int count) {
    if (count < 2) return 0;
    const int n = int(profile.size()), reach = std::max(1, n / (count * 10));
    const double mean = std::accumulate(profile.begin(), profile.end(), 0.0) / n;
    double sum = 0;
    for (int k = 1; k < count; ++k) {
        const int at = n * k / count;
        sum +=
            *std::min_element(profile.begin() + std::max(0, at - reach), profile.begin() + std::min(n, at + reach + 1));
    }
    return mean > 0 ? sum / (count - 1) / mean : 1;
}

// The profile without the paper at its ends.
Rect tight(const Grey& inside) {
    const auto rows = ink_by_row(inside), columns = ink_by_column(inside);
    auto inked = [](double v) { return v > 0.03; };
    auto first = [&](const auto& p) { return int(std::find_if(p.begin(), p.end(), inked) - p.begin()); };
    auto last = [&](const auto& p) { return int(p.rend() - std::find_if(p.rbegin(), p.rend(), inked)); };
    return {first(columns), first(rows), std::max(first(columns), last(columns)), std::max(first(rows), last(rows))};
}

// The characters side by side on one line.
Grey in_line(const Grey& inside, const Cells& cells, bool by_columns) {
    const double wide = double(inside.width) / cells.columns, high = double(inside.height) / cells.rows;
    const int count = cells.columns * cells.rows;
    Grey out(count * (kCharacter + 6), kCharacter);
    int set = 0;
    for (int i = 0; i < count; ++i) {
        const int column = by_columns ? cells.columns - 1 - i / cells.rows : i % cells.columns;
        const int row = by_columns ? i % cells.rows : i / cells.columns;
        const Grey tile =
            crop(inside, {int(column * wide), int(row * high), int((column + 1) * wide), int((row + 1) * high)});
        const auto rows = ink_by_row(tile);
        if (tile.empty() || std::accumulate(rows.begin(), rows.end(), 0.0) < 0.03 * tile.height) continue;
        const Grey scaled = resized(tile, kCharacter, kCharacter);
        for (int y = 0; y < kCharacter; ++y)
            std::copy_n(scaled.row(y), kCharacter, out.row(y) + set * (kCharacter + 6));
        ++set;
    }
    return crop(out, {0, 0, std::max(1, set * (kCharacter + 6)), kCharacter});
}

// Names of firms, of purposes and of persons' seals end so.
bool ends_like_a_seal(const ocr::Spoken& reading) {
    const std::string text = reading.text();
    return text.ends_with("公司") || text.ends_with("印") || text.ends_with("章") || text.ends_with("局") ||
           text.ends_with("协会") || text.ends_with("委员会") || text.ends_with("厂");
}

// What is left of a frame at the ends of a line is no character.
ocr::Spoken without_marks(ocr::Spoken reading) {
    auto& line = reading.symbols;
    auto mark = [](const ocr::Symbol& s) { return !text::is_han(s.c) && s.c != U')' && s.c != U'）'; };
    while (!line.empty() && mark(line.back()))
        line.pop_back();
    line.erase(line.begin(), std::find_if_not(line.begin(), line.end(), mark));
    return reading;
}

std::vector<ocr::Spoken> readings_of(const Grey& line) {
    std::vector<ocr::Spoken> out;
    auto read = [&](double blur, double narrow, bool raw, const char* by) {
        Grey look = resized(line, std::max(1, int(line.width * narrow)), line.height);
        if (blur > 0) look = blurred(look, blur);
        out.push_back(without_marks(ocr::tidied(ocr::read_line(framed(look, 8), ocr::Alphabet::chinese, raw))));
        out.back().by += by;
    };
    read(0.7, 1.0, false, "/square soft");
    read(0.5, 0.85, true, "/square");
    if (out[0].text() != out[1].text()) read(1.0, 0.9, true, "/square blurred");
    return out;
}

double confidence_of(const std::vector<ocr::Spoken>& readings) {
    double sum = 0;
    for (const auto& reading : readings)
        sum += reading.confidence();
    return sum / double(readings.size());
}

} // namespace

Grey within_frame(const Grey& ink, const Outline& seal) {
    const double factor = 2 * std::max(seal.rx, seal.ry) / kSide; // of the seal's pixels, to one of the picture
    const int w = std::max(8, int(2 * seal.rx / factor)), h = std::max(8, int(2 * seal.ry / factor));
    const double t = seal.turn * M_PI / 180, c = std::cos(t) * factor, s = std::sin(t) * factor;
    Map map;
    map.m = {c, -s, seal.cx - c * w / 2 + s * h / 2, s, c, seal.cy - s * w / 2 - c * h / 2, 0, 0, 1};
    const Grey level = with_dark_characters(warp(factor > 1 ? blurred(ink, 0.4 * factor) : ink, map, w, h));
    const auto rows = ink_by_row(level), columns = ink_by_column(level);
    return crop(level, {behind_frame(columns, false), behind_frame(rows, false), w - behind_frame(columns, true),
                        h - behind_frame(rows, true)});
}

Cells cells_of(const Grey& inside) {
    const auto rows = ink_by_row(inside), columns = ink_by_column(inside);
    Cells best;
    double least = 0.5; // what is not parted more clearly than this is no grid of characters
    for (int c = 1; c <= 6; ++c)
        for (int r = 1; r <= 8; ++r) {
            const double shape = (double(inside.width) / c) / (double(inside.height) / r);
            if (c * r < 2 || c * r > 24 || shape < 0.55 || shape > 1.8) continue;
            // Of two ways that are as clear, the one into more: the other leaves characters in pairs.
            const double cost = (on_borders(columns, c) + on_borders(rows, r)) / 2 - 0.02 * (c + r);
            if (cost < least) least = cost, best = {c, r};
        }
    return best;
}

Text read_square(const Grey& ink, const Outline& seal) {
    Grey inside = within_frame(ink, seal);
    if (inside.empty()) return {{}, 0, {}};
    inside = crop(inside, tight(inside));
    if (inside.width < 16 || inside.height < 16) return {{}, 0, {}};
    const Cells cells = cells_of(inside);
    if (cells.columns == 0) return {{}, 0, {}};
    auto readings = readings_of(in_line(inside, cells, true));
    if (std::none_of(readings.begin(), readings.end(), ends_like_a_seal) && cells.columns > 1) {
        auto across = readings_of(in_line(inside, cells, false));
        const bool better = std::any_of(across.begin(), across.end(), ends_like_a_seal) ||
                            (cells.rows == 1 && confidence_of(across) > confidence_of(readings));
        if (better) readings = std::move(across);
    }
    return ocr::voted_for_owner(readings, readings);
}

} // namespace shenbao::seal
