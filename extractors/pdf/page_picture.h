#pragma once
// The picture of a page that is still to be read: the scan itself with its own pixels where the page is nothing but
// that scan, upright and whole; else the page as it is printed.

#include "extractors/pdf/poppler_page.h"
#include "extractors/pdf/raw_images.h"

#include <cstdint>
#include <optional>

namespace shenbao::pdf {

// What one page needs to find its picture.
struct PageView {
    PopplerPage* page = nullptr;
    Size size;
    std::vector<PlacedImage> images;
    layout::Raster preview; // three channels
};
inline constexpr double preview_dpi = 110; // what seals are looked for at
inline constexpr double rules_dpi = 75;    // enough for rules, where there are no pictures

// The share of the page that its largest picture covers.
double cover(const PageView& view);

struct Scan {
    std::span<const std::byte> jpeg; // as it lies in the file, or
    layout::Raster pixels;           // upright
    double dpi = 0;
};

// Finds the pictures of the file for the pages, in order.
class Scans {
  public:
    Scans(std::span<const std::byte> file, std::uint64_t page_pixels);
    // The scan that the page consists of; nothing where there is more to see than one picture.
    std::optional<Scan> whole_page(const PageView& view);
    // The file holds no picture as an object of its own.
    bool none() const { return images_.empty(); }
    // A picture in the file has more pixels than a page may have.
    bool too_large() const { return too_large_; }

  private:
    std::optional<Scan> as_jpeg(const PageView& view, const Box& box);

    std::vector<RawImage> images_;
    std::size_t next_ = 0;
    bool too_large_ = false;
};

// `dpi`, or less where a page of this size would pass `page_pixels`.
double fitting_dpi(const Size& size, double dpi, std::uint64_t page_pixels);
// The resolution to render a page at: that of its largest picture within sense, 200 dpi without one. The picture is
// decoded for it, so this is not for files with pictures that are too large.
double rendering_dpi(const PageView& view);
inline constexpr double default_dpi = 200;

} // namespace shenbao::pdf
