#pragma once
// Poppler behind values: a document and what one page of it holds. All boxes are in points on the page as it is looked
// at (rotation applied), from the top left corner. Poppler's own messages are kept off standard error.

#include "extractors/layout/glyphs.h"
#include "extractors/layout/raster.h"

#include <poppler.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shenbao::pdf {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
struct Free {
    void operator()(void* memory) const { g_free(memory); }
};
using DocumentPtr = std::unique_ptr<PopplerDocument, Unref>;
using PagePtr = std::unique_ptr<PopplerPage, Unref>;
using CharPtr = std::unique_ptr<char, Free>;

// Clean UTF-8 of a string Poppler gives away.
std::string take(char* text);

// Opens with an empty password, then each of `passwords`. Throws ItemError document.encrypted or document.damaged.
// `bytes` must remain good while the document lives.
DocumentPtr open(std::span<const std::byte> bytes, std::span<const std::string> passwords);

struct Size {
    double width = 0, height = 0;
};
Size size_of(PopplerPage* page);

// The text layer, line by line in Poppler's reading order.
std::vector<layout::Line> text_lines(PopplerPage* page);

// A picture placed on the page.
struct PlacedImage {
    int id = 0;
    Box box;
};
std::vector<PlacedImage> images(PopplerPage* page);
// The picture with its own pixels, before the page turns or scales it. Empty where it cannot be had.
layout::Raster image_pixels(PopplerPage* page, int id);

// The page as it is printed, annotations included; three channels. Empty where it cannot be rendered at this size.
layout::Raster render(PopplerPage* page, double dpi);

// Sets Poppler's and GLib's handlers once a process.
void silence();

} // namespace shenbao::pdf
