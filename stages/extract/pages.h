#pragma once
// Which pages of a document are worth a look and worth recognising, and putting what came of it into the document.

#include "pipeline/model/document.h"
#include "pipeline/model/need.h"

#include <optional>
#include <string>
#include <vector>

namespace shenbao {

// How much is recognised. A scan is read far enough to know what it is and who stamped it; long proofs are not read
// through, nor the middle of long paragraphs, since no slot, field or rule needs it.
enum class Recognition {
    needed,
    closely, // the same pages, with every line of theirs
    all,
};

// Numbers of pages that are to be looked at: of those that nobody has seen, all that have words or marks of their own,
// and of scans those that would be recognised.
std::vector<int> pages_to_look_at(const Document& document, Recognition how_much);

// What a look at pages left behind.
struct Looked {
    FactKey maker;                 // whose reading made the pages' pictures
    Outcome outcome = Outcome::ok; // partial where not everything was seen
};
// Asks for a look at these pages, all in one. Puts those that were seen in the place of what reading gave of them;
// where the look failed, the text stands and a finding names the pages. `read` is the reading that gave the document,
// `maker` the one that made its bytes. `whole` is false while the look is missing.
Looked look_at_pages(Document& document, const FactKey& read, const std::optional<FactKey>& maker,
                     const std::string& entry, Recognition how_much, Asker& asker, std::vector<Finding>& findings,
                     bool& whole);

// Page numbers whose pictures are to be read, in the order of their worth.
std::vector<int> pages_to_recognise(const Document& document, Recognition how_much);

// Asks for these pages. Puts the blocks and seals of those that are known in the place of what the page had; a page
// whose reading failed leaves its finding. Returns how many pages were recognised; `whole` is false while any is
// missing.
int recognise_pages(Document& document, const FactKey& maker, const std::string& entry, Recognition how_much,
                    Asker& asker, std::vector<Finding>& findings, bool& whole);

} // namespace shenbao
