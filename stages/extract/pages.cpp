#include "stages/extract/pages.h"

#include <algorithm>

namespace shenbao {
namespace {

// A form, a letter and their backs fit into this; of anything longer the first pages say what it is, and the last bear
// the seal.
constexpr int short_document = 6, first_pages = 4, last_pages = 2;

// What was printed on the page, and so is recognised with it; what someone put on it in the file (form values,
// annotations) stays.
bool printed_on(const Block& block, int page) {
    return std::visit(
        [&](const auto& b) { return b.page == page && b.part != Part::form_field && b.part != Part::annotation; },
        block);
}

void set_page(Block& block, int page) {
    std::visit([&](auto& b) { b.page = page; }, block);
}

// Blocks of a page in the place where the page's own stood, or before the first block of a later page.
void replace_blocks(Document& document, int page, std::vector<Block> recognised) {
    auto& blocks = document.blocks;
    auto at = std::find_if(blocks.begin(), blocks.end(), [&](const Block& b) {
        return std::visit([&](const auto& x) { return x.page >= page; }, b);
    });
    auto place = at - blocks.begin();
    std::erase_if(blocks, [&](const Block& b) { return printed_on(b, page); });
    for (Block& block : recognised)
        set_page(block, page);
    blocks.insert(blocks.begin() + place, std::make_move_iterator(recognised.begin()),
                  std::make_move_iterator(recognised.end()));
}

void put_in_place(Document& document, Page& page, const Document& recognised) {
    if (page.use == PictureUse::text_and_seals) {
        replace_blocks(document, page.number, recognised.blocks);
        page.recognised = true;
    }
    for (Seal seal : recognised.seals) {
        seal.page = page.number;
        document.seals.push_back(std::move(seal));
    }
    if (recognised.pages.empty()) return;
    page.coloured = recognised.pages.front().coloured;
    page.unread_lines = recognised.pages.front().unread_lines;
    page.view = recognised.pages.front().view;
}

bool read_through(const Facts& facts) {
    const Document* read = facts.document();
    return !read || read->pages.empty() || read->pages.front().unread_lines == 0;
}

// Every line is read where that is asked for, unless the first reading left none out.
const Facts* ask_for_page(const Page& page, const std::string& entry, const std::optional<FactKey>& maker,
                          Recognition how_much, Asker& asker) {
    const bool scan = page.use == PictureUse::text_and_seals;
    const auto ask = [&](Task task) {
        return asker.ask({{page.picture}, task, "", page.picture_dpi, ""}, entry, maker);
    };
    if (!scan) return ask(Task::seals);
    if (how_much == Recognition::all) return ask(Task::recognise_all);
    const Facts* facts = ask(Task::recognise);
    const bool enough = !facts || how_much == Recognition::needed || read_through(*facts);
    if (enough) return facts;
    const Facts* whole = ask(Task::recognise_all);
    return whole && !whole->document() ? facts : whole; // what was read first is not lost for want of the rest
}

} // namespace

std::vector<int> pages_to_recognise(const Document& document, Recognition how_much) {
    std::vector<int> pages;
    int count = static_cast<int>(document.pages.size());
    for (const Page& page : document.pages) {
        if (page.use == PictureUse::none || page.picture.empty()) continue;
        bool near_an_end = count <= short_document || page.number <= first_pages || page.number > count - last_pages;
        if (how_much == Recognition::all || near_an_end) pages.push_back(page.number);
    }
    return pages;
}

int recognise_pages(Document& document, const FactKey& maker, const std::string& entry, Recognition how_much,
                    Asker& asker, std::vector<Finding>& findings, bool& whole) {
    int recognised = 0;
    for (int number : pages_to_recognise(document, how_much)) {
        Page& page = document.pages[static_cast<std::size_t>(number - 1)];
        bool scan = page.use == PictureUse::text_and_seals;
        bool own_picture = page.picture == maker.inputs.front(); // a picture file is its own page's picture
        const Facts* facts =
            ask_for_page(page, entry, own_picture ? std::nullopt : std::optional(maker), how_much, asker);
        if (!facts) {
            whole = false;
            continue;
        }
        for (Finding found : facts->findings) {
            found.where.entry = entry;
            found.where.page = number;
            findings.push_back(std::move(found));
        }
        if (!facts->document()) continue;
        put_in_place(document, page, *facts->document());
        recognised += scan;
    }
    return recognised;
}

} // namespace shenbao
