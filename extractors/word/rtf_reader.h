#pragma once
// RTF into paragraphs and tables.

#include "extractors/word/collector.h"
#include "extractors/word/rtf.h"
#include "extractors/word/table_stack.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::rtf {

// Bytes of one picture or object that are kept.
inline constexpr std::size_t data_limit = std::size_t{64} << 20;

bool looks_like_rtf(std::string_view bytes);

class Reader {
  public:
    // `inserted`: where the text goes of a file that is but a piece of another document.
    Reader(std::string_view bytes, Collector& out, Sink& sink, std::optional<Flow> inserted = {})
        : lexer_(bytes), out_(out), sink_(sink), inserted_(inserted) {
        groups_.emplace_back();
    }
    void read();

  private:
    // Where the text of a group goes.
    enum class Target { story, nowhere, fonts, code, property, form, form_entry, picture, object };
    struct Group {
        Target target = Target::story;
        bool ends_story = false;     // the story begun with this group ends with it
        bool ends_row_shape = false; // the row shape before this group counts again behind it
        bool starred = false;        // "\*" was seen: the next word is skipped with its group if it is not known
        bool list_number = false;    // the number in front of a paragraph
        bool hidden = false, deleted = false;
        bool no_pictures = false; // a picture within stands for one that was met
        bool in_table = false;
        int depth = 0; // itap
        int font = -1;
        int fallback = 1; // \uc: characters that stand for a \u in older readers
        std::string property;
    };
    struct Story {
        Part part = Part::body;
        std::string line, deleted, hidden;
        TableStack tables;
    };
    struct Font {
        int charset = 1;
        std::string name;
    };

    void open();
    void close();
    void word(const Token& token);
    bool destination(std::string_view name);
    bool table_word(std::string_view name, int value);
    bool format_word(std::string_view name, const Token& token);
    bool character_word(std::string_view name);
    bool form_word(std::string_view name, int value);
    void symbol(char c);
    void begin_story(Part part);
    void end_story();
    void byte(char c);
    void unicode(int value);
    void put(std::string_view utf8);
    void flush();
    std::string code_page() const;
    void paragraph();
    void cell(int depth);
    void row(int depth);
    void end_field();
    void end_form();
    void hex(std::string_view digits);
    void begin_data(Target target);
    void end_data(Target target);
    bool swallowed();

    Group& group() { return groups_.back(); }
    Story& story() { return stories_.back(); }
    // Where text in the open group belongs.
    std::string& line();
    void put_apart();
    Flow flow() { return inserted_ && stories_.size() == 1 ? *inserted_ : Flow{&out_, story().part}; }

    Lexer lexer_;
    Collector& out_;
    Sink& sink_;
    std::optional<Flow> inserted_;
    std::vector<Group> groups_;
    std::vector<Story> stories_{1};
    std::vector<RowShape> kept_shapes_;
    std::map<int, Font> fonts_;
    RowShape shape_;
    RowShape::Cell next_cell_;
    std::string bytes_, bytes_page_, bytes_font_; // text not yet decoded
    std::string code_;                            // a field's instruction
    std::string code_page_ = "windows-1252";
    std::string data_;    // a picture's or object's bytes
    int high_digit_ = -1; // the first of two hexadecimal digits
    bool wanted_picture_ = false;
    int pictures_ = 0, objects_ = 0;
    int default_font_ = -1;
    int to_swallow_ = 0;
    int ignored_groups_ = 0; // open groups beyond the bound
    char32_t high_surrogate_ = 0;
    struct {
        int type = -1, result = -1, usual = 0;
        std::vector<std::string> entries; // of a list to choose from
    } form_;
    bool field_shown_ = false;
};

} // namespace shenbao::rtf
