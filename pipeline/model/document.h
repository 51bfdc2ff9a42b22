#pragma once
// The document model: what any document says, whoever wrote it and however it was read. A field reader cannot
// tell whether a table came from Word, a PDF or a scan.

#include "pipeline/model/archive.h"
#include "pipeline/model/digest.h"
#include "pipeline/model/finding.h"
#include "pipeline/model/locator.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shenbao {

// Another reading of the same ink.
struct Reading {
    std::string text;
    double confidence = 0; // 0 to 1
    std::string by;        // which way of reading gave it: "chi_sim/line", "eng/digits", …

    friend bool operator==(const Reading&, const Reading&) = default;
};

// A line of its own in a text, for lines of a page's picture that were left unread.
inline constexpr std::string_view unread_mark = "……";

// Words and how sure their reader is of them. Valid UTF-8, NFC; lines joined by '\n'.
struct Text {
    std::string text;
    double confidence = 1;           // 0 to 1; 1 where the file itself holds the characters
    std::vector<Reading> readings{}; // all ways a scan was read, best first; empty where nothing was recognised

    friend bool operator==(const Text&, const Text&) = default;
};

// The part of a document that a block belongs to. Body text comes first in reading order, the rest after it.
enum class Part {
    body,
    header,
    footer,
    footnote,
    endnote,
    text_box,
    annotation,
    form_field,
    comment,
    deleted, // by a tracked change
    hidden,  // formatted as not to be shown
};
inline constexpr std::size_t part_count = 11;

struct Table;

// row, column count from 0 in the table's grid; a merged cell stands once, at its top left corner.
struct Cell {
    int row = 0, column = 0, row_span = 1, column_span = 1;
    Text content;
    std::optional<Box> box;
    std::vector<Table> tables; // tables inside the cell; their text is not repeated in `content`

    friend bool operator==(const Cell&, const Cell&);
};

// A grid of cells. Cells stand in row order, then column order, and do not overlap.
struct Table {
    int page = 0;
    int rows = 0, columns = 0;
    std::vector<Cell> cells;
    std::optional<Box> box;
    Part part = Part::body;
    std::string title{}; // a sheet's name; empty in documents
    // Of a table inside a cell: how many lines of the cell's text come before it, empty ones not counted. None: all.
    std::optional<int> lines_before{};

    friend bool operator==(const Table&, const Table&) = default;
};

struct Paragraph {
    int page = 0;
    Text content;
    std::optional<Box> box;
    Part part = Part::body;

    friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

using Block = std::variant<Paragraph, Table>; // in reading order

// A seal seen on a page.
struct Seal {
    enum class Shape { unknown, round, oval, square };
    enum class Origin { ink, annotation, signature }; // found in the picture; an annotation; an electronic seal
    int page = 0;
    Box box;
    Shape shape = Shape::unknown;
    Origin origin = Origin::ink;
    bool coloured = true;  // false: found by shape alone, in a grey or black-and-white picture
    double confidence = 0; // that this is a seal, 0 to 1
    Text owner{};          // the ring's words; empty where they were not read

    friend bool operator==(const Seal&, const Seal&) = default;
};

// What a page's picture is still to be read for.
enum class PictureUse {
    none,           // nothing to gain from it
    seals,          // the text is known, a seal may be on it
    text_and_seals, // a scan
};

// A small JPEG of a page, upright as it was read, so that boxes lie on it as they are; for people to look at.
struct Thumbnail {
    static constexpr int cell_columns = 48, cell_rows = 68;
    Digest picture{};
    int width = 0, height = 0; // pixels
    // How dark the page is in each of 48 by 68 equal cells, row by row: '!' for white, a character more for every 2 of
    // 255; '~' for 186 and darker. For finding the same sheet again. Empty where the picture is smaller than that.
    std::string cells{};
    bool empty() const { return picture.empty(); }

    friend bool operator==(const Thumbnail&, const Thumbnail&) = default;
};

struct Page {
    int number = 0;               // from 1
    double width = 0, height = 0; // points (1/72 inch) as shown, 0 where there are no pages before printing
    bool coloured = false;        // the picture holds colour (so that a missing red seal says something)
    double text_score = 1;        // how far the text layer can be believed, 0 to 1
    PictureUse use = PictureUse::none;
    // Only its text was read: it takes Task::look to tell what the page shows. Until then `text_score`, `use` and
    // `coloured` are what the text alone makes likely, and there is no picture.
    bool unseen = false;
    Digest picture{}; // the page's picture, where `use` is not none
    double picture_dpi = 0;
    // Words of its own can be seen on it, and are exact; what it shows besides is to be recognised. `text_score` says
    // how little of the page they are.
    bool typed = false;
    bool recognised = false; // blocks of this page come from its picture
    int unread_lines = 0;    // of it, in the middle of long paragraphs; unread_mark stands in their place
    Thumbnail view{};        // of a page that was read from its picture

    friend bool operator==(const Page&, const Page&) = default;
};

// A digital signature in a document, as a fact: what it says of itself.
struct Signature {
    int page = 0;
    std::string signer;
    std::string time;     // RFC 3339, empty where unknown
    std::string validity; // "valid", "invalid", "unknown"

    friend bool operator==(const Signature&, const Signature&) = default;
};

struct Document {
    std::string format; // "docx", "doc", "pdf", "jpeg", …: what the content is, not what the name says
    std::vector<Page> pages;
    std::vector<Block> blocks;
    std::vector<Seal> seals;
    std::vector<Signature> signatures;
    std::vector<Entry> attachments; // files inside the document: embedded objects and pictures, PDF attachments
    std::map<std::string, std::string> properties; // title, author, producer, …

    friend bool operator==(const Document&, const Document&) = default;
};

std::string_view to_string(Part part);
// False for what stands in a document and is not what it says to those who look at it.
bool is_shown(Part part);
// Of a block, whichever it is.
Part part_of(const Block& block);
int page_of(const Block& block);
const std::optional<Box>& box_of(const Block& block);
std::string_view to_string(Seal::Shape shape);
std::string_view to_string(Seal::Origin origin);
std::string_view to_string(PictureUse use);

// All shown text of a document in reading order: a line a paragraph, table cells separated by tabs. `page` 0: all pages.
std::string plain_text(const Document& document, int page = 0);
// The text of one part alone, in the same form.
std::string plain_text(const Document& document, Part part);

} // namespace shenbao
