#pragma once
// Walks the text of a binary Word document, story by story, and writes paragraphs and tables.

#include "extractors/word/collector.h"
#include "extractors/word/doc_file.h"
#include "extractors/word/doc_lists.h"
#include "extractors/word/table_stack.h"

#include <optional>
#include <string>
#include <vector>

namespace shenbao::doc {

// Narrow text waits until its code page changes: one character may lie in two bytes.
class LineText {
  public:
    void wide(char16_t unit);
    void narrow(char byte, const std::string& code_page);
    void append(std::string_view utf8);
    // The line so far, in UTF-8; empties it.
    std::string take();
    bool empty() const { return utf8_.empty() && bytes_.empty() && units_.empty(); }

  private:
    void flush();
    std::string utf8_, bytes_, code_page_;
    std::u16string units_;
};

class StoryWalker {
  public:
    StoryWalker(const WordFile& file, Lists& lists, Collector& out) : file_(file), lists_(lists), out_(out) {}

    // The characters [begin, end), as paragraphs and tables of `part`.
    void walk(std::uint32_t begin, std::uint32_t end, Part part);
    // Offsets in the Data stream of the pictures met.
    const std::vector<std::uint32_t>& pictures() const { return pictures_; }

  private:
    struct Field {
        bool instruction = true, shown = false;
        std::string code;
        std::string form; // what a form field shows
    };
    void character(char16_t unit, const Piece& piece, std::uint32_t cp);
    bool mark(char16_t unit);
    void form_field();
    void field_mark(char16_t unit);
    void put(char16_t unit, const Piece& piece);
    void put_symbol(char32_t code, int font);
    std::string code_page_of(const Piece& piece) const;
    void update_characters(const Piece& piece, std::uint32_t cp);
    void paragraph(std::uint32_t cp, char16_t ending);
    CharacterProperties mark_of(std::uint32_t cp) const;
    LineText& line();

    const WordFile& file_;
    Lists& lists_;
    Collector& out_;
    Part part_ = Part::body;
    LineText line_, deleted_, hidden_, code_;
    std::string carried_; // text of a paragraph whose mark was deleted
    std::vector<Field> fields_;
    TableStack tables_;
    const Piece* piece_ = nullptr;
    std::uint32_t stretch_begin_ = 1, stretch_end_ = 0; // file offsets the properties below hold for
    CharacterProperties characters_;
    Font font_;
    std::string code_page_;
    std::vector<std::uint32_t> pictures_;
};

// The Windows code page of a language (lid), and of a font's charset (ANSI charset numbers); "" where it says nothing.
std::string code_page_of_language(int language);
std::string code_page_of_charset(int charset);

} // namespace shenbao::doc
