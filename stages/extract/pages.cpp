#include "stages/extract/pages.h"

#include "pipeline/model/text.h"
#include "stages/extract/typed.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace shenbao {
namespace {

// A form, a letter and their backs fit into this; of anything longer the first pages say what it is, and the last bear
// the seal.
constexpr int short_document = 6, first_pages = 4, last_pages = 2;

// What was printed on the page, and so is recognised with it; what someone put on it in the file (form values,
// annotations) stays.
bool printed_on(const Block& block, int page) {
    return page_of(block) == page && part_of(block) != Part::form_field && part_of(block) != Part::annotation;
}

void set_page(Block& block, int page) {
    std::visit([&](auto& b) { b.page = page; }, block);
}

// Blocks of a page in the place where the page's own stood, or before the first block of a later page.
void replace_blocks(Document& document, int page, std::vector<Block> recognised) {
    auto& blocks = document.blocks;
    auto at = std::find_if(blocks.begin(), blocks.end(), [&](const Block& b) { return page_of(b) >= page; });
    auto place = at - blocks.begin();
    std::erase_if(blocks, [&](const Block& b) { return printed_on(b, page); });
    for (Block& block : recognised)
        set_page(block, page);
    blocks.insert(blocks.begin() + place, std::make_move_iterator(recognised.begin()),
                  std::make_move_iterator(recognised.end()));
}

std::vector<Block> with_typed(const Document& document, const Page& page, const Document& recognised) {
    std::vector<Block> typed;
    std::copy_if(document.blocks.begin(), document.blocks.end(), std::back_inserter(typed),
                 [&](const Block& block) { return printed_on(block, page.number); });
    return typed_and_recognised(std::move(typed), page, recognised);
}

void put_in_place(Document& document, Page& page, const Document& recognised) {
    if (page.use == PictureUse::text_and_seals) {
        replace_blocks(document, page.number, page.typed ? with_typed(document, page, recognised) : recognised.blocks);
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

bool near_an_end(int page, std::size_t pages) {
    const int count = static_cast<int>(pages);
    return count <= short_document || page <= first_pages || page > count - last_pages;
}

// Page by page as they were seen; what failed is as it was read.
void put_seen(Document& document, const Document& seen) {
    std::set<int> numbers;
    for (const Page& page : seen.pages) {
        const bool known = page.number > 0 && static_cast<std::size_t>(page.number) <= document.pages.size();
        if (!known || page.unseen) continue;
        document.pages[static_cast<std::size_t>(page.number - 1)] = page;
        numbers.insert(page.number);
    }
    const auto is_seen = [&](const Block& block) { return numbers.contains(page_of(block)); };
    std::erase_if(document.blocks, is_seen);
    std::copy_if(seen.blocks.begin(), seen.blocks.end(), std::back_inserter(document.blocks), is_seen);
    std::stable_sort(document.blocks.begin(), document.blocks.end(),
                     [](const Block& a, const Block& b) { return page_of(a) < page_of(b); });
    document.seals.insert(document.seals.end(), seen.seals.begin(), seen.seals.end());
    document.signatures = seen.signatures;
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

std::vector<int> pages_to_look_at(const Document& document, Recognition how_much) {
    std::set<int> with_words;
    for (const Block& block : document.blocks)
        if (printed_on(block, page_of(block))) with_words.insert(page_of(block));
    std::vector<int> pages;
    for (const Page& page : document.pages) {
        const bool scan = page.use == PictureUse::text_and_seals && !with_words.contains(page.number);
        const bool due = !scan || how_much == Recognition::all || near_an_end(page.number, document.pages.size());
        if (page.unseen && due) pages.push_back(page.number);
    }
    return pages;
}

Looked look_at_pages(Document& document, const FactKey& read, const std::optional<FactKey>& maker,
                     const std::string& entry, Recognition how_much, Asker& asker, std::vector<Finding>& findings,
                     bool& whole) {
    Looked looked{read};
    std::vector<int> pages = pages_to_look_at(document, how_much);
    if (pages.empty()) return looked;
    looked.maker.task = Task::look;
    looked.maker.ending.clear();
    looked.maker.pages = std::move(pages);
    const Facts* facts = asker.ask(looked.maker, entry, maker);
    if (!facts) {
        whole = false;
        return looked;
    }
    for (Finding found : facts->findings) {
        found.where.entry = entry;
        if (!facts->document()) found.args["pages"] = text::ranges(looked.maker.pages, "、");
        findings.push_back(std::move(found));
    }
    looked.outcome = facts->outcome == Outcome::ok ? Outcome::ok : Outcome::partial;
    if (facts->document()) put_seen(document, *facts->document());
    return looked;
}

std::vector<int> pages_to_recognise(const Document& document, Recognition how_much) {
    std::vector<int> pages;
    for (const Page& page : document.pages) {
        if (page.use == PictureUse::none || page.picture.empty()) continue;
        if (how_much == Recognition::all || near_an_end(page.number, document.pages.size()))
            pages.push_back(page.number);
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
