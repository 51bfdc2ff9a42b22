// Pictures sent as files: photographs and scans. A picture says nothing by itself; it is made into pages that are
// still to be read. Leptonica decodes, from memory; the header is looked at before anything is decoded.

#include "extractors/extractor.h"
#include "extractors/image/exif.h"
#include "extractors/image/metafile.h"
#include "extractors/image/pix.h"

#include <algorithm>
#include <array>
#include <string>

namespace shenbao {
namespace {

using image::Format;
using image::PixPtr;

constexpr double points_per_inch = 72;
// Cameras write 72 or 96 dpi whatever they photograph: a page larger than this was not scanned at the size it claims.
constexpr double largest_page_inches = 26;

double believable_dpi(double dpi, std::uint32_t width, std::uint32_t height) {
    if (dpi < 30 || dpi > 4800) return 0;
    return std::max(width, height) / dpi > largest_page_inches ? 0 : dpi;
}

Page page_of(int number, const PixPtr& pix) {
    Page page;
    page.number = number;
    page.use = PictureUse::text_and_seals;
    page.text_score = 0;
    page.coloured = image::is_coloured(pix);
    page.picture_dpi = believable_dpi(pix->xres, pix->w, pix->h);
    if (page.picture_dpi > 0) {
        page.width = pix->w / page.picture_dpi * points_per_inch;
        page.height = pix->h / page.picture_dpi * points_per_inch;
    }
    return page;
}

void check_size(const image::Header& header, const Limits& limits) {
    std::uint64_t pixels = std::uint64_t{header.width} * header.height;
    if (pixels > limits.page_pixels)
        throw ItemError("limit.pixels", std::to_string(header.width) + " x " + std::to_string(header.height));
}

// A picture that stands alone in its file. The file itself is the page's picture, except where it has to be turned.
void read_single(const Input& input, const image::Header& header, Facts& facts, Document& document, Sink& sink) {
    image::Decoded decoded = image::decode(input.bytes, header.format);
    if (!decoded.pix) throw ItemError("document.damaged");
    if (decoded.damaged) {
        facts.outcome = Outcome::partial;
        facts.findings.push_back(finding("document.damaged", {"", 1, {}}));
    }
    int orientation = header.format == Format::jpeg ? image::jpeg_orientation(input.bytes) : 0;
    if (orientation > 0) document.properties["orientation"] = std::to_string(orientation);
    bool turned = orientation > 1;
    bool as_it_is = !turned && !image::is_foreign(input.bytes, header.format);
    if (turned) decoded.pix = image::upright(std::move(decoded.pix), orientation);
    if (!decoded.pix) throw ItemError("document.damaged");
    Page page = page_of(1, decoded.pix);
    page.picture = as_it_is ? Digest::of(input.bytes) : sink.put(image::png(decoded.pix));
    document.pages.push_back(std::move(page));
}

// One page of a TIFF: its picture is put to the sink as PNG, for the file holds all pages at once.
Page tiff_page(const Input& input, int index, const Limits& limits, Sink& sink) {
    auto header = image::tiff_header(input.bytes, index);
    if (!header) throw ItemError("document.damaged");
    check_size(*header, limits);
    PixPtr pix = image::decode_tiff(input.bytes, index);
    if (!pix) throw ItemError("document.damaged");
    Page page = page_of(index + 1, pix);
    page.picture = sink.put(image::png(pix));
    return page;
}

// The bitmap in it: a drawing says nothing to those who read pages.
void read_metafile(const Input& input, const Limits& limits, Document& document, Sink& sink) {
    std::string picture = image::picture_in_metafile(input.text(), limits.page_pixels);
    if (picture.empty()) throw ItemError("document.unsupported", "metafile without a bitmap");
    auto bytes = std::as_bytes(std::span(picture));
    image::Format format = image::format_of(bytes);
    image::Decoded decoded =
        format == Format::tiff ? image::Decoded{image::decode_tiff(bytes, 0)} : image::decode(bytes, format);
    if (!decoded.pix) throw ItemError("document.damaged");
    Page page = page_of(1, decoded.pix);
    page.picture = sink.put(format == Format::tiff ? image::png(decoded.pix) : picture);
    document.pages.push_back(std::move(page));
}

void read_tiff(const Input& input, const Limits& limits, Facts& facts, Document& document, Sink& sink) {
    int count = image::tiff_pages(input.bytes, limits.document_pages + 1);
    if (count > limits.document_pages) {
        facts.findings.push_back(finding("limit.pages", {}, std::to_string(limits.document_pages)));
        facts.outcome = Outcome::partial;
        count = limits.document_pages;
    }
    for (int i = 0; i < count; ++i) {
        sink.progress("page " + std::to_string(i + 1));
        Outcome outcome = isolate({"", i + 1, {}}, facts.findings,
                                  [&] { document.pages.push_back(tiff_page(input, i, limits, sink)); });
        if (outcome == Outcome::ok) continue;
        facts.outcome = Outcome::partial;
        Page unread;
        unread.number = i + 1;
        unread.text_score = 0;
        unread.use = PictureUse::text_and_seals; // there is something to see that nobody has seen
        document.pages.push_back(std::move(unread));
    }
    bool any =
        std::any_of(document.pages.begin(), document.pages.end(), [](const Page& p) { return !p.picture.empty(); });
    if (!any) throw ItemError(facts.findings.empty() ? "document.damaged" : facts.findings[0].code);
}

class ImageExtractor : public Extractor {
  public:
    std::string_view name() const override { return "image"; }
    int version() const override { return 3; }
    int bid(const Input& input) const override {
        bool known = image::format_of(input.bytes) != Format::none || image::is_metafile(input.text());
        return known ? bid::certain : bid::none;
    }
    void warm() const override { image::silence(); }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        image::silence();
        Facts facts;
        Document document;
        Format format = image::is_metafile(input.text()) ? Format::metafile : image::format_of(input.bytes);
        document.format = image::name_of(format);
        if (auto wrong = image::ending_mismatch(ending_of(input.name.empty() ? options.name : input.name), format))
            facts.findings.push_back(std::move(*wrong));
        if (format == Format::tiff) {
            read_tiff(input, options.limits, facts, document, sink);
        } else if (format == Format::metafile) {
            sink.progress("page 1");
            read_metafile(input, options.limits, document, sink);
        } else {
            auto header = image::header_of(input.bytes, format);
            if (!header) throw ItemError("document.damaged");
            check_size(*header, options.limits);
            sink.progress("page 1");
            read_single(input, *header, facts, document, sink);
        }
        facts.body = std::move(document);
        return facts;
    }
};

} // namespace

const Extractor& image_extractor() {
    static const ImageExtractor extractor;
    return extractor;
}

} // namespace shenbao
