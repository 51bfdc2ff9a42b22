#pragma once
// Reading a PDF in a test, and looking at what came of it.

#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace shenbao {
const Extractor& pdf_extractor();
const Extractor& pdf_page_looker();
} // namespace shenbao

namespace shenbao::test {

struct Read {
    Facts facts;
    MemorySink sink;
    const Document& document() const { return *facts.document(); }
    const Page& page(std::size_t i = 0) const { return document().pages.at(i); }
    std::string picture(std::size_t i = 0) const { return sink.blobs.at(page(i).picture); }
};

// Its text alone: nothing is drawn.
inline Read read_text(const std::string& bytes, const std::string& name = "a.pdf", const ReadOptions& options = {}) {
    Read result;
    Input input{bytes_of(bytes), -1, name, {}};
    result.facts = pdf_extractor().read(input, options, result.sink);
    return result;
}

// These pages, and nothing else.
inline Read look_at(const std::string& bytes, std::vector<int> pages, ReadOptions options = {}) {
    Read result;
    options.pages = std::move(pages);
    result.facts = pdf_page_looker().read({bytes_of(bytes), -1, "a.pdf", {}}, options, result.sink);
    return result;
}

// Its text, and a look at every page that takes one.
inline Read read(const std::string& bytes, const std::string& name = "a.pdf", const ReadOptions& options = {}) {
    Read result = read_text(bytes, name, options);
    auto& document = std::get<Document>(result.facts.body);
    std::vector<int> unseen;
    for (const Page& page : document.pages)
        if (page.unseen) unseen.push_back(page.number);
    if (unseen.empty()) return result;
    Read seen = look_at(bytes, unseen, options);
    for (const Page& page : seen.document().pages) {
        document.pages.at(static_cast<std::size_t>(page.number - 1)) = page;
        std::erase_if(document.blocks, [&](const Block& block) { return page_of(block) == page.number; });
    }
    document.blocks.insert(document.blocks.end(), seen.document().blocks.begin(), seen.document().blocks.end());
    std::stable_sort(document.blocks.begin(), document.blocks.end(),
                     [&](const Block& a, const Block& b) { return page_of(a) < page_of(b); });
    document.seals = seen.document().seals;
    document.signatures = seen.document().signatures;
    result.facts.outcome = worse(result.facts.outcome, seen.facts.outcome);
    result.facts.findings.insert(result.facts.findings.end(), seen.facts.findings.begin(), seen.facts.findings.end());
    result.sink.blobs.merge(seen.sink.blobs);
    return result;
}

// Width and height of a PNG, and its colour type (0 grey, 2 RGB) and depth.
struct PngHead {
    unsigned width, height, depth, colour;
};
inline PngHead png_head(const std::string& png) {
    REQUIRE(png.substr(1, 3) == "PNG");
    auto at = [&](std::size_t i) { return static_cast<unsigned char>(png.at(i)); };
    auto number = [&](std::size_t i) { return unsigned(at(i)) << 24 | at(i + 1) << 16 | at(i + 2) << 8 | at(i + 3); };
    return {number(16), number(20), at(24), at(25)};
}

inline const Cell* cell_of(const Document& document, const std::string& words) {
    for (const Block& block : document.blocks)
        if (const auto* table = std::get_if<Table>(&block))
            for (const Cell& cell : table->cells)
                if (cell.content.text.find(words) != std::string::npos) return &cell;
    return nullptr;
}

// The words of a table's row, joined by '|'.
inline std::string row_of(const Table& table, int row) {
    std::string words;
    for (const Cell& cell : table.cells)
        if (cell.row == row) words += (words.empty() ? "" : "|") + cell.content.text;
    return words;
}

inline std::vector<Table> tables_of(const Document& document) {
    std::vector<Table> tables;
    for (const Block& block : document.blocks)
        if (const auto* table = std::get_if<Table>(&block)) tables.push_back(*table);
    return tables;
}

} // namespace shenbao::test
