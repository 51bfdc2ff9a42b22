#include "extractors/seal/seals.h"

#include "extractors/formats.h"
#include "extractors/seal/ring.h"

#include <algorithm>

namespace shenbao::seal {

using namespace picture;

std::vector<Seal> read_seals(const Picture& page, const Grey* words) {
    std::vector<Seal> out;
    const auto outlines = find_seals(page);
    if (outlines.empty()) return out;
    const Grey red = red_ink(page), grey = words ? Grey() : evened(page.red);
    for (const Outline& o : outlines) {
        Seal seal;
        seal.page = 1;
        seal.box = share_of(within(o.box(), page.red), page.width(), page.height());
        seal.shape = o.shape, seal.coloured = o.coloured, seal.confidence = o.confidence;
        if (o.shape != Seal::Shape::square)
            seal.owner =
                o.coloured ? read_ring(mended_ink(red, page, o.box()), o) : read_ring(words ? *words : grey, o);
        out.push_back(std::move(seal));
    }
    return out;
}

namespace {

class SealFinder : public Extractor {
  public:
    std::string_view name() const override { return "seals"; }
    int version() const override { return 1; }
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
