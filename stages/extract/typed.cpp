#include "stages/extract/typed.h"

#include "stages/extract/sureness.h"
#include "stages/fields/likeness.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace shenbao {
namespace {

using Pair = std::pair<char32_t, char32_t>;

std::u32string words_of(const std::vector<Block>& blocks) {
    Document all;
    all.blocks = blocks;
    return likeness::folded(plain_text(all)).chars;
}

// The share of the pairs of characters of `words` that `text` holds.
double share_found(std::u32string_view words, std::u32string_view text) {
    std::map<Pair, int> held;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        ++held[{text[i], text[i + 1]}];
    std::size_t found = 0;
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (auto at = held.find({words[i], words[i + 1]}); at != held.end() && at->second > 0) --at->second, ++found;
    return words.size() < 2 ? 1 : static_cast<double>(found) / static_cast<double>(words.size() - 1);
}

double area(const Box& box) { return std::max(0.0, box.width()) * std::max(0.0, box.height()); }

double shared_area(const Box& a, const Box& b) {
    return area({std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
                 std::min(a.bottom, b.bottom)});
}

// Whether half of it lies under what was typed.
bool is_typed(const Block& recognised, const std::vector<Block>& typed) {
    const std::optional<Box>& box = box_of(recognised);
    if (!box) return false;
    double covered = 0;
    for (const Block& block : typed)
        if (const std::optional<Box>& own = box_of(block)) covered += shared_area(*box, *own);
    return covered >= area(*box) / 2;
}

// What was typed into the cells of a form was recognised with them.
bool is_within_table(const Block& typed, const std::vector<Block>& recognised) {
    const std::optional<Box>& box = box_of(typed);
    return box && std::any_of(recognised.begin(), recognised.end(), [&](const Block& block) {
        const Table* table = std::get_if<Table>(&block);
        return table && table->box && shared_area(*box, *table->box) > area(*box) / 2;
    });
}

// Each in its place.
std::vector<Block> side_by_side(std::vector<Block> typed, std::vector<Block> recognised) {
    std::erase_if(recognised, [&](const Block& block) { return is_typed(block, typed); });
    std::erase_if(typed, [&](const Block& block) { return is_within_table(block, recognised); });
    typed.insert(typed.end(), std::make_move_iterator(recognised.begin()), std::make_move_iterator(recognised.end()));
    std::stable_sort(typed.begin(), typed.end(), [](const Block& a, const Block& b) {
        constexpr double below_all = 2;
        const auto top = [&](const Block& block) { return box_of(block) ? box_of(block)->top : below_all; };
        return top(a) < top(b);
    });
    return typed;
}

// Whether a reading that misses what was typed may still say something: there is more of it, or the recogniser is sure,
// and the file's fonts may tell of other characters than they show.
bool says_something(const std::u32string& read, const std::u32string& own, const std::vector<Block>& blocks) {
    constexpr double surely = 0.85;
    return read.size() > own.size() || (read.size() * 2 >= own.size() && sureness_of(blocks).mean() >= surely);
}

// A page that was turned to be read has other places.
bool was_turned(const Page& page, const Document& recognised) {
    if (recognised.pages.empty() || page.width <= 0 || page.height <= 0) return false;
    const Page& seen = recognised.pages.front();
    return (seen.width > seen.height) != (page.width > page.height);
}

} // namespace

std::vector<Block> typed_and_recognised(std::vector<Block> typed, const Page& page, const Document& recognised) {
    constexpr double most = 0.5;
    const std::u32string own = words_of(typed), read = words_of(recognised.blocks);
    if (share_found(own, read) >= most)
        return was_turned(page, recognised) ? recognised.blocks : side_by_side(std::move(typed), recognised.blocks);
    if (says_something(read, own, recognised.blocks))
        typed.insert(typed.end(), recognised.blocks.begin(), recognised.blocks.end());
    return typed;
}

} // namespace shenbao
