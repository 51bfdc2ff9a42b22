#include "extractors/pdf/survey.h"

#include "extractors/extractor.h"
#include "extractors/pdf/contents.h"
#include "extractors/pdf/image_source.h"
#include "extractors/pdf/paint.h"

#include <Annot.h>
#include <Gfx.h>
#include <GfxFont.h>
#include <Page.h>
#include <TextOutputDev.h>

#include <algorithm>
#include <cmath>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most_images = 20000;

struct TextPageDrop {
    void operator()(TextPage* page) const { page->decRefCnt(); }
};

// How often the picture's rows are turned clockwise, told from the device matrix of its unit square.
int quarters_of(const double* m) {
    double length = std::hypot(m[0], m[1]), height = std::hypot(m[2], m[3]);
    auto straight = [](double off, double whole) { return std::abs(off) < 0.01 * whole; };
    bool level = straight(m[1], length) && straight(m[2], height);
    bool upended = straight(m[0], length) && straight(m[3], height);
    if (level && m[0] > 0 && m[3] < 0) return 0;
    if (upended && m[1] > 0 && m[2] > 0) return 1;
    if (level && m[0] < 0 && m[3] > 0) return 2;
    if (upended && m[1] < 0 && m[2] < 0) return 3;
    return -1;
}

Box unit_square(const double* m) {
    double x[] = {m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]};
    double y[] = {m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]};
    auto [left, right] = std::minmax_element(std::begin(x), std::end(x));
    auto [top, bottom] = std::minmax_element(std::begin(y), std::end(y));
    return {*left, *top, *right, *bottom};
}

bool is_blank(const Unicode* u, int length) {
    return length > 0 &&
           std::all_of(u, u + length, [](Unicode c) { return layout::is_space(static_cast<char32_t>(c)); });
}

bool holds_colour(GfxImageColorMap& colours) {
    GfxColorSpaceMode mode = colours.getColorSpace()->getMode();
    return colours.getNumPixelComps() > 1 || mode == csIndexed || mode == csSeparation || mode == csLab;
}

// Poppler's own copying reads tables of more than eight bits past their end: it builds but 256 values of them.
std::unique_ptr<GfxImageColorMap> copy_of(GfxImageColorMap& colours) {
    constexpr int tabled = 8;
    if (colours.getBits() <= tabled) return std::unique_ptr<GfxImageColorMap>(colours.copy());
    Object decode(new Array(nullptr));
    for (int i = 0; i < colours.getNumPixelComps(); ++i) {
        decode.arrayAdd(Object(colours.getDecodeLow(i)));
        decode.arrayAdd(Object(colours.getDecodeHigh(i)));
    }
    return std::make_unique<GfxImageColorMap>(colours.getBits(), &decode, colours.getColorSpace()->copy());
}

// A font of glyph numbers without a map to characters: Poppler takes the numbers for characters.
bool is_guessed(const GfxFont* font) {
    if (font == nullptr || !font->isCIDFont() || font->hasToUnicodeCMap()) return false;
    const GooString* collection = static_cast<const GfxCIDFont*>(font)->getCollection();
    return collection != nullptr && collection->cmp("Adobe-Identity") == 0;
}

// Poppler's own text device collects the text; this looks at everything else that passes.
class Surveyor : public TextOutputDev {
  public:
    explicit Surveyor(Survey& survey)
        : TextOutputDev(nullptr, true, 0, false, false), survey_(survey), paint_(survey) {}

