#pragma once
// The parts of a binary Word document ([MS-DOC], and its forerunners of Word 6 and 95): the file information block,
// the piece table, and the properties of characters and paragraphs, each by character position (CP).

#include "extractors/word/table_stack.h"
#include "extractors/word/view.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::doc {

// Stories follow one another in the text, in this order ([MS-DOC] 2.4.1).
enum Story {
    main_story,
    footnotes,
    headers,
    macros,
    annotations,
    endnotes,
    text_boxes,
    header_text_boxes,
    story_count
};

// Offsets of tables in the table stream, by their place in FibRgFcLcb97; Word 6 and 95 have the same order.
enum Pair {
    stylesheet = 1,
    header_plc = 11,
    character_bins = 12,
    paragraph_bins = 13,
    font_table = 15,
    piece_table = 33,
    drawing_group = 50,
    list_table = 73,
    list_overrides = 74,
};

struct Fib {
    int version = 0;  // nFib
    bool old = false; // Word 6 and 95: one-byte sprms, tables in the main stream
    bool encrypted = false, complex = false, wide_text = false, second_table = false;
    int language = 0; // lid
    std::uint32_t first_text = 0, end_of_text = 0;
    std::uint32_t length[story_count] = {}; // characters of each story

    // False where the stream does not begin with a FIB.
    bool read(View stream);
    // Where a table stands: offset and length.
    std::pair<std::uint32_t, std::uint32_t> place(View stream, Pair pair) const;
};

// A run of text that lies together in the file.
struct Piece {
    std::uint32_t begin = 0, end = 0; // CPs
    std::uint32_t offset = 0;         // in the main stream
    bool wide = false;                // two bytes a character
    std::uint16_t modifier = 0;       // prm: properties put on top by a fast save
};

// A sprm: one changed property ([MS-DOC] 2.2.5). Codes of Word 6 and 95 are 1 to 255.
using SprmVisit = std::function<void(std::uint16_t code, View operand)>;
void each_sprm(View group, bool old, const SprmVisit& visit);

// Properties that hold for a stretch of the file (a PAPX or CHPX).
struct Stretch {
    std::uint32_t begin = 0, end = 0; // offsets in the main stream
    std::uint16_t style = 0;          // of a paragraph
    View group;
};

// What a row says of its cells.
struct RowDefinition {
    std::vector<int> edges; // twips, one more than cells
    std::vector<std::uint16_t>
        flags; // TCGRF: bit 0 first of merged, 1 merged to the left, 5 merged vertically, 6 begins that
    RowShape shape() const;
};

struct ParagraphProperties {
    bool in_table = false, row_end = false, inner_cell_end = false, inner_row_end = false;
    int depth = 0;           // of tables
    int list = 0, level = 0; // ilfo, ilvl
    bool list_set = false;   // by the paragraph itself
    int style = 0;
    RowDefinition row;
};

struct CharacterProperties {
    bool deleted = false, hidden = false, special = false, data = false;
    int font = -1;
    int symbol_font = -1;
    char16_t symbol = 0;
    std::uint32_t picture = 0;
    bool has_picture = false;
};

struct Font {
    std::string name;
    int charset = 0;
};

class WordFile {
  public:
    // `main` is the stream WordDocument, `table` 0Table or 1Table (the main stream again in old files), `data` Data.
    WordFile(std::string main, std::string table, std::string data);

    const Fib& fib() const { return fib_; }
    View main() const { return View(main_); }
    View table() const { return fib_.old ? View(main_) : View(table_); }
    View data() const { return View(data_); }
    View table_part(Pair pair) const;

    const std::vector<Piece>& pieces() const { return pieces_; }
    const Piece* piece_of(std::uint32_t cp) const;
    // Where the character stands in the main stream.
    static std::uint32_t offset_of(const Piece& piece, std::uint32_t cp);
    // A byte of narrow text, a UTF-16 unit of wide text.
    char16_t unit(const Piece& piece, std::uint32_t cp) const;

    const Stretch* paragraph_stretch(std::uint32_t offset) const { return find(paragraphs_, offset); }
    const Stretch* character_stretch(std::uint32_t offset) const { return find(characters_, offset); }
    bool has_paragraphs() const { return !paragraphs_.empty(); }
    ParagraphProperties paragraph_at(std::uint32_t cp) const;
    // Of the character `cp`, which stands in `stretch` and `piece`, and of those after it there in its paragraph.
    CharacterProperties characters_of(const Stretch* stretch, const Piece& piece, std::uint32_t cp) const;
    Font font(int index) const;
    // Something was lost while reading the tables above.
    bool damaged() const { return damaged_; }

  private:
    void read_pieces();
    bool looks_wide(std::uint32_t offset) const;
    void read_clx(View clx);
    void add_piece(std::uint32_t begin, std::uint32_t end, std::uint32_t fc, std::uint16_t modifier);
    void read_stretches(Pair pair, bool paragraphs, std::vector<Stretch>& out);
    void read_page(View page, bool paragraphs, std::vector<Stretch>& out);
    static const Stretch* find(const std::vector<Stretch>& all, std::uint32_t offset);
    void apply_modifier(std::uint16_t modifier, const SprmVisit& visit) const;
    void apply_paragraph(std::uint16_t code, View operand, ParagraphProperties& out, int depth = 0) const;
    void read_styles();
    bool style_hides(int style, bool otherwise, int depth = 0) const;
    void read_fonts();

    std::string main_, table_, data_;
    Fib fib_;
    std::vector<Piece> pieces_;
    std::vector<View> modifiers_; // grpprls of the Clx
    std::vector<Stretch> paragraphs_, characters_;
    std::vector<Font> fonts_;
    struct Style {
        int base = 0xFFF, list = 0, level = 0;
        bool set = false;         // the list, by the style itself
        std::optional<int> hides; // a ToggleOperand
    };
    std::vector<Style> styles_;
    bool styles_hide_ = false; // one of them at least
    bool damaged_ = false;
};

} // namespace shenbao::doc
