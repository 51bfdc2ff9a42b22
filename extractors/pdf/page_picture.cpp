#include "extractors/pdf/page_picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace shenbao::pdf {
namespace {

constexpr double whole = 0.85; // of the page: the rest is margin that the scanner cut off
constexpr int thumb = 96;

double area_of(const Box& box, const Size& size) {
    double width = std::min(box.right, size.width) - std::max(box.left, 0.0);
    double height = std::min(box.bottom, size.height) - std::max(box.top, 0.0);
    return width > 0 && height > 0 ? width * height / (size.width * size.height) : 0;
}

const PlacedImage* largest(const PageView& view) {
    const PlacedImage* best = nullptr;
    for (const PlacedImage& image : view.images)
        if (best == nullptr || area_of(image.box, view.size) > area_of(best->box, view.size)) best = &image;
    return best;
}

// Poppler rounds boxes outward to whole points, so a point and a half over the edge is still inside.
bool inside(const Box& box, const Size& size) {
    constexpr double slack = 2;
    return box.left > -slack && box.top > -slack && box.right < size.width + slack && box.bottom < size.height + slack;
}

layout::Raster crop(const layout::Raster& page, const Box& box, const Size& size) {
    return layout::crop(
        page, {box.left / size.width, box.top / size.height, box.right / size.width, box.bottom / size.height});
}

layout::Raster thumbnail(const layout::Raster& raster) {
    if (raster.width < thumb || raster.height < thumb) return {};
    return layout::shrunk(raster, thumb, thumb);
}

// Whether two thumbnails show the same. A seal put over the scan, or a line of text, changes more cells than
// resampling does.
bool alike(const layout::Raster& a, const layout::Raster& b) {
    constexpr int apart = 24;
    constexpr std::size_t few = std::size_t{thumb} * thumb / 400;
    if (a.empty() || a.pixels.size() != b.pixels.size()) return false;
    std::size_t different = 0, total = 0;
    for (std::size_t i = 0; i + 2 < a.pixels.size(); i += 3) {
        int most = 0;
        for (std::size_t c = 0; c < 3; ++c)
            most = std::max(most, std::abs(int{a.pixels[i + c]} - int{b.pixels[i + c]}));
        different += most > apart;
        total += static_cast<std::size_t>(most);
    }
    return different <= few && total < std::size_t{6} * thumb * thumb;
}

struct PixDeleter {
    void operator()(PIX* pix) const { pixDestroy(&pix); }
};

// A JPEG's pixels, as few as a thumbnail needs, straight out of its coefficients.
layout::Raster small_jpeg(const RawImage& image) {
    constexpr std::uint64_t enough = 4 * thumb;
    int reduction = 1;
    while (reduction < 8 && std::min(image.width, image.height) / (2 * reduction) >= enough)
        reduction *= 2;
    const auto* data = reinterpret_cast<const l_uint8*>(image.jpeg.data());
    std::unique_ptr<PIX, PixDeleter> pix(pixReadMemJpeg(data, image.jpeg.size(), 0, reduction, nullptr, 0));
    if (pix && pix->d != 32) pix.reset(pixConvertTo32(pix.get()));
    if (!pix) return {};
    layout::Raster out{static_cast<int>(pix->w), static_cast<int>(pix->h), 3, {}};
    out.pixels.reserve(std::size_t{pix->w} * pix->h * 3);
    for (l_uint32 y = 0; y < pix->h; ++y) {
        const l_uint32* line = pix->data + std::size_t{y} * pix->wpl;
        for (l_uint32 x = 0; x < pix->w; ++x)
            for (int shift : {24, 16, 8})
                out.pixels.push_back(static_cast<std::uint8_t>(line[x] >> shift & 0xFF));
    }
    return out;
}

struct Resolution {
    double across = 0, down = 0;
    bool square() const { return across > 0 && down > 0 && std::abs(across / down - 1) < 0.04; }
};
Resolution resolution(double width, double height, const Box& box) {
    if (box.width() <= 0 || box.height() <= 0) return {};
    return {width / box.width() * 72, height / box.height() * 72};
}

// The page's own edge where the box was rounded past it.
Box within(const Box& box, const Size& size) {
    auto snap = [](double value, double edge) { return std::abs(value - edge) < 2 ? edge : value; };
    return {snap(box.left, 0), snap(box.top, 0), snap(box.right, size.width), snap(box.bottom, size.height)};
}

} // namespace

double cover(const PageView& view) {
    const PlacedImage* image = largest(view);
    return image == nullptr ? 0 : area_of(image->box, view.size);
}

Scans::Scans(std::span<const std::byte> file, std::uint64_t page_pixels) : images_(raw_images(file)) {
    for (const RawImage& image : images_)
        too_large_ |= image.width > 32767 || image.height > 32767 || image.width * image.height > page_pixels;
}

// Pages mostly lie in the file in their order, so only the next few pictures of the right shape are looked at.
std::optional<Scan> Scans::as_jpeg(const PageView& view, const Box& box) {
    layout::Raster shown = thumbnail(crop(view.preview, box, view.size));
    int tries = 0;
    for (std::size_t k = 0; k < images_.size() && tries < 3; ++k) {
        std::size_t at = (next_ + k) % images_.size();
        const RawImage& image = images_[at];
        Resolution dpi = resolution(static_cast<double>(image.width), static_cast<double>(image.height), box);
        if (image.jpeg.empty() || !dpi.square()) continue;
        ++tries;
        if (!alike(thumbnail(small_jpeg(image)), shown)) continue;
        next_ = at + 1;
        return Scan{image.jpeg, {}, dpi.across};
    }
    return {};
}

std::optional<Scan> Scans::whole_page(const PageView& view) {
    const PlacedImage* image = largest(view);
    if (image == nullptr || area_of(image->box, view.size) < whole || !inside(image->box, view.size)) return {};
    if (view.preview.empty() || too_large_) return {};
    Box box = within(image->box, view.size);
    if (auto jpeg = as_jpeg(view, box)) return jpeg;
    layout::Raster pixels = image_pixels(view.page, image->id);
    if (pixels.empty()) return {};
    layout::Raster shown = thumbnail(crop(view.preview, box, view.size)), own = thumbnail(pixels);
    for (int quarters = 0; quarters < 4; ++quarters) {
        if (!alike(layout::turned(own, quarters), shown)) continue;
        Scan scan{{}, layout::turned(pixels, quarters), 0};
        Resolution dpi = resolution(scan.pixels.width, scan.pixels.height, box);
        if (!dpi.square()) return {};
        scan.dpi = dpi.across;
        return scan;
    }
    return {};
}

double fitting_dpi(const Size& size, double dpi, std::uint64_t page_pixels) {
    constexpr double longest_side = 32767; // Cairo's
    double inches = size.width * size.height / (72 * 72);
    double fits = std::sqrt(static_cast<double>(page_pixels) / std::max(inches, 1e-6));
    double longest = longest_side / std::max({size.width / 72, size.height / 72, 1e-6});
    return std::min({dpi, fits * 0.999, longest * 0.999});
}

double rendering_dpi(const PageView& view) {
    constexpr double least = 150, most = 400;
    const PlacedImage* image = largest(view);
    if (image == nullptr || area_of(image->box, view.size) < 0.3) return default_dpi;
    layout::Raster pixels = image_pixels(view.page, image->id);
    if (pixels.empty()) return default_dpi;
    Resolution own = resolution(pixels.width, pixels.height, image->box);
    return std::clamp(std::max(own.across, own.down), least, most);
}

} // namespace shenbao::pdf