    bool needNonText() override { return true; }
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int) override { return true; }

    void updateFillColor(GfxState*) override { paint_.forget(); }
    void updateFillColorSpace(GfxState*) override { paint_.forget(); }
    void updateStrokeColor(GfxState*) override { paint_.forget(); }
    void updateStrokeColorSpace(GfxState*) override { paint_.forget(); }
    void restoreState(GfxState* state) override {
        paint_.forget();
        TextOutputDev::restoreState(state);
    }

    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                  CharCode code, int bytes, const Unicode* u, int length) override {
        if (!is_blank(u, length)) see_character(state, x, y, length);
        TextOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, u, length);
    }

    void stroke(GfxState* state) override {
        if (!in_mask()) paint_.stroke(state);
    }
    void fill(GfxState* state) override {
        if (!in_mask()) paint_.fill(state);
    }
    void eoFill(GfxState* state) override { fill(state); }
    bool tilingPatternFill(GfxState*, Gfx*, Catalog*, GfxTilingPattern*, const double*, int, int, int, int, double,
                           double) override {
        return see_shading();
    }
    bool functionShadedFill(GfxState*, GfxFunctionShading*) override { return see_shading(); }
    bool axialShadedFill(GfxState*, GfxAxialShading*, double, double) override { return see_shading(); }
    bool radialShadedFill(GfxState*, GfxRadialShading*, double, double) override { return see_shading(); }
    bool gouraudTriangleShadedFill(GfxState*, GfxGouraudTriangleShading*) override { return see_shading(); }
    bool patchMeshShadedFill(GfxState*, GfxPatchMeshShading*) override { return see_shading(); }

    void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert,
                       bool interpolate, bool inlined) override {
        DrawnImage image = placed(state, width, height);
        Tone tone = paint_.filling(state);
        image.may_be_coloured = tone.coloured || tone.pattern;
        image.whole = image.whole && !tone.pattern && tone.dark;
        if (ref != nullptr && ref->isRef() && !inlined)
            image.source = std::make_shared<ImageSource>(ImageSource{ref->getRef(), nullptr, invert});
        note(std::move(image));
        TextOutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inlined);
    }
    void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colours,
                   bool interpolate, const int* mask_colours, bool inlined) override {
        DrawnImage image = placed(state, width, height);
        image.may_be_coloured = holds_colour(*colours);
        image.whole = image.whole && mask_colours == nullptr;
        if (ref != nullptr && ref->isRef() && !inlined && colours->isOk())
            image.source = std::make_shared<ImageSource>(ImageSource{ref->getRef(), copy_of(*colours), false});
        if (image.whole) cover_characters(image.box);
        note(std::move(image));
        TextOutputDev::drawImage(state, ref, stream, width, height, colours, interpolate, mask_colours, inlined);
    }
    void drawMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap* colours, bool,
                         Stream*, int, int, bool, bool) override {
        note_masked(state, width, height, *colours);
    }
    void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap* colours, bool,
                             Stream*, int, int, GfxImageColorMap*, bool) override {
        note_masked(state, width, height, *colours);
    }

    // What is drawn to make a mask is not seen.
    void beginTransparencyGroup(GfxState*, const double*, GfxColorSpace*, bool, bool, bool for_mask) override {
        masks_.push_back(for_mask);
    }
    void endTransparencyGroup(GfxState*) override {
        if (!masks_.empty()) masks_.pop_back();
    }
    void setSoftMask(GfxState*, const double*, bool, Function*, GfxColor*) override { survey_.rules_sure = false; }

  private:
    bool in_mask() const { return std::find(masks_.begin(), masks_.end(), true) != masks_.end(); }

    void see_character(GfxState* state, double x, double y, int length) {
        int mode = state->getRender();
        bool unseen = mode == 3 || mode == 7 || state->getFillOpacity() < 0.01;
        survey_.hidden += unseen ? static_cast<std::size_t>(std::max(length, 1)) : 0;
        survey_.unmapped += length == 0 || is_guessed(state->getFont().get());
        if (unseen) return;
        paint_.glyph(state);
        Seen seen{0, 0, static_cast<std::size_t>(std::max(length, 1))};
        state->transform(x, y, &seen.x, &seen.y);
        seen_.push_back(seen);
    }

    // What was set before the picture lies under it: a scanner's program put its words there, to be searched.
    void cover_characters(const Box& box) {
        constexpr double large = 0.05; // of the page
        if (box.width() * box.height() < large * survey_.size.width * survey_.size.height) return;
        std::erase_if(seen_, [&](const Seen& seen) {
            bool under = seen.x > box.left && seen.x < box.right && seen.y > box.top && seen.y < box.bottom;
            if (under) survey_.hidden += seen.characters;
            return under;
        });
    }

    bool see_shading() {
        if (in_mask()) return true;
        survey_.painted = survey_.unclear = true;
        survey_.rules_sure = false;
        return true;
    }

    DrawnImage placed(GfxState* state, int width, int height) {
        DrawnImage image;
        const double* m = state->getCTM();
        image.box = unit_square(m);
        image.quarters = quarters_of(m);
        image.across = std::hypot(m[0], m[1]);
        image.down = std::hypot(m[2], m[3]);
        image.width = static_cast<std::uint64_t>(std::max(width, 0));
        image.height = static_cast<std::uint64_t>(std::max(height, 0));
        Box seen = paint_.clipped(state, image.box), page{0, 0, survey_.size.width, survey_.size.height};
        Box due = intersection(image.box, page);
        constexpr double slack = 1;
        image.whole = state->getFillOpacity() > 0.99 && !in_mask() && seen.left < due.left + slack &&
                      seen.top < due.top + slack && seen.right > due.right - slack && seen.bottom > due.bottom - slack;
        if (!image.whole) image.box = seen;
        return image;
    }
    void note_masked(GfxState* state, int width, int height, GfxImageColorMap& colours) {
        DrawnImage image = placed(state, width, height);
        image.whole = false;
        image.may_be_coloured = holds_colour(colours);
        note(std::move(image));
    }
    void note(DrawnImage image) {
        if (in_mask() || is_empty(image.box)) return;
        // Some programs draw rules as pictures of one pixel.
        constexpr double thin = 4.5;
        if (std::min(image.box.width(), image.box.height()) < thin) survey_.rules_sure = false;
        if (survey_.images.size() < most_images) survey_.images.push_back(std::move(image));
    }

    // Characters at a place, as long as nothing was put over them.
    struct Seen {
        double x = 0, y = 0;
        std::size_t characters = 0;
    };

    Survey& survey_;
    Paint paint_;
    std::vector<bool> masks_;
    std::vector<Seen> seen_;
};

char32_t code_of(Unicode c) {
    bool control = c < 0x20 && c != '\t' && c != '\n';
    return control || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : static_cast<char32_t>(c);
}

