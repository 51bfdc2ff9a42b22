#include "extractors/pdf/poppler_page.h"

#include "pipeline/model/text.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace shenbao::pdf {
namespace {

struct SurfaceDeleter {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextDeleter {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceDeleter>;
using ContextPtr = std::unique_ptr<cairo_t, ContextDeleter>;
struct ErrorDeleter {
    void operator()(GError* error) const { g_error_free(error); }
};

std::uint8_t* opaque_row(const unsigned char* row, int width, std::uint8_t* to) {
    for (int x = 0; x < width; ++x, row += 4, to += 3) {
        std::uint32_t pixel;
        std::memcpy(&pixel, row, 4);
        to[0] = static_cast<std::uint8_t>(pixel >> 16);
        to[1] = static_cast<std::uint8_t>(pixel >> 8);
        to[2] = static_cast<std::uint8_t>(pixel);
    }
    return to;
}

std::uint8_t* paper_row(const unsigned char* row, int width, std::uint8_t* to) {
    for (int x = 0; x < width; ++x, row += 4) {
        std::uint32_t pixel;
        std::memcpy(&pixel, row, 4);
        std::uint32_t paper = 255 - (pixel >> 24);
        for (int shift : {16, 8, 0})
            *to++ = static_cast<std::uint8_t>(std::min<std::uint32_t>(255, (pixel >> shift & 0xFF) + paper));
    }
    return to;
}

// Cairo's 32-bit pixels are native-endian words of alpha, red, green, blue, the colours multiplied by alpha; over
// white paper that is colour + (255 - alpha).
layout::Raster on_paper(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    layout::Raster raster{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), 3, {}};
    const unsigned char* data = cairo_image_surface_get_data(surface);
    if (data == nullptr) return {};
    bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
    int stride = cairo_image_surface_get_stride(surface);
    raster.pixels.resize(static_cast<std::size_t>(raster.width) * raster.height * 3);
    std::uint8_t* to = raster.pixels.data();
    for (int y = 0; y < raster.height; ++y) {
        const unsigned char* row = data + static_cast<std::ptrdiff_t>(y) * stride;
        to = opaque ? opaque_row(row, raster.width, to) : paper_row(row, raster.width, to);
    }
    return raster;
}

bool inside(const Box& box, const Size& size) {
    constexpr double slack = 2; // Poppler rounds outward to whole points
    return box.left > -slack && box.top > -slack && box.right < size.width + slack && box.bottom < size.height + slack;
}

// Poppler 22.12 tells where a picture's top left corner is and how long its sides are, the crop box subtracted twice
// and no word on the turn by quarters that the page or the drawing gives it: that is the turn which keeps it on the
// page.
Box placed(const PopplerRectangle& area, const PopplerRectangle& crop, const Size& size) {
    double width = area.x2 - area.x1, height = area.y2 - area.y1;
    double x = area.x1 + crop.x1, y = area.y1 + crop.y1;
    Box straight{x, y, x + width, y + height};
    for (const Box& box : {straight, Box{x - height, y, x, y + width}, Box{x, y - width, x + height, y}})
        if (inside(box, size)) return box;
    return straight;
}

bool is_password_error(const GError* error) { return error != nullptr && error->code == POPPLER_ERROR_ENCRYPTED; }

PopplerDocument* open_plain(std::span<const std::byte> bytes, GError** error) {
    GBytes* held = g_bytes_new_static(bytes.data(), bytes.size());
    PopplerDocument* document = poppler_document_new_from_bytes(held, nullptr, error);
    g_bytes_unref(held);
    return document;
}

// Poppler 22.12 uses freed memory when a password is wrong and the document comes from bytes; from a stream it does
// not.
PopplerDocument* open_locked(std::span<const std::byte> bytes, const char* password, GError** error) {
    GInputStream* stream =
        g_memory_input_stream_new_from_data(bytes.data(), static_cast<gssize>(bytes.size()), nullptr);
    PopplerDocument* document =
        poppler_document_new_from_stream(stream, static_cast<goffset>(bytes.size()), password, nullptr, error);
    g_object_unref(stream);
    return document;
}

} // namespace

std::string take(char* text) {
    CharPtr held(text);
    return text == nullptr ? std::string() : text::nfc(text);
}

DocumentPtr open(std::span<const std::byte> bytes, std::span<const std::string> passwords) {
    std::vector<const char*> tries{nullptr};
    for (const std::string& password : passwords)
        tries.push_back(password.c_str());
    bool encrypted = false;
    for (const char* password : tries) {
        GError* raw = nullptr;
        DocumentPtr document(password == nullptr ? open_plain(bytes, &raw) : open_locked(bytes, password, &raw));
        std::unique_ptr<GError, ErrorDeleter> error(raw);
        if (document) return document;
        encrypted = is_password_error(error.get());
        if (!encrypted) break;
    }
    throw ItemError(encrypted ? "document.encrypted" : "document.damaged");
}

Size size_of(PopplerPage* page) {
    Size size;
    poppler_page_get_size(page, &size.width, &size.height);
    return size;
}

std::vector<layout::Line> text_lines(PopplerPage* page) {
    std::u32string text = text::to_u32(take(poppler_page_get_text(page)));
    PopplerRectangle* raw = nullptr;
    guint count = 0;
    poppler_page_get_text_layout(page, &raw, &count);
    std::unique_ptr<PopplerRectangle, Free> boxes(raw);
    std::vector<layout::Line> lines(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            if (!lines.back().glyphs.empty()) lines.emplace_back();
            continue;
        }
        Box box;
        if (i < count) {
            const PopplerRectangle& r = boxes.get()[i];
            box = {std::min(r.x1, r.x2), std::min(r.y1, r.y2), std::max(r.x1, r.x2), std::max(r.y1, r.y2)};
        }
        layout::Line& line = lines.back();
        line.box = line.glyphs.empty() ? box : layout::joined(line.box, box);
        line.glyphs.push_back({text[i], box});
    }
    if (lines.back().glyphs.empty()) lines.pop_back();
    return lines;
}

