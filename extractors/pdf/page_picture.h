#pragma once
// The picture of a page that is still to be read: the scan itself with its own pixels where the page is nothing but
// that scan; else the page as it is printed.

#include "extractors/pdf/core_file.h"

#include <cstdint>
#include <optional>
#include <string>

namespace shenbao::pdf {

inline constexpr double preview_dpi = 110; // what seals are looked for at
inline constexpr double rules_dpi = 75;    // enough for rules, where there are no pictures
inline constexpr double default_dpi = 200; // for reading a page without pictures

// The share of the page that its largest picture covers.
double cover(const Survey& survey);

// The picture that the page consists of; null where there is more to see. A page number at its edge is not more.
const DrawnImage* whole_page(const Survey& survey);

struct Scan {
    std::string jpeg;      // as it lies in the file, or
    layout::Raster pixels; // upright
    double dpi = 0;
    layout::Ink ink; // what it shows, looked at closely enough to tell a blank page
};
// Takes the scan out of the file; nothing where it cannot be had as it is.
std::optional<Scan> take_scan(const CoreFile& file, const Survey& survey, std::uint64_t page_pixels);

// A picture of the size of a seal, by its place on the page.
bool seal_sized(const Box& box);

// Whether there is a picture on the page that it takes to decode to know what it shows: of the size of a seal, or one
// that can hold colour.
bool shows_telling_pictures(const Survey& survey);

// What the page's pictures show together, as shares of the page; those that cannot hold colour are left out.
struct PictureLook {
    layout::Ink ink;
    bool seal = false; // one of them may be of a seal, in whatever colour
};
// Nothing where it takes a drawing of the page to tell. `seals_only`: where the page will be drawn in any case, only
// those of a seal's size are looked at.
std::optional<PictureLook> look_at_pictures(const CoreFile& file, const Survey& survey, bool seals_only);

// How many pixels the pictures on the page have together.
double pixels_of_pictures(const Survey& survey);
// Some picture on the page has more pixels than a page may have.
bool too_large(const Survey& survey, std::uint64_t page_pixels);
// `dpi`, or less where a page of this size would pass `page_pixels`.
double fitting_dpi(const Size& size, double dpi, std::uint64_t page_pixels);
// The resolution to render a page at: that of its finest large picture within sense, 200 dpi without one.
double rendering_dpi(const Survey& survey);

} // namespace shenbao::pdf