void add_word(const TextWordSelection& selected, layout::Line& line) {
    const TextWord* word = selected.getWord();
    for (int k = selected.getBegin(); k < selected.getEnd(); ++k) {
        layout::Glyph glyph{code_of(*word->getChar(k)), {}};
        word->getCharBBox(k, &glyph.box.left, &glyph.box.top, &glyph.box.right, &glyph.box.bottom);
        if (glyph.box.left > glyph.box.right) std::swap(glyph.box.left, glyph.box.right);
        if (glyph.box.top > glyph.box.bottom) std::swap(glyph.box.top, glyph.box.bottom);
        line.glyphs.push_back(glyph);
    }
}

// The space reaches from one word to the next. Poppler leaves it out where all gaps of a line are alike.
void add_space(const TextWord& word, const TextWord& next, layout::Line& line) {
    constexpr double some = 0.35; // line heights
    double left, top, right, bottom, next_left, unused;
    word.getBBox(&left, &top, &right, &bottom);
    next.getBBox(&next_left, &unused, &unused, &unused);
    if (!word.hasSpaceAfter() && next_left - right < some * (bottom - top)) return;
    line.glyphs.push_back({U' ', {std::min(right, next_left), top, std::max(right, next_left), bottom}});
}

std::vector<layout::Line> lines_of_page(TextPage& text, const Size& size) {
    PDFRectangle all(0, 0, size.width, size.height);
    int count = 0;
    auto** selected = text.getSelectionWords(&all, selectionStyleGlyph, &count);
    std::vector<layout::Line> lines;
    for (int i = 0; i < count; ++i) {
        std::unique_ptr<std::vector<TextWordSelection*>> words(selected[i]);
        layout::Line line;
        for (std::size_t j = 0; j < words->size(); ++j) {
            add_word(*(*words)[j], line);
            if (j + 1 < words->size()) add_space(*(*words)[j]->getWord(), *(*words)[j + 1]->getWord(), line);
        }
        for (TextWordSelection* word : *words)
            delete word;
        if (line.glyphs.empty()) continue;
        line.box = line.glyphs.front().box;
        for (const layout::Glyph& glyph : line.glyphs)
            line.box = layout::joined(line.box, glyph.box);
        lines.push_back(std::move(line));
    }
    gfree(selected);
    return lines;
}

// A field for typing or choosing in shows its value and nothing else.
bool is_text_field(const Object& widget) {
    constexpr int ancestors = 8;
    Object field = widget.copy();
    for (int i = 0; i < ancestors && field.isDict(); ++i) {
        Object type = field.dictLookup("FT");
        if (type.isName()) return type.isName("Tx") || type.isName("Ch");
        field = field.dictLookup("Parent");
    }
    return false;
}

// Shows words, or marks some: neither a seal nor a rule.
bool is_wordy(const Object& annotation, const Object& type) {
    for (const char* name :
         {"Text", "FreeText", "Popup", "Highlight", "Underline", "Squiggly", "StrikeOut", "FileAttachment"})
        if (type.isName(name)) return true;
    return type.isName("Widget") && is_text_field(annotation);
}

// Smaller than any seal, and than any rule of a table that matters: a tick box, a button, a pin.
bool is_large(const Object& annotation) {
    constexpr double least = 30; // points
    Object rectangle = annotation.dictLookup("Rect");
    if (!rectangle.isArray() || rectangle.arrayGetLength() != 4) return true;
    double side[4] = {};
    for (int i = 0; i < 4; ++i) {
        Object number = rectangle.arrayGet(i);
        if (!number.isNum()) return true;
        side[i] = number.getNum();
    }
    return std::max(std::abs(side[2] - side[0]), std::abs(side[3] - side[1])) >= least;
}

void look_at_annotations(::Page& page, Survey& survey) {
    Object list = page.getAnnotsObject();
    for (int i = 0; list.isArray() && i < list.arrayGetLength() && !survey.stamped; ++i) {
        Object annotation = list.arrayGet(i);
        if (!annotation.isDict()) continue;
        Object type = annotation.dictLookup("Subtype");
        if (type.isName("Link")) continue;
        survey.annotated = true;
        survey.stamped = !is_wordy(annotation, type) && is_large(annotation);
    }
}

} // namespace

Survey survey_page(::Page& page) {
    Survey survey;
    survey.size = {page.getCropWidth(), page.getCropHeight()};
    if (page.getRotate() % 180 != 0) std::swap(survey.size.width, survey.size.height);
    look_at_annotations(page, survey);
    Surveyor surveyor(survey);
    std::unique_ptr<Gfx> interpreter(
        page.createGfx(&surveyor, 72, 72, 0, false, true, -1, -1, -1, -1, false, nullptr, nullptr));
    display(page, *interpreter);
    surveyor.endPage();
    std::unique_ptr<TextPage, TextPageDrop> text(surveyor.takeText());
    survey.lines = lines_of_page(*text, survey.size);
    survey.rules = layout::joined_up(std::move(survey.rules));
    return survey;
}

} // namespace shenbao::pdf
