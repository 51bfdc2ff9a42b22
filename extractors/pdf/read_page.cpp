#include "extractors/pdf/read_page.h"

#include "extractors/layout/blocks.h"
#include "extractors/pdf/annotations.h"
#include "extractors/pdf/text_score.h"

#include <algorithm>

namespace shenbao::pdf {
namespace {

constexpr double believed = 0.5;      // a text layer below this is read again by recognition
constexpr double blank_ink = 0.00005; // share of dark pixels that dust and scanning edges reach

// How much of what the page shows its text tells. Only pages with large pictures or little text need a look.
double score_of(const PageView& view, const TextLook& look, std::span<const layout::Line> lines, bool is_scan) {
    constexpr std::size_t little = 50, plenty = 200;
    constexpr double half = 0.5, nearly_all = 0.85;
    if (look.characters == 0) return 0;
    // Words that cannot be seen, for the page shows its picture and nothing else: another program's recognition.
    if (is_scan) return std::min(look.belief, 0.4);
    double covered = cover(view);
    bool doubtful = covered >= nearly_all || (covered >= half && look.characters < plenty) || look.characters < little;
    if (!doubtful) return look.belief;
    // A large share of a sparse page may be drawing: rules of a form count for little.
    double told = explained(view.preview, view.size.width, view.size.height, lines);
    return look.belief * std::min(1.0, told * 1.25);
}

bool seal_sized(const Box& box) {
    constexpr double least = 55, most = 220; // points: 2 to 7.5 cm
    double longer = std::max(box.width(), box.height()), shorter = std::min(box.width(), box.height());
    return shorter >= least && longer <= most && longer < 2 * shorter;
}

// A page whose text is known may still bear a seal: in red ink, or as a picture of the size of one.
bool may_bear_seal(const PageView& view, const layout::Ink& ink) {
    constexpr double some_red = 0.0003;
    if (ink.red > some_red) return true;
    return std::any_of(view.images.begin(), view.images.end(), [](const PlacedImage& i) { return seal_sized(i.box); });
}

void put(const layout::Raster& raster, double dpi, Page& page, Sink& sink) {
    page.picture = layout::put_png(page.coloured ? raster : layout::grey(raster), dpi, sink);
    page.picture_dpi = dpi;
}

void note_limit(int page, Reading& reading) {
    reading.facts.findings.push_back(finding("limit.pixels", {"", page, {}}));
    reading.facts.outcome = worse(reading.facts.outcome, Outcome::partial);
}

// The page as it is printed, at a resolution fit for reading.
void put_rendering(const PageView& view, Page& page, Reading& reading) {
    constexpr double readable = 100;
    double wanted = reading.scans.too_large() ? default_dpi : rendering_dpi(view);
    double dpi = fitting_dpi(view.size, wanted, reading.limits.page_pixels);
    if (dpi < std::min(wanted, readable)) note_limit(page.number, reading);
    layout::Raster raster = render(view.page, dpi);
    if (raster.empty()) throw ItemError("document.damaged", "page cannot be drawn");
    put(raster, dpi, page, reading.sink);
}

void put_picture(const PageView& view, std::optional<Scan> scan, Page& page, Reading& reading) {
    if (!scan) return put_rendering(view, page, reading);
    page.picture_dpi = scan->dpi;
    if (scan->jpeg.empty()) return put(scan->pixels, scan->dpi, page, reading.sink);
    page.picture = reading.sink.put(scan->jpeg);
}

// Without a rendering there are no rules to find, and none are drawn.
void add_blocks(const PageView& view, std::span<const layout::Line> lines, int page, Document& document) {
    if (lines.empty()) return;
    std::vector<layout::Grid> grids;
    if (!view.preview.empty())
        grids = layout::grids_of(layout::find_rules(view.preview, view.size.width, view.size.height, lines));
    for (Block& block : layout::blocks_of(lines, grids, page, {view.size.width, view.size.height}))
        document.blocks.push_back(std::move(block));
}

// Nothing but text that can be believed: such a page need not be rendered.
bool is_plain(const PageView& view, const TextLook& look, const Reading& reading) {
    constexpr std::size_t enough = 50;
    return !reading.drawing.paths && view.images.empty() && look.characters >= enough && look.belief > 0.9 &&
           !has_annotations(view.page);
}

// Small pages are looked at more closely, so that their pictures can be told apart; pages of text less closely.
double preview_resolution(const PageView& view, const TextLook& look, const Reading& reading) {
    constexpr double longest = 800, most = 400; // pixels, dpi
    constexpr std::size_t enough = 50;
    double inches = std::max({view.size.width, view.size.height, 1.0}) / 72;
    double least = view.images.empty() && look.characters >= enough ? rules_dpi : preview_dpi;
    return fitting_dpi(view.size, std::clamp(longest / inches, least, most), reading.limits.page_pixels);
}

// Decides what the page's picture is to be read for, and puts it to the sink.
void look_at_page(PageView& view, const TextLook& look, std::span<const layout::Line> lines, Page& page,
                  Reading& reading) {
    layout::Ink ink = layout::measure(view.preview);
    page.coloured = ink.coloured > layout::some_colour;
    bool blank = look.characters == 0 && ink.dark < blank_ink && ink.coloured < layout::some_colour;
    // White, perhaps, only because its picture was too large for Poppler.
    if (blank && reading.scans.too_large() && cover(view) > 0) throw ItemError("limit.pixels");
    std::optional<Scan> scan = reading.scans.whole_page(view);
    page.text_score = blank ? 1 : score_of(view, look, lines, scan.has_value());
    if (page.text_score < believed) {
        page.use = PictureUse::text_and_seals;
        put_picture(view, std::move(scan), page, reading);
    } else if (may_bear_seal(view, ink)) {
        page.use = PictureUse::seals;
        double dpi = fitting_dpi(view.size, preview_dpi, reading.limits.page_pixels);
        put(render(view.page, dpi), dpi, page, reading.sink);
    }
}

void fill(PopplerDocument* pdf, int index, Page& page, Reading& reading) {
    PagePtr held(poppler_document_get_page(pdf, index));
    if (!held) throw ItemError("document.damaged", "page is missing");
    PageView view{held.get(), size_of(held.get()), {}, {}};
    if (reading.drawing.inline_images || !reading.scans.none()) view.images = images(held.get());
    page.width = view.size.width;
    page.height = view.size.height;
    std::vector<layout::Line> lines = text_lines(held.get());
    TextLook look = look_at(lines);
    page.text_score = look.belief;
    bool plain = is_plain(view, look, reading);
    if (!plain) view.preview = render(held.get(), preview_resolution(view, look, reading));
    add_blocks(view, lines, page.number, reading.document);
    add_annotations(view, page, reading.document);
    if (plain) return;
    if (view.preview.empty()) throw ItemError("document.damaged", "page cannot be drawn");
    look_at_page(view, look, lines, page, reading);
}

} // namespace

bool read_page(PopplerDocument* pdf, int index, Reading& reading) {
    Page page;
    page.number = index + 1;
    Outcome outcome = isolate({"", page.number, {}}, reading.facts.findings, [&] { fill(pdf, index, page, reading); });
    if (outcome != Outcome::ok) {
        // There is something to see on it that nobody has seen.
        page.use = PictureUse::text_and_seals;
        page.text_score = 0;
        page.picture = {};
        reading.facts.outcome = Outcome::partial;
    }
    reading.document.pages.push_back(std::move(page));
    return outcome == Outcome::ok;
}

} // namespace shenbao::pdf
