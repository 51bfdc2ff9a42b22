#include "stages/check/legible.h"

#include "stages/extract/sureness.h"

#include <algorithm>

namespace shenbao {

namespace {

// Of 390 scanned pages, generated and others, the worst that was read for what it is gave 160 characters with a mean
// confidence of 0.68; those that were not gave fewer than 25, or none.
constexpr double fewest_characters = 30, least_mean = 0.6;

} // namespace

bool is_legible(const Document& document, const Page& page) {
    const Sureness tally = sureness_of(document.blocks, page.number);
    if (page.use != PictureUse::text_and_seals && !page.recognised) return tally.characters > 0;
    return tally.characters >= fewest_characters && tally.sure >= least_mean * tally.characters;
}

bool is_wordless(const Document& document, const Page& page) {
    return sureness_of(document.blocks, page.number).characters == 0;
}

bool is_legible(const Document& document) {
    return std::any_of(document.pages.begin(), document.pages.end(),
                       [&](const Page& page) { return is_legible(document, page); });
}

} // namespace shenbao
