#pragma once
// Which pages of a document are worth recognising, and putting what was recognised into the document.

#include "pipeline/model/document.h"
#include "pipeline/model/need.h"

#include <vector>

namespace shenbao {

// How much is recognised. A scan is read far enough to know what it is and who stamped it; long proofs are not read
// through, nor the middle of long paragraphs, since no slot, field or rule needs it.
enum class Recognition {
    needed,
    closely, // the same pages, with every line of theirs
    all,
};

// Page numbers whose pictures are to be read, in the order of their worth.
std::vector<int> pages_to_recognise(const Document& document, Recognition how_much);

// Asks for these pages. Puts the blocks and seals of those that are known in the place of what the page had; a page
// whose reading failed leaves its finding. Returns how many pages were recognised; `whole` is false while any is
// missing.
int recognise_pages(Document& document, const FactKey& maker, const std::string& entry, Recognition how_much,
                    Asker& asker, std::vector<Finding>& findings, bool& whole);

} // namespace shenbao
