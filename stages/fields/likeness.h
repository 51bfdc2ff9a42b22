#pragma once
// How like two pieces of text are to an eye, or to a recogniser that stands in for one: look-alike characters, and
// words found again in text that was read with mistakes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::likeness {

// Text folded for comparing: half-width, lower case, no white space. `at[i]` is where chars[i] stood in the original.
struct Folded {
    std::u32string chars;
    std::vector<std::size_t> at;
};
Folded folded(std::u32string_view text);
Folded folded(std::string_view utf8);

// Characters that are taken for one another in print: 0/O/D, 1/I/l, 人/入, 己/已.
bool look_alike(char32_t a, char32_t b);

// Sum of edits that turn `a` into `b`: 1 each, 0.4 for a look-alike. Gives up above `most` and returns more than it.
// Characters of `slight` are easily lost or made up: 0.4 each.
double distance(std::u32string_view a, std::u32string_view b, double most, std::u32string_view slight = {});

// What a word of this length may cost and still count as found: short words must be (nearly) exact.
double tolerance(std::size_t length);

struct Hit {
    std::size_t begin = 0, end = 0; // in the folded text
    double cost = 0;
};

// The best occurrence of `word` within `text` (both folded) that costs no more than `most`; the first among equals.
std::optional<Hit> find(std::u32string_view text, std::u32string_view word, double most, std::size_t from = 0);

} // namespace shenbao::likeness
