// The reader of page pictures: decoding, preparation, seals, layout and words, top to bottom.
#include "extractors/formats.h"
#include "extractors/ocr/layout.h"
#include "extractors/ocr/prepare.h"
#include "extractors/seal/engine.h"
#include "extractors/seal/seals.h"
#include "extractors/seal/view.h"

namespace shenbao {

namespace {

using namespace picture;

class Recogniser : public Extractor {
  public:
    Recogniser(std::string_view name, ocr::Extent extent) : name_(name), extent_(extent) {}
    std::string_view name() const override { return name_; }
    int version() const override { return 9; }
    int bid(const Input&) const override { return bid::none; }
    void warm() const override { ocr::warm_engines(); }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        Picture source = decode(input.bytes, options.limits);
        sink.progress("page 1");
        const bool damaged = source.damaged, coloured = source.coloured;
        double width = source.width(), height = source.height();
        const ocr::Upright page = ocr::prepare(std::move(source));
        if (page.quarters % 2) std::swap(width, height);
        sink.progress("page 1");
        Facts facts;
        Document document;
        document.format = "picture";
        Page seen;
        seen.number = 1;
        seen.coloured = coloured;
        seen.recognised = true;
        seen.picture_dpi = options.dpi;
        if (options.dpi > 0) seen.width = width * 72 / options.dpi, seen.height = height * 72 / options.dpi;
        seen.view = view_of(page.page, sink);
        document.pages.push_back(seen);
        ocr::Ruled ruled = ocr::without_grids(page);
        document.seals = seal::read_seals(page.page, &ruled.words);
        seal::take_out(ruled.words, document.seals);
        ocr::Layout layout = ocr::read_layout(page, ruled, extent_, [&] { sink.progress("page 1"); });
        document.blocks = std::move(layout.blocks);
        document.pages.front().unread_lines = layout.unread_lines;
        if (damaged) {
            facts.outcome = Outcome::partial;
            facts.findings.push_back(finding("document.damaged", {}, "the picture was read past damage"));
        }
        facts.body = std::move(document);
        return facts;
    }

  private:
    std::string_view name_;
    ocr::Extent extent_;
};

} // namespace

const Extractor& recogniser() {
    static const Recogniser reader("ocr", ocr::Extent::ends);
    return reader;
}

const Extractor& thorough_recogniser() {
    static const Recogniser reader("ocr_all", ocr::Extent::all);
    return reader;
}

} // namespace shenbao
