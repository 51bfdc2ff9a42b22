#pragma once
// A document as lines, for recognising what it is: each paragraph's and each cell's lines in reading order.

#include "pipeline/model/document.h"
#include "stages/fields/likeness.h"

#include <string>
#include <vector>

namespace shenbao::classify_detail {

struct Line {
    int page = 0;
    bool in_table = false;
    bool recognised = false;              // read from a picture: mistakes are to be expected
    bool whole_block = false;             // the paragraph or cell has no other line
    likeness::Folded text;                // as it is
    std::vector<likeness::Folded> others; // what else the ink may say, where the block has one line
};

// At most `most` lines of the body; what is deleted or commented is left out.
std::vector<Line> lines_of(const Document& document, std::size_t most = 20000);

} // namespace shenbao::classify_detail
