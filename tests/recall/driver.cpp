// Prints what the readers of word and sheet say of one file: the text; with "-d" that and the deleted text and
// comments; with "-l" an outline of blocks and findings. Ends with 0 read, 3 read in part, 4 not readable.

#include "extractors/extractor.h"
#include "extractors/memory_sink.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace shenbao {

#define FORMAT(name) const Extractor& name##_extractor();
#include "tests/recall/formats.inc"
#undef FORMAT

namespace {

const Extractor* best(const Input& input) {
    const Extractor* winner = nullptr;
    int highest = 0;
    for (const Extractor* candidate : {
#define FORMAT(name) &name##_extractor(),
#include "tests/recall/formats.inc"
#undef FORMAT
         }) {
        int bid = candidate->bid(input);
        if (bid > highest) {
            highest = bid;
            winner = candidate;
        }
    }
    return winner;
}

void outline_table(const Table& table, const std::string& indent) {
    std::cout << indent << "table " << table.rows << "x" << table.columns << " " << table.title << "\n";
    for (const Cell& cell : table.cells) {
        std::cout << indent << "  (" << cell.row << "," << cell.column << " " << cell.row_span << "x"
                  << cell.column_span << ") " << cell.content.text << "\n";
        for (const Table& inner : cell.tables)
            outline_table(inner, indent + "    ");
    }
}

void outline(const Facts& facts) {
    std::cout << "reader " << facts.reader << " outcome " << to_string(facts.outcome) << "\n";
    for (const Finding& found : facts.findings) {
        std::cout << "finding " << found.code << " " << found.evidence;
        for (auto& [key, value] : found.args)
            std::cout << " " << key << "=" << value;
        std::cout << "\n";
    }
    const Document& document = *facts.document();
    for (auto& [key, value] : document.properties)
        std::cout << "property " << key << "=" << value << "\n";
    for (const Entry& entry : document.attachments)
        std::cout << "attachment " << entry.name << " " << entry.bytes << "\n";
    for (const Block& block : document.blocks) {
        if (auto* paragraph = std::get_if<Paragraph>(&block))
            std::cout << "[" << to_string(paragraph->part) << "] " << paragraph->content.text << "\n";
        else
            outline_table(std::get<Table>(block), "[" + std::string(to_string(std::get<Table>(block).part)) + "] ");
    }
}

// What plain text leaves out.
void print_apart(const Document& document) {
    for (Part part : {Part::deleted, Part::hidden, Part::comment})
        std::cout << plain_text(document, part);
}

} // namespace
} // namespace shenbao

int main(int argc, char** argv) {
    using namespace shenbao;
    bool apart = argc > 2 && std::string(argv[1]) == "-d";
    bool listed = argc > 2 && std::string(argv[1]) == "-l";
    if (argc < 2) return 2;
    std::string path = argv[argc - 1];
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    Input input;
    input.bytes = std::as_bytes(std::span(bytes));
    input.name = path.substr(path.rfind('/') + 1);
    ReadOptions options;
    options.name = input.name;
    MemorySink sink;
    try {
        const Extractor* reader = best(input);
        if (!reader) throw ItemError("document.unsupported", "nobody bids");
        Facts facts = reader->read(input, options, sink);
        facts.reader = reader->name();
        if (listed)
            outline(facts);
        else
            std::cout << plain_text(*facts.document());
        if (apart) print_apart(*facts.document());
        return facts.outcome == Outcome::ok ? 0 : 3;
    } catch (const ItemError& error) {
        std::cerr << error.what() << "\n";
        return 4;
    }
}
