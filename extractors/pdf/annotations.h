#pragma once
// What lies on top of a page: filled-in form fields, notes, stamps, signature fields.

#include "extractors/pdf/poppler_page.h"

namespace shenbao::pdf {

// Appends form values, notes and seals of a page to the document.
void add_annotations(PopplerPage* pdf_page, const Page& page, Document& document);

} // namespace shenbao::pdf
