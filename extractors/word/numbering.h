#pragma once
// Automatic numbers as they are shown before a paragraph: 一、 （一） 1. ① and bullets.

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace shenbao {

// `value` written in a number format, named as in ECMA-376 17.18.59 ("decimal", "chineseCounting").
std::string number_in(std::string_view format, int value);
// The name of a format by its code in binary Word documents ([MS-OSHARED] 2.2.1.3, MSONFC).
std::string_view number_format_of(int nfc);

struct ListLevel {
    std::string format = "decimal";
    std::string text;          // "%1.%2": %N is the number of level N, counted from 1
    std::string bullet_font{}; // of a bullet from a symbol font
    int start = 1;
    int restart = -1;   // -1: after any higher level; 0: never; N: after level N (from 1)
    bool legal = false; // all numbers as decimals
    bool bare = false;  // nothing between number and text
};

struct List {
    std::array<ListLevel, 9> levels;
};

// A paragraph with its number in front. A number stands alone before an empty paragraph (cells that count rows), a
// bullet does not.
std::string numbered(std::string number, std::string text);

// Counts the paragraphs of all lists of a document.
class ListCounter {
  public:
    // The number of the next paragraph at `level` (0 to 8) of the list known by `key`, with a space behind it unless
    // the level asks for none. `text` is empty where nothing is shown.
    std::string next(int key, const List& list, int level);
    // The next paragraph at `level` of the list starts at `value`.
    void restart(int key, int level, int value);

  private:
    struct State {
        std::array<int, 9> value{};
        std::array<bool, 9> started{};
        std::array<int, 9> forced{};
        std::array<bool, 9> is_forced{};
    };
    void advance(State& state, const List& list, int level);
    std::map<int, State> lists_;
};

} // namespace shenbao
