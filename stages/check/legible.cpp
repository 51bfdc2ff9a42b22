#include "stages/check/legible.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao {

namespace {

// Of 390 scanned pages, generated and others, the worst that was read for what it is gave 160 characters with a mean
// confidence of 0.68; those that were not gave fewer than 25, or none.
constexpr double fewest_characters = 30, least_mean = 0.6;

struct Tally {
    double characters = 0, sure = 0;
    void add(const Text& text) {
        const auto size = static_cast<double>(text::length(text.text));
        characters += size;
        sure += size * text.confidence;
    }
};

Tally tally_of(const Document& document, int page) {
    Tally tally;
    for (const Block& block : document.blocks) {
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
            if (paragraph->page == page) tally.add(paragraph->content);
        } else if (const auto& table = std::get<Table>(block); table.page == page) {
            for (const Cell& cell : table.cells)
                tally.add(cell.content);
        }
    }
    return tally;
}

} // namespace

bool is_legible(const Document& document, const Page& page) {
    const Tally tally = tally_of(document, page.number);
    if (page.use != PictureUse::text_and_seals && !page.recognised) return tally.characters > 0;
    return tally.characters >= fewest_characters && tally.sure >= least_mean * tally.characters;
}

bool is_wordless(const Document& document, const Page& page) { return tally_of(document, page.number).characters == 0; }

bool is_legible(const Document& document) {
    return std::any_of(document.pages.begin(), document.pages.end(),
                       [&](const Page& page) { return is_legible(document, page); });
}

} // namespace shenbao
