#include "extractors/pdf/page_picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace shenbao::pdf {
namespace {

constexpr double whole = 0.85; // of the page: the rest is margin that the scanner cut off

double area_of(const Box& box, const Size& size) {
    double width = std::min(box.right, size.width) - std::max(box.left, 0.0);
    double height = std::min(box.bottom, size.height) - std::max(box.top, 0.0);
    return width > 0 && height > 0 ? width * height / (size.width * size.height) : 0;
}

const DrawnImage* largest(const Survey& survey) {
    const DrawnImage* best = nullptr;
    for (const DrawnImage& image : survey.images)
        if (best == nullptr || area_of(image.box, survey.size) > area_of(best->box, survey.size)) best = &image;
    return best;
}

bool inside(const Box& box, const Size& size) {
    constexpr double slack = 2; // points: scanners and their programs round
    return box.left > -slack && box.top > -slack && box.right < size.width + slack && box.bottom < size.height + slack;
}

struct Resolution {
    double across = 0, down = 0;
    bool square() const { return across > 0 && down > 0 && std::abs(across / down - 1) < 0.04; }
};
Resolution resolution(const DrawnImage& image) {
    if (image.across <= 0 || image.down <= 0) return {};
    return {static_cast<double>(image.width) / image.across * 72, static_cast<double>(image.height) / image.down * 72};
}

// Characters that can be seen, but for a few in the margins above and below: a page number.
bool has_words(const Survey& survey) {
    constexpr std::size_t number = 12;
    constexpr double margin = 0.08;
    std::size_t in_margins = 0, elsewhere = 0;
    for (const layout::Line& line : survey.lines) {
        bool outer = line.box.bottom < margin * survey.size.height || line.box.top > (1 - margin) * survey.size.height;
        for (const layout::Glyph& glyph : line.glyphs)
            if (!layout::is_space(glyph.code)) ++(outer ? in_margins : elsewhere);
    }
    std::size_t all = in_margins + elsewhere;
    bool unseen = survey.hidden >= all;
    return !unseen && (all - survey.hidden > number || (elsewhere > 0 && survey.hidden == 0));
}

struct PixDeleter {
    void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixDeleter>;

layout::Raster raster_of(PIX& pix) {
    layout::Raster out{static_cast<int>(pix.w), static_cast<int>(pix.h), pix.d == 32 ? 3 : 1, {}};
    out.pixels.reserve(std::size_t{pix.w} * pix.h * static_cast<std::size_t>(out.channels));
    for (l_uint32 y = 0; y < pix.h; ++y) {
        const l_uint32* line = pix.data + std::size_t{y} * pix.wpl;
        for (l_uint32 x = 0; x < pix.w; ++x) {
            if (out.channels == 1) {
                out.pixels.push_back(static_cast<std::uint8_t>(GET_DATA_BYTE(line, x)));
                continue;
            }
            for (int shift : {24, 16, 8})
                out.pixels.push_back(static_cast<std::uint8_t>(line[x] >> shift & 0xFF));
        }
    }
    return out;
}

// What of a picture's resolution is more than it takes to see thin strokes, as a power of two up to 8.
int reduction_of(double dpi) {
    constexpr double enough = 90;
    int reduction = 1;
    while (reduction < 8 && dpi / (2 * reduction) >= enough)
        reduction *= 2;
    return reduction;
}

// A JPEG's pixels with no more resolution than that, straight out of its coefficients.
layout::Raster look_at_jpeg(const std::string& jpeg, const DrawnImage& image, double dpi) {
    const auto* data = reinterpret_cast<const l_uint8*>(jpeg.data());
    l_int32 width = 0, height = 0, values = 0, ycck = 0, cmyk = 0;
    if (readHeaderMemJpeg(data, jpeg.size(), &width, &height, &values, &ycck, &cmyk) != 0) return {};
    bool same = static_cast<std::uint64_t>(width) == image.width && static_cast<std::uint64_t>(height) == image.height;
    if (!same || ycck != 0 || cmyk != 0) return {};
    PixPtr pix(pixReadMemJpeg(data, jpeg.size(), 0, reduction_of(dpi), nullptr, 0));
    return pix && (pix->d == 8 || pix->d == 32) ? raster_of(*pix) : layout::Raster();
}

// What a picture shows; nothing where its own pixels do not tell.
std::optional<layout::Ink> ink_of(const CoreFile& file, const DrawnImage& image) {
    constexpr std::uint64_t cheap = 1'000'000; // pixels; to decode more costs as much as to draw the page
    if (!image.whole) return {};
    if (std::string jpeg = file.jpeg(image); !jpeg.empty()) {
        layout::Raster look = look_at_jpeg(jpeg, image, resolution(image).across);
        if (!look.empty()) return layout::measure(look);
    }
    auto step = static_cast<std::size_t>(reduction_of(resolution(image).across));
    layout::Raster pixels = file.pixels(image, cheap, step);
    return pixels.empty() ? std::nullopt : std::optional(layout::measure(pixels));
}

// A seal is red on paper, or dark on paper where it was copied without colour: no photograph and no coloured chart.
bool may_be_seal(const layout::Ink& ink) {
    constexpr double trace = 0.01, mostly = 0.4;
    return ink.red > trace || (ink.coloured < 2 * trace && ink.dark > trace && ink.dark < mostly);
}

// Whether it matters what a picture of this size and kind shows.
bool may_tell(const DrawnImage& image, const Size& page, bool seals_only) {
    return area_of(image.box, page) >= layout::some_colour &&
           (seal_sized(image.box) || (!seals_only && image.may_be_coloured));
}

} // namespace

bool seal_sized(const Box& box) {
    constexpr double least = 55, most = 220; // points: 2 to 7.5 cm
    double longer = std::max(box.width(), box.height()), shorter = std::min(box.width(), box.height());
    return shorter >= least && longer <= most && longer < 2 * shorter;
}

bool shows_telling_pictures(const Survey& survey) {
    return std::any_of(survey.images.begin(), survey.images.end(),
                       [&](const DrawnImage& image) { return may_tell(image, survey.size, false); });
}

std::optional<PictureLook> look_at_pictures(const CoreFile& file, const Survey& survey, bool seals_only) {
    constexpr std::size_t many = 50;
    PictureLook look;
    std::size_t looked_at = 0;
    for (const DrawnImage& image : survey.images) {
        if (!may_tell(image, survey.size, seals_only)) continue;
        double area = area_of(image.box, survey.size);
        std::optional<layout::Ink> ink = ++looked_at > many ? std::nullopt : ink_of(file, image);
        if (!ink) return {};
        look.seal |= seal_sized(image.box) && may_be_seal(*ink);
        if (!image.may_be_coloured) continue;
        look.ink.dark += area * ink->dark;
        look.ink.coloured += area * ink->coloured;
        look.ink.red += area * ink->red;
    }
    return look;
}

double cover(const Survey& survey) {
    const DrawnImage* image = largest(survey);
    return image == nullptr ? 0 : area_of(image->box, survey.size);
}

const DrawnImage* whole_page(const Survey& survey) {
    constexpr double speck = 0.0002; // of the page
    const DrawnImage* scan = largest(survey);
    if (scan == nullptr || !scan->whole || !scan->source || scan->quarters < 0) return nullptr;
    if (area_of(scan->box, survey.size) < whole || !inside(scan->box, survey.size)) return nullptr;
    if (survey.painted || survey.annotated || has_words(survey) || !resolution(*scan).square()) return nullptr;
    bool more = std::any_of(survey.images.begin(), survey.images.end(), [&](const DrawnImage& image) {
        return &image != scan && area_of(image.box, survey.size) > speck;
    });
    return more ? nullptr : scan;
}

std::optional<Scan> take_scan(const CoreFile& file, const Survey& survey, std::uint64_t page_pixels) {
    const DrawnImage* image = whole_page(survey);
    if (image == nullptr || too_large(survey, page_pixels)) return {};
    double dpi = std::round(resolution(*image).across * 100) / 100;
    Scan scan{file.jpeg(*image), {}, dpi, {}};
    if (!scan.jpeg.empty()) {
        layout::Raster look = look_at_jpeg(scan.jpeg, *image, scan.dpi);
        if (!look.empty()) {
            scan.ink = layout::measure(look);
            return scan;
        }
        scan.jpeg.clear();
    }
    scan.pixels = file.pixels(*image, page_pixels);
    if (scan.pixels.empty()) return {};
    scan.ink = layout::measure(scan.pixels);
    return scan;
}

double pixels_of_pictures(const Survey& survey) {
    double sum = 0;
    for (const DrawnImage& image : survey.images)
        sum += static_cast<double>(image.width) * static_cast<double>(image.height);
    return sum;
}

bool too_large(const Survey& survey, std::uint64_t page_pixels) {
    return std::any_of(survey.images.begin(), survey.images.end(), [&](const DrawnImage& image) {
        return image.width > 32767 || image.height > 32767 || image.width * image.height > page_pixels;
    });
}

double fitting_dpi(const Size& size, double dpi, std::uint64_t page_pixels) {
    constexpr double longest_side = 32767; // Cairo's
    double inches = size.width * size.height / (72 * 72);
    double fits = std::sqrt(static_cast<double>(page_pixels) / std::max(inches, 1e-6));
    double longest = longest_side / std::max({size.width / 72, size.height / 72, 1e-6});
    return std::min({dpi, fits * 0.999, longest * 0.999});
}

double rendering_dpi(const Survey& survey) {
    constexpr double least = 150, most = 400, large = 0.3;
    double finest = 0;
    for (const DrawnImage& image : survey.images) {
        Resolution own = resolution(image);
        if (area_of(image.box, survey.size) >= large) finest = std::max({finest, own.across, own.down});
    }
    return finest > 0 ? std::clamp(std::round(finest), least, most) : default_dpi;
}

} // namespace shenbao::pdf
