#pragma once
// From rows of cells, as Word, RTF and HTML tell of them, to the grid of the document model.

#include "pipeline/model/document.h"

#include <string>
#include <vector>

namespace shenbao {

// A cell as its row tells of it. left and right are columns of the grid, or edges in twips, by the function used.
struct RawCell {
    // left -1: the next free column, and `right` is the number of columns.
    int left = 0, right = 1;
    int rows = 1; // rows it says it spans (HTML); Word says `continues_above` instead
    bool continues_above = false, continues_left = false;
    std::string text; // paragraphs joined by '\n'
    int lines = 0;    // of the text, without empty ones: those that are trimmed and joined stay as many
    std::vector<Table> tables;

    // Adds a paragraph to the cell's text.
    void add(std::string_view paragraph);
    // Adds a table, behind the text so far.
    void add(Table table);
    bool started = false; // a paragraph was added, be it empty
    bool is_empty() const { return text.empty() && tables.empty(); }
};

using RawRow = std::vector<RawCell>;

// Cells that continue another are joined to it; text of theirs is kept. Cells that would overlap are cut down.
Table table_of_columns(std::vector<RawRow> rows, Part part);

// left and right are edges in twips (1/1440 inch). Edges of different rows that lie close together are one.
Table table_of_edges(std::vector<RawRow> rows, Part part);

} // namespace shenbao
