#include "extractors/seal/seals.h"

#include "extractors/formats.h"
#include "extractors/seal/ring.h"
#include "extractors/seal/square.h"
#include "extractors/seal/view.h"

#include <algorithm>

namespace shenbao::seal {

using namespace picture;

namespace {

// The seal's own ink on white, and the outline as it lies there.
Text owner_on(const Picture& page, const Grey* words, const Outline& outline) {
    const Rect part = within(outline.box().grown(8), page.red);
    const Outline here = outline.seen_from(part);
    const bool square = outline.shape == Seal::Shape::square;
    if (square && !outline.coloured) return read_square(evened(crop(page.red, part)), here);
    if (!outline.coloured) {
        // Ovals lose to the rules that are taken out what runs level in them.
        const bool whole = words && outline.shape == Seal::Shape::round;
        return read_ring(grey_ink(whole ? crop(*words, part) : evened(crop(page.red, part)), here), here);
    }
    const Picture seen = part_of(page, part);
    const Grey ink = mended_ink(sharp_ink(seen), seen);
    return square ? read_square(ink, here) : read_ring(ink, here);
}

} // namespace

std::vector<Seal> read_seals(const Picture& page, const Grey* words) {
    std::vector<Seal> out;
    for (const Outline& o : find_seals(page, words)) {
        Seal seal;
        seal.page = 1;
        seal.box = share_of(within(o.box(), page.red), page.width(), page.height());
        seal.shape = o.shape, seal.coloured = o.coloured, seal.confidence = o.confidence;
        seal.owner = owner_on(page, words, o);
        out.push_back(std::move(seal));
    }
    return out;
}

namespace {

class SealFinder : public Extractor {
  public:
    std::string_view name() const override { return "seals"; }
    int version() const override { return 6; }
    int bid(const Input&) const override { return bid::none; }
    void warm() const override { ocr::warm_engines(); }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        const Picture page = decode(input.bytes, options.limits);
        Facts facts;
        Document document;
        document.format = "picture";
        Page seen;
        seen.number = 1;
        seen.coloured = page.coloured;
        if (options.dpi > 0)
            seen.width = page.width() * 72 / options.dpi, seen.height = page.height() * 72 / options.dpi;
        seen.picture_dpi = options.dpi;
        seen.view = picture::view_of(page, sink);
        document.pages.push_back(seen);
        sink.progress("page 1");
        document.seals = read_seals(page);
        if (page.damaged) {
            facts.outcome = Outcome::partial;
            facts.findings.push_back(finding("document.damaged", {}, "the picture was read past damage"));
        }
        facts.body = std::move(document);
        return facts;
    }
};

} // namespace

} // namespace shenbao::seal

namespace shenbao {
const Extractor& seal_finder() {
    static const seal::SealFinder finder;
    return finder;
}
} // namespace shenbao
