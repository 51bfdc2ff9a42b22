#include "extractors/ocr/prepare.h"

#include "extractors/ocr/sheet.h"
#include "extractors/ocr/textmarks.h"
#include "extractors/seal/engine.h"
#include "pipeline/model/text.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace shenbao::ocr {

using namespace picture;

namespace {

constexpr double kViewLength = 1200; // pixels of the longer side of the view that geometry is judged in
constexpr double kTextHeight = 30;   // pixels
constexpr double kMostPixels = 14e6;

struct Size {
    double w = 0, h = 0;
};

// From the sheet (a rectangle of `size`) to the source, and whether there is a sheet other than the picture itself.
struct Sheet {
    Map map;
    Size size;
    bool photographed = false;
};

double distance(const std::array<double, 2>& a, const std::array<double, 2>& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1]);
}

// Sides of a sheet nearly in ISO 216 proportion are put right: a photograph foreshortens.
Size proportioned(Size size) {
    const double ratio = std::max(size.w, size.h) / std::min(size.w, size.h);
    if (ratio < 1.3 || ratio > 1.53) return size;
    if (size.h > size.w)
        size.h = size.w * std::sqrt(2.0);
    else
        size.w = size.h * std::sqrt(2.0);
    return size;
}

Sheet sheet_of(const Grey& view, double scale, const Picture& source) {
    Sheet out{{}, {double(source.width()), double(source.height())}, false};
    auto corners = find_sheet(view);
    if (!corners) return out;
    for (auto& corner : *corners)
        corner = {(corner[0] + 0.5) / scale - 0.5, (corner[1] + 0.5) / scale - 0.5};
    const auto& c = *corners;
    out.size = proportioned(
        {std::max(distance(c[0], c[1]), distance(c[3], c[2])), std::max(distance(c[0], c[3]), distance(c[1], c[2]))});
    out.map = to_corners(out.size.w, out.size.h, c);
    out.photographed = true;
    return out;
}

// Ink's threshold in an evened picture: paper is at 250.
int ink_threshold(const Grey& evened_view) { return std::clamp(otsu(evened_view), 120, 200); }

struct Stance {
    int quarters = 0; // 0 or 1: which axis the lines follow
    double skew = 0;
    double em = 0; // in pixels of the view
};

Stance stance_of(const Grey& view) {
    const Grey even = evened(view);
    const int threshold = ink_threshold(even);
    const Marks level = text_marks(even, threshold);
    const Grey standing = turned(even, 1);
    const Marks upright = text_marks(standing, threshold);
    const Skew a = find_skew(level.bits.get()), b = find_skew(upright.bits.get());
    Stance out;
    out.quarters = b.strength > a.strength ? 1 : 0;
    const Grey& chosen = out.quarters ? standing : even;
    const Marks& marks = out.quarters ? upright : level;
    const Skew whole = find_skew(bits(chosen, threshold).get());
    const Skew& text = out.quarters ? b : a;
    out.skew = marks.count < 40 || std::abs(whole.degrees - text.degrees) < 0.5 ? whole.degrees : text.degrees;
    out.em = character_size(marks);
    return out;
}

// The map of quarter turns clockwise: from the turned picture (w × h) to the one before.
Map quarter_map(int quarters, double w, double h) {
    switch (quarters & 3) {
    case 1:
        return {{0, 1, 0, -1, 0, w - 1, 0, 0, 1}};
    case 2:
        return {{-1, 0, w - 1, 0, -1, h - 1, 0, 0, 1}};
    case 3:
        return {{0, -1, h - 1, 1, 0, 0, 0, 0, 1}};
    default:
        return {};
    }
}

// Of what a Chinese character says of the way up a line stands: most figures are figures on their heads, too.
constexpr double kFiguresSay = 0.1;

// What lines give as they stand, by their Chinese characters.
struct Legible {
    int characters = 0;
    double sure = 0;  // mean
    double above = 0; // the sum of what characters are surer than upside-down ones are

