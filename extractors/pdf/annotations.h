#pragma once
// What lies on top of a page: filled-in form fields, notes, stamps, signature fields.

#include "extractors/pdf/page_picture.h"

namespace shenbao::pdf {

// Appends form values, notes and seals of a page to the document. Fields for signatures count as seals where the
// document is signed and something is drawn in them.
void add_annotations(const PageView& view, const Page& page, Document& document);

// Anything on the page but links.
bool has_annotations(PopplerPage* page);

} // namespace shenbao::pdf
