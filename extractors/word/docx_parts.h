#pragma once
// What stands beside the text of a docx: styles, numbering, and where the parts are.

#include "extractors/word/numbering.h"
#include "extractors/word/package.h"
#include "extractors/word/xml_tree.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenbao::docx {

// The list a paragraph belongs to; `num` 0: none, on purpose.
struct ListRef {
    std::optional<int> num, level;
};

struct Style {
    std::string based_on;
    ListRef list;
    std::optional<bool> hidden;
};

class Styles {
  public:
    // A child of w:styles.
    void add(const xml::Node& node);
    // As the style says, or those it is based on.
    ListRef list_of(std::string_view style) const;
    // Of what a run shows: its paragraph's style and its own, which undo one another (ECMA-376 17.7.3).
    bool hidden(std::string_view paragraph_style, std::string_view run_style) const;

  private:
    bool hidden(std::string_view style) const;

    std::map<std::string, Style, std::less<>> styles_;
};

// numbering.xml (ECMA-376 17.9): what is shown before each paragraph of a list.
class Numbering {
  public:
    // `root` is w:numbering.
    void read(const xml::Node& root, const Styles& styles);
    // The number before the next paragraph, "" where there is none.
    std::string next(const ListRef& ref, std::string_view style);

  private:
    struct Num {
        int abstract = 0;
        std::map<int, int> starts;          // by level
        std::map<int, ListLevel> overrides; // by level
        bool begun = false;
    };
    List resolved(const Num& num) const;
    int level_of_style(const Num& num, std::string_view style) const;

    std::map<int, List> abstracts_;
    std::map<int, std::map<std::string, int, std::less<>>> style_levels_; // by abstract: style → level
    std::map<int, std::string> style_links_;                              // abstract → the style that holds its list
    std::map<int, Num> nums_;
    ListCounter counter_;
};

// On or off as w:val says (ECMA-376 17.17.4); an element without it is on.
bool is_on(const xml::Node& property);
int to_int(std::string_view digits, int otherwise = 0);

} // namespace shenbao::docx
