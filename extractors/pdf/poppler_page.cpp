#include "extractors/pdf/poppler_page.h"

#include "extractors/extractor.h"
#include "pipeline/model/text.h"

#include <cairo.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <span>

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

// One line of Cairo's 32-bit pixels, which are native-endian words: red, green and blue from above.
using Line = std::span<const std::uint32_t>;

bool is_grey(Line line) {
    std::uint32_t apart = 0;
    for (std::uint32_t pixel : line)
        apart |= (pixel >> 8 ^ pixel) & 0xFFFF;
    return apart == 0;
}

void put_grey(Line line, std::uint8_t* to) {
    for (std::size_t x = 0; x < line.size(); ++x)
        to[x] = static_cast<std::uint8_t>(line[x]);
}

void put_colour(Line line, std::uint8_t* to) {
    for (std::size_t x = 0; x < line.size(); ++x, to += 3) {
        to[0] = static_cast<std::uint8_t>(line[x] >> 16);
        to[1] = static_cast<std::uint8_t>(line[x] >> 8);
        to[2] = static_cast<std::uint8_t>(line[x]);
    }
}

// One channel where no pixel is coloured.
layout::Raster raster_of(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    if (data == nullptr) return {};
    layout::Raster raster{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), 1, {}};
    const int stride = cairo_image_surface_get_stride(surface);
    const auto width = static_cast<std::size_t>(raster.width);
    auto line = [&](int y) {
        return Line(reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride), width);
    };
    for (int y = 0; y < raster.height && raster.channels == 1; ++y)
        if (!is_grey(line(y))) raster.channels = 3;
    const std::size_t row = width * static_cast<std::size_t>(raster.channels);
    raster.pixels.resize(row * static_cast<std::size_t>(raster.height));
    for (int y = 0; y < raster.height; ++y) {
        std::uint8_t* to = raster.pixels.data() + static_cast<std::size_t>(y) * row;
        raster.channels == 1 ? put_grey(line(y), to) : put_colour(line(y), to);
    }
    return raster;
}

PopplerDocument* open_plain(std::span<const std::byte> bytes) {
    GBytes* held = g_bytes_new_static(bytes.data(), bytes.size());
    PopplerDocument* document = poppler_document_new_from_bytes(held, nullptr, nullptr);
    g_bytes_unref(held);
    return document;
}

// Poppler 22.12 uses freed memory when a password is wrong and the document comes from bytes; from a stream it does
// not.
PopplerDocument* open_locked(std::span<const std::byte> bytes, const char* password) {
    GInputStream* stream =
        g_memory_input_stream_new_from_data(bytes.data(), static_cast<gssize>(bytes.size()), nullptr);
    PopplerDocument* document =
        poppler_document_new_from_stream(stream, static_cast<goffset>(bytes.size()), password, nullptr, nullptr);
    g_object_unref(stream);
    return document;
}

// The file without the press it was made for (ISO 32000-1, 14.11.5), to whose colours every page would be turned anew:
// the key has another name of the same length. "" where it names none in plain words.
std::string without_press(std::span<const std::byte> bytes) {
    constexpr std::string_view key = "/OutputIntents";
    constexpr std::size_t most = std::size_t{64} << 20; // to be copied
    std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::size_t at = file.size() <= most ? file.find(key) : std::string_view::npos;
    if (at == std::string_view::npos) return {};
    std::string copy(file);
    for (; at != std::string::npos; at = copy.find(key, at))
        copy[at + 1] = '_';
    return copy;
}

} // namespace

std::string take(char* text) {
    CharPtr held(text);
    return text == nullptr ? std::string() : text::nfc(text);
}

PopplerDocument* PrintedFile::document() {
    if (!document_) {
        const auto& password = file_.password();
        plain_ = without_press(file_.bytes());
        auto bytes = plain_.empty() ? file_.bytes() : std::as_bytes(std::span(plain_));
        document_.reset(password ? open_locked(bytes, password->c_str()) : open_plain(bytes));
    }
    if (!document_) throw ItemError("document.damaged");
    return document_.get();
}

PagePtr PrintedFile::page(int index) {
    PagePtr page(poppler_document_get_page(document(), index));
    if (!page) throw ItemError("document.damaged", "page is missing");
    return page;
}

layout::Raster render(PopplerPage* page, double dpi) {
    Size size;
    poppler_page_get_size(page, &size.width, &size.height);
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
    return raster_of(surface.get());
}

void silence() {
    auto drop = [](const gchar*, GLogLevelFlags, const gchar*, gpointer) {};
    static bool done = false;
    if (done) return;
    done = true;
    prepare_core();
    setMsgSeverity(L_SEVERITY_NONE);
    for (const char* domain : {"Poppler", "GLib", "GLib-GObject"})
        g_log_set_handler(domain, static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK & ~G_LOG_LEVEL_ERROR), drop, nullptr);
}

} // namespace shenbao::pdf