std::vector<PlacedImage> images(PopplerPage* page) {
    Size size = size_of(page);
    PopplerRectangle crop{};
    poppler_page_get_crop_box(page, &crop);
    std::vector<PlacedImage> found;
    GList* list = poppler_page_get_image_mapping(page);
    for (GList* item = list; item != nullptr; item = item->next) {
        const auto* mapping = static_cast<const PopplerImageMapping*>(item->data);
        found.push_back({mapping->image_id, placed(mapping->area, crop, size)});
    }
    poppler_page_free_image_mapping(list);
    return found;
}

layout::Raster image_pixels(PopplerPage* page, int id) {
    SurfacePtr surface(poppler_page_get_image(page, id));
    if (!surface || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return {};
    if (cairo_surface_get_type(surface.get()) != CAIRO_SURFACE_TYPE_IMAGE) return {};
    cairo_format_t format = cairo_image_surface_get_format(surface.get());
    if (format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24) return {};
    return on_paper(surface.get());
}

layout::Raster render(PopplerPage* page, double dpi) {
    Size size = size_of(page);
    double scale = dpi / 72;
    double width = std::ceil(size.width * scale), height = std::ceil(size.height * scale);
    if (!(width >= 1 && height >= 1 && width <= 32767 && height <= 32767)) return {};
    SurfacePtr surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return {};
    ContextPtr context(cairo_create(surface.get()));
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    cairo_scale(context.get(), scale, scale);
    poppler_page_render(page, context.get());
    context.reset();
    return on_paper(surface.get());
}

void silence() {
    auto drop = [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {};
    static bool done = false;
    if (done) return;
    done = true;
    for (const char* domain : {"Poppler", "GLib", "GLib-GObject"})
        g_log_set_handler(domain, static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK & ~G_LOG_LEVEL_ERROR), drop, nullptr);
}

} // namespace shenbao::pdf