    void add(const Legible& more) {
        const int all = characters + more.characters;
        if (all > 0) sure = (sure * characters + more.sure * more.characters) / all;
        characters = all, above += more.above;
    }
};

Legible legible(const Grey& line) {
    Legible out;
    for (const Symbol& s : read_line(line, Alphabet::chinese, true).symbols)
        if (text::is_han(s.c))
            out.add({1, s.sure, std::max(0.0F, s.sure - 0.8F)});
        else if (s.c >= U'0' && s.c <= U'9')
            out.above += kFiguresSay * std::max(0.0F, s.sure - 0.8F);
    return out;
}

// Characters stood on their heads are taken for others, but seldom with this certainty.
bool stands(const Legible& line) { return line.characters >= 6 && line.sure > 0.95; }

struct Trial {
    double sure = 0; // of the characters, the way up that they are surer
    bool upside_down = false;
    bool plain = false; // a line left no doubt
};

// Lines read both ways, the longest first, until it is clear which way up they stand.
Trial try_lines(const Grey& words, double em) {
    const double scale = std::min(1.0, 1600.0 / std::max(words.width, words.height));
    const Grey view = scaled(words, scale);
    auto lines = rough_lines(text_marks(view, ink_threshold(view)));
    std::erase_if(lines, [&](const Rect& r) { return r.height() > 2.2 * em * scale; });
    Legible upright, turned_over;
    int tried = 0;
    for (const Rect& r : lines) {
        const Rect full{int(r.left / scale), int(r.top / scale), int(r.right / scale), int(r.bottom / scale)};
        Rect part = within(full.grown(int(em / 5)), words);
        part.right = std::min(part.right, part.left + int(12 * em));
        const double factor = std::min(2.0, 36.0 / std::max(1, part.height()));
        const Grey line =
            framed(resized(scaled(crop(words, part), std::min(1.0, factor)),
                           std::max(1, int(part.width() * factor * 0.8)), std::max(1, int(part.height() * factor))),
                   4);
        const Legible one = legible(line);
        if (stands(one)) return {one.sure, false, true};
        const Legible other = legible(turned(line, 2));
        if (stands(other) && one.sure < 0.93) return {other.sure, true, true};
        upright.add(one), turned_over.add(other);
        const double gap = std::abs(upright.above - turned_over.above);
        const bool clear = gap > 1 && gap > 0.5 * std::max(upright.above, turned_over.above);
        if (++tried >= 6 || (tried >= 2 && clear)) break;
    }
    // Where neither way says much, few pages are upside down.
    constexpr double some = 0.25;
    const bool upside_down = turned_over.above > upright.above + some;
    return {(upside_down ? turned_over : upright).sure, upside_down};
}

// By how many quarters clockwise Roman text must be turned to stand, told by what rises above its lines and what hangs
// below them; none where that says too little, as of Chinese it does.
std::optional<int> turns_of_roman(const Grey& words) {
    PixPtr ink = bits(words, ink_threshold(words));
    l_float32 up = 0, left = 0;
    l_int32 stance = L_TEXT_ORIENT_UNKNOWN;
    if (pixOrientDetect(ink.get(), &up, &left, 0, 0) != 0) return std::nullopt;
    if (makeOrientDecision(up, left, 0, 0, &stance, 0) != 0) return std::nullopt;
    switch (stance) {
    case L_TEXT_ORIENT_UP:
        return 0;
    case L_TEXT_ORIENT_LEFT:
        return 1;
    case L_TEXT_ORIENT_DOWN:
        return 2;
    case L_TEXT_ORIENT_RIGHT:
        return 3;
    default:
        return std::nullopt;
    }
}

