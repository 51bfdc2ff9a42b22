#pragma once
// What the tests of Word readers share: packages made in memory, and a short way to write down what was read.

#include "extractors/extractor.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <zip.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace shenbao::test {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A ZIP of these parts, in order.
inline std::string zipped(const Parts& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    REQUIRE(zip);
    zip_source_keep(source);
    for (const auto& [name, bytes] : parts)
        REQUIRE(zip_file_add(zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), 0) >= 0);
    REQUIRE(zip_close(zip) == 0);
    REQUIRE(zip_source_open(source) == 0);
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    std::string out(stat.size, '\0');
    zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    zip_source_free(source);
    return out;
}

struct Read {
    Facts facts;
    MemorySink sink;
    const Document& document() const { return *facts.document(); }
};

// Reads as the child would; throws the ItemError of an unusable input.
inline Read read(const Extractor& reader, const std::string& bytes, const std::string& name = "") {
    Input input;
    input.bytes = bytes_of(bytes);
    input.name = name;
    ReadOptions options;
    options.name = name;
    Read done;
    done.facts = reader.read(input, options, done.sink);
    return done;
}

inline int bid_of(const Extractor& reader, const std::string& bytes, const std::string& name = "") {
    Input input;
    input.bytes = bytes_of(bytes);
    input.name = name;
    return reader.bid(input);
}

// The code of the ItemError that reading ends in, "" where it does not.
inline std::string error_of(const Extractor& reader, const std::string& bytes, const std::string& name = "") {
    try {
        read(reader, bytes, name);
        return {};
    } catch (const ItemError& error) {
        return error.what_found().code;
    }
}

inline bool has_finding(const Facts& facts, std::string_view code) {
    for (const Finding& found : facts.findings)
        if (found.code == code) return true;
    return false;
}

// "row,column rowspan×columnspan text" for each cell; line breaks as '/', tables within in brackets.
inline std::vector<std::string> cells(const Table& table) {
    std::vector<std::string> out;
    for (const Cell& cell : table.cells) {
        std::string line = std::to_string(cell.row) + "," + std::to_string(cell.column) + " " +
                           std::to_string(cell.row_span) + "x" + std::to_string(cell.column_span) + " ";
        for (char c : cell.content.text)
            line += c == '\n' ? '/' : c;
        for (const Table& inner : cell.tables) {
            line += "[";
            for (const std::string& within : cells(inner))
                line += within + ";";
            line += "]";
        }
        out.push_back(line);
    }
    return out;
}

inline std::vector<Table> tables(const Document& document) {
    std::vector<Table> out;
    for (const Block& block : document.blocks)
        if (auto* table = std::get_if<Table>(&block)) out.push_back(*table);
    return out;
}

inline std::vector<std::string> paragraphs(const Document& document, Part part = Part::body) {
    std::vector<std::string> out;
    for (const Block& block : document.blocks)
        if (auto* paragraph = std::get_if<Paragraph>(&block); paragraph && paragraph->part == part)
            out.push_back(paragraph->content.text);
    return out;
}

} // namespace shenbao::test
