#pragma once
// Whether a page that was read from its picture was read at all: what it does not say may stand on one that was not.

#include "pipeline/model/document.h"

namespace shenbao {

// True for pages with text that the file itself holds, and for recognised ones that gave text enough, and with
// certainty enough, to be known by.
bool is_legible(const Document& document, const Page& page);

// Nothing at all was read on it: a blank back of a sheet, or print too faint to be taken for any.
bool is_wordless(const Document& document, const Page& page);

// Some page of a document is.
bool is_legible(const Document& document);

} // namespace shenbao
