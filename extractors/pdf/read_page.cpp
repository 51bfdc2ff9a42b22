#include "extractors/pdf/read_page.h"

#include "extractors/layout/aligned.h"
#include "extractors/layout/blocks.h"
#include "extractors/pdf/annotations.h"
#include "extractors/pdf/page_picture.h"
#include "extractors/pdf/text_score.h"

#include <algorithm>

namespace shenbao::pdf {
namespace {

constexpr double believed = 0.5;      // a text layer below this is read again by recognition
constexpr double blank_ink = 0.00005; // share of dark pixels that dust and scanning edges reach
constexpr double some_red = 0.0003;   // share of the page that seal ink must cover to be looked at
constexpr double recognised = 0.4;    // belief in another program's recognition, at most

// One page on its way to facts.
struct Look {
    int index = 0;
    const Survey& survey;
    TextLook text;
    std::optional<PictureLook> pictures{}; // none: it takes the preview to tell
    layout::Raster preview{};              // empty where the survey tells all
    double preview_dpi = 0;

    bool mostly_hidden() const { return survey.hidden * 2 > text.characters; }
    // Words that cannot be seen over a picture: another program's recognition.
    bool is_recognised() const {
        constexpr double half = 0.5;
        return text.characters > 0 && mostly_hidden() && cover(survey) > half;
    }
};

// Whether the text may be less than what the page shows. Only pages with large pictures, little text, or text that is
// not seen need a look.
bool is_doubtful(const Look& look) {
    constexpr std::size_t little = 50, plenty = 200;
    constexpr double half = 0.5, nearly_all = 0.85;
    if (look.text.characters == 0) return false;
    double covered = cover(look.survey);
    bool more_to_see = look.survey.painted || !look.survey.images.empty() || look.survey.annotated;
    return covered >= nearly_all || (covered >= half && look.text.characters < plenty) || look.mostly_hidden() ||
           (look.text.characters < little && more_to_see);
}

// How much of what the page shows its text tells.
double score_of(const Look& look, std::span<const layout::Line> lines) {
    if (look.text.characters == 0) return 0;
    if (look.is_recognised()) return std::min(look.text.belief, recognised);
    if (!is_doubtful(look)) return look.text.belief;
    // Rules that are seen may be those of a form in a picture: only what the page itself draws is known to be one.
    double told = explained(look.preview, look.survey.size.width, look.survey.size.height, lines, look.survey.rules);
    return look.text.belief * std::min(1.0, told * 1.25);
}

// Words that can be seen, and are what they seem.
bool is_typed(const Look& look) {
    constexpr double surely = 0.9;
    return look.text.characters > 0 && look.text.belief >= surely && !look.mostly_hidden() && !look.is_recognised();
}

// A page whose text is known may still bear a seal: in red ink, or as a picture of one.
bool may_bear_seal(const Look& look, double red) {
    if (red > some_red || look.pictures) return red > some_red || look.pictures->seal;
    return std::any_of(look.survey.images.begin(), look.survey.images.end(),
                       [](const DrawnImage& image) { return seal_sized(image.box); });
}

// Rules of a table may be part of a picture that text was put over.
bool has_words_over_pictures(const Survey& survey) {
    constexpr double large = 5000; // square points
    return std::any_of(survey.images.begin(), survey.images.end(), [&](const DrawnImage& image) {
        const Box& b = image.box;
        return b.width() * b.height() > large &&
               std::any_of(survey.lines.begin(), survey.lines.end(), [&](const layout::Line& line) {
                   double x = (line.box.left + line.box.right) / 2, y = (line.box.top + line.box.bottom) / 2;
                   return x > b.left && x < b.right && y > b.top && y < b.bottom;
               });
    });
}

// Whether the page must be drawn to know what it shows, whatever its pictures hold.
bool is_unclear(const Look& look) {
    const Survey& survey = look.survey;
    if (look.text.characters == 0) return survey.painted || !survey.images.empty() || survey.annotated;
    return survey.stamped || survey.unclear || survey.red > some_red || !survey.rules_sure ||
           has_words_over_pictures(survey) || is_doubtful(look);
}

bool needs_preview(const Look& look, bool unclear) {
    if (unclear || look.text.characters == 0) return unclear;
    return !look.pictures || look.survey.red + look.pictures->ink.red > some_red;
}

// The resolution of the picture that a page is read from where its text is not enough.
double reading_resolution(const Survey& survey, const Limits& limits) {
    double wanted = too_large(survey, limits.page_pixels) ? default_dpi : rendering_dpi(survey);
    return fitting_dpi(survey.size, wanted, limits.page_pixels);
}

// Whether the preview is better drawn as large as the picture to be read would be: where that will be wanted in all
// likelihood, or where unpacking the page's pictures costs more than all else, so that it is done but once.
bool drawn_once(const Look& look, const Limits& limits) {
    if (look.text.characters == 0 || look.is_recognised()) return true;
    double dpi = reading_resolution(look.survey, limits) / 72;
    return pixels_of_pictures(look.survey) > look.survey.size.width * look.survey.size.height * dpi * dpi;
}

// Small pages are looked at more closely, so that their pictures can be told apart; pages of text less closely.
double preview_resolution(const Look& look, const Limits& limits) {
    constexpr double longest = 800, most = 400; // pixels, dpi
    if (drawn_once(look, limits)) return reading_resolution(look.survey, limits);
    constexpr std::size_t enough = 50;
    const Size& size = look.survey.size;
    double inches = std::max({size.width, size.height, 1.0}) / 72;
    double least = look.survey.images.empty() && look.text.characters >= enough ? rules_dpi : preview_dpi;
    return fitting_dpi(size, std::clamp(longest / inches, least, most), limits.page_pixels);
}

void put(const layout::Raster& raster, double dpi, Page& page, Sink& sink) {
    page.picture = layout::put_png(page.coloured ? raster : layout::grey(raster), dpi, sink);
    page.picture_dpi = dpi;
}

// The preview, made smaller where it is larger by far than takes to look for seals.
void put_preview(const Look& look, double dpi, Page& page, Sink& sink) {
    constexpr double by_far = 1.5;
    if (look.preview_dpi < by_far * dpi) return put(look.preview, look.preview_dpi, page, sink);
    auto side = [&](int pixels) { return std::max(1, static_cast<int>(pixels * dpi / look.preview_dpi)); };
    put(layout::shrunk(look.preview, side(look.preview.width), side(look.preview.height)), dpi, page, sink);
}

void note_limit(int page, Reading& reading) {
    reading.facts.findings.push_back(finding("limit.pixels", {"", page, {}}));
    reading.facts.outcome = worse(reading.facts.outcome, Outcome::partial);
}

// The page as it is printed, at a resolution fit for reading.
void put_rendering(const Look& look, Page& page, Reading& reading) {
    constexpr double readable = 100;
    double wanted = too_large(look.survey, reading.limits.page_pixels) ? default_dpi : rendering_dpi(look.survey);
    double dpi = reading_resolution(look.survey, reading.limits);
    if (dpi < std::min(wanted, readable)) note_limit(page.number, reading);
    if (!look.preview.empty() && look.preview_dpi == dpi) return put(look.preview, dpi, page, reading.sink);
    layout::Raster raster = render(reading.printed.page(look.index).get(), dpi);
    if (raster.empty()) throw ItemError("document.damaged", "page cannot be drawn");
    put(raster, dpi, page, reading.sink);
}

// As the page's contents tell, or as they are seen where its contents may not tell all of them.
layout::Rules rules_of(const Look& look) {
    const Survey& survey = look.survey;
    bool drawn = !look.preview.empty() && (!survey.rules_sure || survey.stamped || has_words_over_pictures(survey));
    if (!drawn) return survey.rules;
    return layout::find_rules(look.preview, survey.size.width, survey.size.height, survey.lines);
}

void add_blocks(const Look& look, int page, Document& document) {
    const Survey& survey = look.survey;
    if (survey.lines.empty()) return;
    std::vector<layout::Grid> grids = layout::grids_of(rules_of(look));
    layout::Aligned aligned = layout::find_aligned(survey.lines, grids);
    grids.insert(grids.end(), aligned.tables.begin(), aligned.tables.end());
    for (Block& block : layout::blocks_of(aligned.lines, grids, page, {survey.size.width, survey.size.height}))
        document.blocks.push_back(std::move(block));
}

bool is_blank(const layout::Ink& ink) { return ink.dark < blank_ink && ink.coloured < layout::some_colour; }

// The page is one picture, and perhaps text over it that nobody sees.
void look_at_scan(const Look& look, const Scan& scan, Page& page, Reading& reading) {
    page.coloured = scan.ink.coloured > layout::some_colour;
    if (look.text.characters == 0 && is_blank(scan.ink)) {
        page.text_score = 1;
        return;
    }
    page.text_score = look.text.characters == 0 ? 0 : std::min(look.text.belief, recognised);
    page.use = PictureUse::text_and_seals;
    page.picture_dpi = scan.dpi;
    if (scan.jpeg.empty()) return put(scan.pixels, scan.dpi, page, reading.sink);
    page.picture = reading.sink.put(scan.jpeg);
}

// Decides what the page's picture is to be read for, and puts it to the sink.
void judge_page(const Look& look, Page& page, Reading& reading) {
    const Survey& survey = look.survey;
    bool seen = !look.preview.empty();
    layout::Ink ink = layout::measure(look.preview);
    if (!seen) {
        if (look.pictures) ink = look.pictures->ink;
        ink.coloured += survey.coloured;
        ink.red += survey.red;
    }
    page.coloured = ink.coloured > layout::some_colour;
    bool blank = look.text.characters == 0 && is_blank(ink);
    // White, perhaps, only because its picture was too large for Poppler.
    if (blank && too_large(survey, reading.limits.page_pixels) && cover(survey) > 0) throw ItemError("limit.pixels");
    page.text_score = blank ? 1 : score_of(look, survey.lines);
    if (page.text_score < believed) {
        page.use = PictureUse::text_and_seals;
        page.typed = is_typed(look);
        put_rendering(look, page, reading);
    } else if (!blank && may_bear_seal(look, ink.red)) {
        page.use = PictureUse::seals;
        double dpi = fitting_dpi(survey.size, preview_dpi, reading.limits.page_pixels);
        if (seen && look.preview_dpi >= dpi) return put_preview(look, dpi, page, reading.sink);
        put(render(reading.printed.page(look.index).get(), dpi), dpi, page, reading.sink);
    }
}

Survey survey_of(int index, Page& page, Reading& reading) {
    Survey survey = reading.file.survey(index);
    page.width = survey.size.width;
    page.height = survey.size.height;
    return survey;
}

// What the page's text makes likely, as long as nobody has looked at it. Words that may be less than what it shows are
// believed as little as another program's recognition.
void expect(const Look& look, Page& page) {
    page.unseen = true;
    page.text_score = is_doubtful(look) ? std::min(look.text.belief, recognised) : look.text.belief;
    page.use = page.text_score < believed && !look.survey.stamped ? PictureUse::text_and_seals : PictureUse::seals;
}

// Its survey tells all of the page, or as much as there is to know before a look at it.
void read_text(int index, Page& page, Reading& reading) {
    const Survey survey = survey_of(index, page, reading);
    Look look{index, survey, look_at(survey.lines, survey.unmapped)};
    add_blocks(look, page.number, reading.document);
    if (survey.annotated) add_annotations(reading.printed.page(index).get(), {}, page, Pinned::files, reading);
    const bool blank = look.text.characters == 0 && survey.coloured < layout::some_colour;
    page.coloured = survey.coloured > layout::some_colour;
    page.text_score = blank ? 1 : look.text.belief;
    if (whole_page(survey) != nullptr || is_unclear(look) || shows_telling_pictures(survey) ||
        page.text_score < believed)
        expect(look, page);
}

void look_at_all(int index, Page& page, Reading& reading) {
    const Survey survey = survey_of(index, page, reading);
    Look look{index, survey, look_at(survey.lines, survey.unmapped)};
    page.text_score = look.text.belief;
    std::optional<Scan> scan = take_scan(reading.file, survey, reading.limits.page_pixels);
    const bool unclear = is_unclear(look);
    if (!scan) look.pictures = look_at_pictures(reading.file, survey, unclear);
    const bool drawn = !scan && needs_preview(look, unclear);
    PagePtr printed;
    if (survey.annotated || drawn) printed = reading.printed.page(index);
    if (drawn) {
        look.preview_dpi = preview_resolution(look, reading.limits);
        look.preview = render(printed.get(), look.preview_dpi);
    }
    add_blocks(look, page.number, reading.document);
    if (survey.annotated) add_annotations(printed.get(), look.preview, page, Pinned::nothing, reading);
    if (drawn && look.preview.empty()) throw ItemError("document.damaged", "page cannot be drawn");
    if (scan) return look_at_scan(look, *scan, page, reading);
    judge_page(look, page, reading);
}

template <class Fill> bool add_page(int index, Reading& reading, bool unseen_if_failed, Fill&& fill) {
    Page page;
    page.number = index + 1;
    Outcome outcome = isolate({"", page.number, {}}, reading.facts.findings, [&] { fill(index, page, reading); });
    if (outcome != Outcome::ok) {
        // There is something to see on it that nobody has seen.
        page.use = PictureUse::text_and_seals;
        page.unseen = unseen_if_failed;
        page.text_score = 0;
        page.picture = {};
        reading.facts.outcome = Outcome::partial;
    }
    reading.document.pages.push_back(std::move(page));
    return outcome == Outcome::ok;
}

} // namespace

bool read_page(int index, Reading& reading) { return add_page(index, reading, false, read_text); }

bool look_at_page(int index, Reading& reading) { return add_page(index, reading, true, look_at_all); }

} // namespace shenbao::pdf
