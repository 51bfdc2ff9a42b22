#pragma once
// Gathers what a reader finds into a Document: body first, then the other parts, within bounds.

#include "extractors/extractor.h"
#include "extractors/word/table_grid.h"
#include "pipeline/model/document.h"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenbao {

class Collector {
  public:
    // Facts that the collector's document and findings go into; `format` is the document's.
    explicit Collector(std::string format) { document_.format = std::move(format); }

    // Empty paragraphs and tables without cells are not kept, nor is a header or footer line seen before.
    void paragraph(Part part, std::string_view text);
    void table(Table table);
    // A property under a key of the document model ("title"); empty values are not kept.
    void property(std::string key, std::string_view value);
    // Puts the bytes to the sink and names them. A picture that fills a page is one more page of the document.
    void attachment(std::string name, std::string_view bytes, Sink& sink);

    // Each finding stands once; `worsens` makes the outcome partial.
    void found(Finding finding, bool worsens);
    // document.damaged as a warning: read as far as it goes.
    void damaged(std::string evidence);

    bool has_text() const;
    std::size_t text_bytes() const { return text_bytes_; }
    // Hands everything over: one page, blocks in order.
    Facts finish();

  private:
    bool room_for(std::size_t bytes, std::size_t blocks);
    void look_for_scan(std::string_view bytes, const Digest& name, Sink& sink);
    void add_scans();

    Document document_;
    std::vector<Page> scans_; // pictures that may be pages
    std::vector<Finding> findings_;
    Outcome outcome_ = Outcome::ok;
    std::array<std::vector<Block>, part_count> parts_; // by Part
    std::set<std::pair<Part, std::string>> repeated_;
    std::size_t text_bytes_ = 0, blocks_ = 0;
};

// Where paragraphs and tables of a story go: the document, or a cell of a table being read.
struct Flow {
    Collector* out = nullptr;
    Part part = Part::body;
    RawCell* cell = nullptr;

    void paragraph(std::string_view text) const {
        if (cell)
            cell->add(text);
        else
            out->paragraph(part, text);
    }
    void table(Table table) const {
        if (table.cells.empty()) return;
        if (cell)
            cell->add(std::move(table));
        else
            out->table(std::move(table));
    }
};

} // namespace shenbao
