// OFD, the fixed layout format of Chinese offices (GB/T 33190). Nothing is rendered: the text stands in the file, and
// a scan is a picture that covers its page.

#include "extractors/extractor.h"
#include "extractors/image/pix.h"
#include "extractors/layout/blocks.h"
#include "extractors/ofd/seals.h"

#include <libxml/parser.h>

#include <algorithm>
#include <string>

namespace shenbao {
namespace {

using namespace ofd;
constexpr double points = 72 / 25.4;

// What is shared while the pages of one package are read.
struct Reading {
    Package package;
    Facts& facts;
    Document& document;
    const Limits& limits;
    Sink& sink;
    std::map<std::string, Xml> templates{}; // by path
};

const Xml& template_of(Reading& reading, const std::string& path) {
    auto known = reading.templates.find(path);
    if (known == reading.templates.end())
        known = reading.templates.emplace(path, Xml(reading.package.read(path).value_or(""))).first;
    return known->second;
}

// A picture that covers the page is the page: its bytes go to the sink as they are where they lie upright.
void put_scan(const Picture& picture, const Body& body, Page& page, Reading& reading) {
    auto path = body.media.find(picture.resource);
    auto bytes = path == body.media.end() ? std::nullopt : reading.package.read(path->second);
    if (!bytes) throw ItemError("document.damaged", "picture is missing");
    auto data = std::as_bytes(std::span(*bytes));
    image::Format format = image::format_of(data);
    if (format == image::Format::none) throw ItemError("document.unsupported", ending_of(path->second));
    auto header = image::header_of(data, format);
    if (!header) throw ItemError("document.damaged", "picture");
    if (std::uint64_t{header->width} * header->height > reading.limits.page_pixels) throw ItemError("limit.pixels");
    image::Decoded decoded = image::decode(data, format);
    if (picture.quarters > 0 && decoded.pix) decoded.pix.reset(pixRotateOrth(decoded.pix.get(), picture.quarters));
    if (!decoded.pix) throw ItemError("document.damaged", "picture");
    page.coloured = image::is_coloured(decoded.pix);
    page.picture_dpi = decoded.pix->w / std::max(picture.box.width() / 72, 1e-3);
    bool as_it_is = picture.quarters == 0 && format != image::Format::tiff && !image::is_foreign(data, format);
    page.picture = as_it_is ? reading.sink.put(std::string_view(*bytes)) : reading.sink.put(image::png(decoded.pix));
    page.use = PictureUse::text_and_seals;
}

double cover(const Picture& picture, const Page& page) {
    double width = std::min(picture.box.right, page.width) - std::max(picture.box.left, 0.0);
    double height = std::min(picture.box.bottom, page.height) - std::max(picture.box.top, 0.0);
    return width > 0 && height > 0 ? width * height / (page.width * page.height) : 0;
}

// Decodes a picture of the package within the limits; null where it cannot be.
image::PixPtr decoded(const Picture& picture, const Body& body, Reading& reading) {
    auto path = body.media.find(picture.resource);
    auto bytes = path == body.media.end() ? std::nullopt : reading.package.read(path->second);
    if (!bytes) return nullptr;
    auto data = std::as_bytes(std::span(*bytes));
    image::Format format = image::format_of(data);
    auto header = image::header_of(data, format);
    if (!header || std::uint64_t{header->width} * header->height > reading.limits.page_pixels) return nullptr;
    return image::decode(data, format).pix;
}

// False where there is nothing to paste.
bool paste(const Picture& picture, const Body& body, double dpi, const image::PixPtr& paper, Reading& reading) {
    auto pixels = [&](double points) { return static_cast<l_int32>(points / 72 * dpi); };
    l_int32 width = pixels(picture.box.width()), height = pixels(picture.box.height());
    if (width < 8 || height < 8 || width > l_int32(paper->w) || height > l_int32(paper->h)) return false;
    image::PixPtr pix = decoded(picture, body, reading);
    if (pix) pix.reset(pixRemoveAlpha(pix.get()));
    if (pix) pix.reset(pixConvertTo32(pix.get()));
    if (pix && picture.quarters > 0) pix.reset(pixRotateOrth(pix.get(), picture.quarters));
    if (pix) pix.reset(pixScaleToSize(pix.get(), width, height));
    if (!pix) return false;
    pixRasterop(paper.get(), pixels(picture.box.left), pixels(picture.box.top), width, height, PIX_SRC & PIX_DST,
                pix.get(), 0, 0);
    return true;
}

// Pictures on a page of text may be seals: they are put on white paper at their places, to be looked at for those.
void put_pictures(const Content& content, const Body& body, Page& page, Reading& reading) {
    constexpr double dpi = 110;
    constexpr std::size_t most = 100;
    auto width = static_cast<l_int32>(page.width / 72 * dpi), height = static_cast<l_int32>(page.height / 72 * dpi);
    if (content.pictures.empty() || width < 1 || height < 1) return;
    if (std::uint64_t(width) * std::uint64_t(height) > reading.limits.page_pixels) return;
    image::PixPtr paper(pixCreate(width, height, 32));
    if (!paper) throw std::bad_alloc();
    pixSetAll(paper.get());
    std::size_t count = 0;
    for (const Picture& picture : content.pictures)
        if (count < most) count += paste(picture, body, dpi, paper, reading);
    if (count == 0) return;
    page.use = PictureUse::seals;
    page.coloured = true; // whatever is missing on it, no scanner took the colour away
    page.picture_dpi = dpi;
    page.picture = reading.sink.put(image::png(paper));
}

// A scan with a stray footer is still a scan; a page of text on a background picture is not.
void look_at_pictures(const Content& content, const Body& body, Page& page, Reading& reading) {
    constexpr double whole = 0.8;
    constexpr std::size_t stray = 60;
    constexpr double recognised = 0.4; // belief in another program's recognition
    std::size_t glyphs = 0;
    for (const auto* runs : {&content.runs, &content.turned})
        for (const layout::Line& run : *runs)
            glyphs += run.glyphs.size();
    if (glyphs - content.unseen > stray) return put_pictures(content, body, page, reading);
    auto scan = std::find_if(content.pictures.begin(), content.pictures.end(),
                             [&](const Picture& picture) { return cover(picture, page) > whole; });
    if (scan == content.pictures.end()) return put_pictures(content, body, page, reading);
    page.text_score = content.unseen > 0 ? recognised : 0;
    page.typed = glyphs > 0 && content.unseen == 0;
    Outcome outcome =
        isolate({"", page.number, {}}, reading.facts.findings, [&] { put_scan(*scan, body, page, reading); });
    page.use = PictureUse::text_and_seals;
    if (outcome != Outcome::ok) reading.facts.outcome = Outcome::partial;
}

void add_blocks(Content& content, const Page& page, Document& document) {
    std::vector<layout::Line> lines = layout::lines_of_runs(content.runs);
    auto grids = layout::grids_of(content.rules);
    layout::PageSize size{page.width, page.height};
    for (Block& block : layout::blocks_of(lines, grids, page.number, size))
        document.blocks.push_back(std::move(block));
    for (const layout::Line& line : content.turned) {
        Paragraph paragraph;
        paragraph.page = page.number;
        paragraph.content.text = layout::text_of(line);
        paragraph.box = layout::share(line.box, size);
        paragraph.part = Part::text_box;
        if (!paragraph.content.text.empty()) document.blocks.emplace_back(std::move(paragraph));
    }
}

void read_page(const Body& body, const PageEntry& entry, PagePlace& place, Reading& reading) {
    auto bytes = reading.package.read(entry.path);
    if (!bytes) throw ItemError("document.damaged", entry.path);
    Xml xml(*bytes);
    if (!xml.root()) throw ItemError("document.damaged", entry.path);
    read_area(xml.root().child("Area"), place.area);
    Origin origin{place.area.x, place.area.y};
    Content content;
    for (const Element& used : xml.root().children("Template")) {
        auto path = body.templates.find(used.attribute("TemplateID"));
        if (path == body.templates.end()) continue;
        add_content(template_of(reading, path->second).root().child("Content"), origin, body.composites, content);
    }
    add_content(xml.root().child("Content"), origin, body.composites, content);
    Page page;
    page.number = place.number;
    page.width = place.area.width * points;
    page.height = place.area.height * points;
    look_at_pictures(content, body, page, reading);
    add_blocks(content, page, reading.document);
    reading.document.pages.push_back(std::move(page));
}

// False once the limit of pages is reached.
bool read_body(const Body& body, Reading& reading) {
    Places places;
    for (const PageEntry& entry : body.pages) {
        int number = static_cast<int>(reading.document.pages.size()) + 1;
        if (number > reading.limits.document_pages) {
            reading.facts.findings.push_back(finding("limit.pages", {}, std::to_string(body.pages.size())));
            reading.facts.outcome = Outcome::partial;
            return false;
        }
        reading.sink.progress("page " + std::to_string(number));
        PagePlace place{number, body.area};
        Outcome outcome =
            isolate({"", number, {}}, reading.facts.findings, [&] { read_page(body, entry, place, reading); });
        if (outcome != Outcome::ok) {
            reading.facts.outcome = Outcome::partial;
            Page unread;
            unread.number = number;
            unread.text_score = 0;
            unread.use = PictureUse::text_and_seals; // there is something to see that nobody has seen
            reading.document.pages.push_back(std::move(unread));
        }
        places.emplace(entry.id, place);
    }
    Outcome rest = isolate({}, reading.facts.findings, [&] {
        add_annotations(reading.package, body, places, reading.document);
        add_signatures(reading.package, body, places, reading.document);
        add_attachments(reading.package, body, reading.facts, reading.document, reading.sink);
    });
    if (rest != Outcome::ok) reading.facts.outcome = Outcome::partial;
    return true;
}

void note_ending(const std::string& name, Facts& facts) {
    std::string ending = ending_of(name);
    if (ending.empty() || ending == "ofd" || ending.size() > 5) return;
    facts.findings.push_back(finding("document.type_mismatch", {}, {}, {{"ending", ending}, {"found", "ofd"}}));
}

class OfdExtractor : public Extractor {
  public:
    std::string_view name() const override { return "ofd"; }
    int version() const override { return 4; }
    int most() const override { return bid::exact; }
    // The names of a ZIP's files stand in the clear in its directory at the end, and before each file.
    int bid(const Input& input) const override {
        std::string_view text = input.text();
        if (!text.starts_with("PK\x03\x04")) return bid::none;
        constexpr std::size_t directory = 1 << 20;
        std::string_view tail = text.substr(text.size() - std::min(text.size(), directory));
        bool named = tail.find("OFD.xml") != std::string_view::npos ||
                     (tail.size() < text.size() && text.substr(0, directory).find("OFD.xml") != std::string_view::npos);
        return named && has_root(input) ? bid::exact : bid::none;
    }
    void warm() const override {
        image::silence();
        xmlInitParser();
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        image::silence();
        Facts facts;
        Document document;
        document.format = "ofd";
        note_ending(input.name.empty() ? options.name : input.name, facts);
        Reading reading{Package(input.bytes, options.limits.document_output), facts, document, options.limits, sink};
        for (const Body& body : bodies(reading.package)) {
            document.properties.insert(body.properties.begin(), body.properties.end());
            if (!read_body(body, reading)) break;
        }
        if (document.pages.empty()) throw ItemError("document.empty");
        facts.body = std::move(document);
        return facts;
    }

  private:
    // At the top of the package; a ZIP that holds an OFD among others is none.
    static bool has_root(const Input& input) {
        try {
            return Package(input.bytes, 0).has("OFD.xml");
        } catch (const ItemError&) {
            return false;
        }
    }
};

} // namespace

const Extractor& ofd_extractor() {
    static const OfdExtractor extractor;
    return extractor;
}

} // namespace shenbao
