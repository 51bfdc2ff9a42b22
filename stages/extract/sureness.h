#pragma once
// How much stands in some blocks, and how sure their reader is of it.

#include "pipeline/model/document.h"

#include <vector>

namespace shenbao {

struct Sureness {
    double characters = 0;
    double sure = 0; // the sum of what each character is believed

    void add(const Text& text);
    double mean() const { return characters > 0 ? sure / characters : 0; }
};

// Of the blocks of one page, or of all for page 0. Tables within cells are left out.
Sureness sureness_of(const std::vector<Block>& blocks, int page = 0);

} // namespace shenbao
