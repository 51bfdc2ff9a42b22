#pragma once
// Reading a PDF in a test, and looking at what came of it.

#include "extractors/memory_sink.h"
#include "tests/support.h"

namespace shenbao {
const Extractor& pdf_extractor();
}

namespace shenbao::test {

struct Read {
    Facts facts;
    MemorySink sink;
    const Document& document() const { return *facts.document(); }
    const Page& page(std::size_t i = 0) const { return document().pages.at(i); }
    std::string picture(std::size_t i = 0) const { return sink.blobs.at(page(i).picture); }
};

inline Read read(const std::string& bytes, const std::string& name = "a.pdf", ReadOptions options = {}) {
    Read result;
    Input input{bytes_of(bytes), -1, name, {}};
    result.facts = pdf_extractor().read(input, options, result.sink);
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
