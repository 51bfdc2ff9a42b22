#include "stages/record/page_likeness.h"

#include "pipeline/model/document.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace shenbao {
namespace {

constexpr std::size_t cells = std::size_t{Thumbnail::cell_columns} * Thumbnail::cell_rows;
// Of a page of text as scanners see it the darkness of cells spreads by about this much; every page is brought to it,
// so that a scan made lighter or softer is held against its like.
constexpr float usual_spread = 10;
// The same sheet compressed at a third of its size differs by up to 7 in its worst cell, another company's name or seal
// on the same form by 14 and more.
constexpr float most_difference = 10;
constexpr float least_spread = 3;           // below it there is next to nothing on the page
constexpr std::size_t fewest_inked = 60;    // cells that stand out from the paper
constexpr std::size_t stride = 1021;        // has no factor in common with the number of cells
constexpr std::size_t most_of_one_page = 3; // owners; as many as that were given the page

float darkness(char mark) { return 2.0F * static_cast<float>(mark - '!'); }

// A page, and how its cells are brought to a mean of 0 and the usual spread.
struct Sheet {
    std::size_t page = 0;
    const std::string* cells = nullptr;
    float mean = 0, factor = 0;

    float at(std::size_t cell) const { return (darkness((*cells)[cell]) - mean) * factor; }
};

// Nothing where too little is on the page.
std::optional<Sheet> sheet_of(std::size_t page, const std::string& marks) {
    if (marks.size() != cells) return std::nullopt;
    float sum = 0, squares = 0;
    for (char mark : marks)
        sum += darkness(mark);
    const float mean = sum / float(cells);
    for (char mark : marks)
        squares += (darkness(mark) - mean) * (darkness(mark) - mean);
    const float deviation = std::sqrt(squares / float(cells));
    const auto inked =
        std::count_if(marks.begin(), marks.end(), [&](char m) { return darkness(m) > mean + least_spread; });
    if (deviation < least_spread || static_cast<std::size_t>(inked) < fewest_inked) return std::nullopt;
    return Sheet{page, &marks, mean, usual_spread / deviation};
}

// Cells far from each other first: pages that are unlike differ in one of the first few.
bool is_same(const Sheet& a, const Sheet& b) {
    for (std::size_t i = 0, cell = 0; i < cells; ++i, cell = (cell + stride) % cells)
        if (std::abs(a.at(cell) - b.at(cell)) > most_difference) return false;
    return true;
}

} // namespace

std::vector<LikePages> like_pages(const std::vector<OwnedPage>& pages) {
    std::vector<Sheet> sheets;
    for (std::size_t i = 0; i < pages.size(); ++i)
        if (auto sheet = sheet_of(i, pages[i].sketch->cells)) sheets.push_back(*sheet);
    std::vector<LikePages> pairs;
    std::map<std::size_t, std::set<std::size_t>> owners; // of a page: who else has it
    for (auto one = sheets.begin(); one != sheets.end(); ++one)
        for (auto other = one + 1; other != sheets.end(); ++other) {
            const std::size_t a = one->page, b = other->page;
            if (pages[a].owner == pages[b].owner || !is_same(*one, *other)) continue;
            pairs.push_back({a, b});
            owners[a].insert(pages[b].owner);
            owners[b].insert(pages[a].owner);
        }
    std::erase_if(pairs, [&](const LikePages& pair) {
        return owners[pair.a].size() > most_of_one_page || owners[pair.b].size() > most_of_one_page;
    });
    return pairs;
}

} // namespace shenbao
