#pragma once
// From characters at places to words as people write them: lines, paragraphs, cells. Shared by the readers of formats
// that say where each character stands (PDF, OFD). All lengths are in points on the page as it is looked at, from the
// top left corner.

#include "pipeline/model/locator.h"

#include <span>
#include <string>
#include <vector>

namespace shenbao::layout {

struct Glyph {
    char32_t code = 0;
    Box box;
};

// A line of text in reading order; spaces between words are glyphs of their own.
struct Line {
    std::vector<Glyph> glyphs;
    Box box;
};

// Paragraphs hold their lines joined: without anything between Chinese characters, with a space between words.
struct Run {
    std::string text; // valid UTF-8, NFC
    Box box;
};

bool is_space(char32_t code);
// Whether glyph `i` is a space that nobody typed: word processors set a quarter of an em between Chinese and Latin
// characters, and Poppler takes that for one.
bool is_tracking(std::span<const Glyph> glyphs, std::size_t i);
Box joined(const Box& a, const Box& b);

// Sorts glyphs into lines from top to bottom and puts spaces where the gaps are wide. For glyphs in no known order.
std::vector<Line> lines_of(std::span<const Glyph> glyphs);
// The same for runs of glyphs that belong together: they stay so, even where runs overlap or their glyphs stand apart.
std::vector<Line> lines_of_runs(std::span<const Line> runs);
// The line's characters as they stand.
std::string text_of(const Line& line);
// Joins lines that follow each other closely, where the first is full: what a word processor wrapped belongs together.
std::vector<Run> paragraphs_of(std::span<const Line> lines);
// All lines as one text, for a cell: wrapped lines joined, others on lines of their own. `width` is the cell's.
Run cell_text(std::span<const Line> lines, double left, double right);

} // namespace shenbao::layout
