// Real tables, exact: merged cells in both directions, tables in tables, cells that begin late in their row.

#include "pipeline/model/text.h"
#include "tests/extractors/word/word_support.h"

#include <sstream>

namespace shenbao {
const Extractor& doc_extractor();
const Extractor& docx_extractor();
const Extractor& rtf_extractor();
const Extractor& wordxml_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;

namespace {

struct Expected {
    std::string file;
    std::size_t number = 0; // from 1
    std::vector<std::string> lines;
};

// Files with their tables, as data/tables.txt writes them down.
std::vector<Expected> expectations() {
    std::vector<Expected> all;
    std::istringstream in(slurp(data_dir("extractors/word") / "tables.txt"));
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.front() != ' ') {
            auto colon = line.rfind(": "), space = line.rfind(' ', colon - 1);
            all.push_back({line.substr(0, space), std::stoul(line.substr(space + 1)), {}});
            line = line.substr(colon + 2);
        }
        all.back().lines.push_back(text::trim(line));
    }
    return all;
}

std::string size_of(const Table& table) { return std::to_string(table.rows) + "x" + std::to_string(table.columns); }

void write_down(const Table& table, std::vector<std::string>& lines) {
    for (const Cell& cell : table.cells) {
        lines.push_back(std::to_string(cell.row) + "," + std::to_string(cell.column) + " " +
                        std::to_string(cell.row_span) + "x" + std::to_string(cell.column_span) + " " +
                        text::replace_all(text::trim(cell.content.text), "\n", "/"));
        for (const Table& inner : cell.tables) {
            lines.push_back("within: " + size_of(inner));
            write_down(inner, lines);
        }
    }
}

// Place and text, white space aside; "…" stands for the rest.
bool fits(const std::string& found, const std::string& expected) {
    std::string wanted = text::fold(expected), held = text::fold(found);
    while (!held.empty() && held.back() == '/') // lines at the end that hold only the blanks to be filled in
        held.pop_back();
    auto dots = wanted.rfind("…");
    bool open = dots != std::string::npos && dots + std::string("…").size() == wanted.size();
    return open ? held.rfind(wanted.substr(0, dots), 0) == 0 : held == wanted;
}

const Extractor& reader_of(const std::string& bytes, const std::string& file) {
    for (const Extractor* reader : {&docx_extractor(), &doc_extractor(), &rtf_extractor()})
        if (bid_of(*reader, bytes, file) > bid::none) return *reader;
    return wordxml_extractor();
}

} // namespace

TEST_CASE("tables of the corpus stand as on paper") {
    SKIP_WITHOUT(corpus());
    std::vector<Expected> all = expectations();
    CHECK(all.size() >= 20);
    for (const Expected& expected : all) {
        INFO(expected.file << " " << expected.number);
        std::string bytes = slurp(corpus() / expected.file);
        Read done = read(reader_of(bytes, expected.file), bytes, expected.file);
        std::vector<Table> found = tables(done.document());
        REQUIRE(found.size() >= expected.number);
        const Table& table = found[expected.number - 1];
        std::vector<std::string> lines{size_of(table)};
        write_down(table, lines);
        CHECK(lines.size() == expected.lines.size());
        for (std::size_t i = 0; i < std::min(lines.size(), expected.lines.size()); ++i) {
            INFO(lines[i]);
            CHECK(fits(lines[i], expected.lines[i]));
        }
    }
}
