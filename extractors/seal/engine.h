#pragma once
// The recognising engine: Tesseract's models, loaded once in the process and shared by its forked children.
// Not for several threads.

#include "extractors/seal/picture.h"

#include <string>
#include <vector>

namespace shenbao::ocr {

// What characters are looked for.
enum class Alphabet {
    chinese,  // chi_sim, everything
    han,      // HanS, everything: another model than chi_sim, which errs elsewhere; chi_sim where it is not installed
    name,     // chi_sim, the characters that names of persons are made of
    han_name, // HanS, the same
    latin,    // eng, everything
    digits,   // eng, figures of numbers and dates
    code,     // eng, the alphabet of the unified social credit code (GB 32100-2015)
    mail,     // eng, the characters of an e-mail address
    figures,  // chi_sim, figures of numbers and dates
};

struct Symbol {
    char32_t c = 0;
    float sure = 0; // 0 to 1
    int right = -1; // where it ends in the picture that was read, in pixels; -1 where that is not known
};

// One way of reading a picture of words, and what it gave. A blank is a symbol of its own.
struct Spoken {
    std::vector<Symbol> symbols;
    std::string by;
    std::string text() const;
    double confidence() const; // mean of the symbols', 0 where there are none
};

// Loads the models. Reading does so by itself where it was not done.
void warm_engines();

// Reads a picture of one line. Takes some 15 ms.
Spoken read_line(const picture::Grey& line, Alphabet alphabet, bool raw = false);
// Reads a picture of a block of lines; lines are parted by U+000A.
Spoken read_block(const picture::Grey& block, Alphabet alphabet);

} // namespace shenbao::ocr
