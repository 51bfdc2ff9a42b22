#pragma once
// What one reading of a line tells of the line: what kind of characters it has, whether it is a label, where on it
// another field begins.

#include "extractors/seal/engine.h"

#include <optional>
#include <string>
#include <string_view>

namespace shenbao::ocr {

bool is_latin(char32_t c);
bool is_figure(char32_t c);
// Neither a Chinese character nor a figure nor a letter.
bool is_mark(char32_t c);

// How many characters of each kind a reading has, blanks left out.
struct Make {
    int han = 0, figures = 0, latin = 0, marks = 0;
    int all() const { return han + figures + latin + marks; }
};
Make make_of(const Spoken& reading);

// A short line that holds a word of labels, and is read with certainty, is a label: it is known by likeness to what is
// looked for, so that one reading will do. Nothing follows its colon: that would be a value.
bool is_label(const Spoken& reading);

std::u32string characters_of(const Spoken& reading);
// Without blanks: where they stand between figures, they say nothing.
std::u32string without_blanks(const Spoken& reading);
// Without blanks, and without marks but those between figures, which part amounts, numbers and dates.
std::u32string words_of(const Spoken& reading);
// Letters and figures alone.
std::u32string letters_of(const Spoken& reading);

// 2021年6月7日
bool is_date(std::u32string_view line);

// The index of the colon, or what it was taken for, between a label and what follows it on the line.
std::optional<std::size_t> colon_after_label(const std::u32string& line);
// Where on a line, some way behind its beginning, a second field begins: at a label with its colon.
std::optional<std::size_t> second_label(const std::u32string& line);

// Two models seldom err in the same way: what they read alike is surer than either says of it.
void bear_out(Spoken& a, Spoken& b);

// The reading in the alphabet of GB 32100's code, which leaves out the letters that look like figures.
Spoken as_code(Spoken reading);

} // namespace shenbao::ocr