// The channel words are read in. Red ink is bright in the red plane already; what is left of it is lifted to paper.
Grey words_of(const Picture& page) {
    Grey out = page.red;
    if (page.has_colour())
        for (std::size_t i = 0; i < out.pixels.size(); ++i) {
            const int excess = out.pixels[i] - std::max(page.green.pixels[i], page.blue.pixels[i]);
            if (excess > 24) out.pixels[i] = std::uint8_t(std::min(255, out.pixels[i] + (excess - 24) * 2));
        }
    return evened(out);
}

// A scan in the size it has: turned by quarters, then levelled.
Picture levelled(Picture source, const Stance& stance, double skew) {
    Picture out = turned(std::move(source), stance.quarters);
    if (skew == 0) return out;
    const double w = out.width(), h = out.height();
    return warp(out, rotation(-skew, w / 2, h / 2), int(w), int(h));
}

Upright laid_out(Picture source, const Sheet& sheet, const Stance& stance, double em) {
    Size size = sheet.size;
    if (stance.quarters) std::swap(size.w, size.h);
    double factor = em > 40 || em < 22 ? std::clamp(kTextHeight / std::max(em, 1.0), 0.25, 2.5) : 1;
    factor = std::min(factor, std::sqrt(kMostPixels / (size.w * size.h)));
    const int w = std::max(1, int(std::lround(size.w * factor))), h = std::max(1, int(std::lround(size.h * factor)));
    Upright out;
    out.em = em * factor;
    out.skew = std::abs(stance.skew) < 0.05 ? 0 : stance.skew;
    if (!sheet.photographed && factor == 1) {
        out.page = levelled(std::move(source), stance, out.skew);
    } else {
        const Map pixels = shift(-0.5, -0.5).after(scaling(size.w / w, size.h / h)).after(shift(0.5, 0.5));
        const Map level = rotation(-out.skew, size.w / 2, size.h / 2);
        const Map map = sheet.map.after(quarter_map(stance.quarters, size.w, size.h)).after(level).after(pixels);
        if (factor < 0.95)
            for (Grey* plane : {&source.red, &source.green, &source.blue})
                *plane = blurred(*plane, 0.4 / factor);
        out.page = warp(source, map, w, h);
    }
    out.quarters = stance.quarters;
    out.photographed = sheet.photographed;
    out.words = words_of(out.page);
    return out;
}

void turn(Upright& page, int quarters) {
    page.page = turned(std::move(page.page), quarters);
    page.words = turned(page.words, quarters);
    page.quarters = (page.quarters + quarters) & 3;
}

} // namespace

Upright prepare(Picture source) {
    const double scale = std::min(1.0, kViewLength / std::max(source.width(), source.height()));
    Grey view = scaled(source.red, scale);
    const Sheet sheet = sheet_of(view, scale, source);
    if (sheet.photographed)
        view = warp(view,
                    shift(-0.5, -0.5)
                        .after(scaling(scale, scale))
                        .after(shift(0.5, 0.5))
                        .after(sheet.map)
                        .after(shift(-0.5, -0.5))
                        .after(scaling(1 / scale, 1 / scale))
                        .after(shift(0.5, 0.5)),
                    std::max(1, int(sheet.size.w * scale)), std::max(1, int(sheet.size.h * scale)));
    const Stance stance = stance_of(view);
    const double em = stance.em > 0 ? stance.em / scale : kTextHeight;
    Upright out = laid_out(std::move(source), sheet, stance, em);
    Trial trial = try_lines(out.words, out.em);
    if (!trial.plain)
        if (const std::optional<int> turns = turns_of_roman(out.words)) {
            if (*turns > 0) turn(out, *turns);
            return out;
        }
    if (trial.sure < 0.93) { // perhaps what was taken for lines are columns
        Upright other = out;
        turn(other, 1);
        const Trial across = try_lines(other.words, other.em);
        if (across.sure > trial.sure + 0.03) out = std::move(other), trial = across;
    }
    if (trial.upside_down) turn(out, 2);
    return out;
}

} // namespace shenbao::ocr
