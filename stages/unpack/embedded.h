#pragma once
// Files within documents: which of them are files of the submission, as the entries of an archive are.

#include "pipeline/model/document.h"

#include <vector>

namespace shenbao {

// Documents and archives among a document's attachments, each content once; what a PDF or OFD carries as pictures,
// too, unless it is tiny. Pictures shown in a Word document are part of it (one that fills a page is one of its pages),
// and so are the formulas and drawings of other programs.
std::vector<Entry> files_within(const Document& document);

} // namespace shenbao
