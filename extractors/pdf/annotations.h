#pragma once
// What lies on top of a page: filled-in form fields, notes, stamps, signature fields, files pinned to it.

#include "extractors/pdf/read_page.h"

namespace shenbao::pdf {

// What of the files pinned to a page is wanted.
enum class Pinned { nothing, files };

// Appends form values, notes, files and seals of a page to the document. Fields for signatures count as seals where
// the document is signed and something is drawn in them. `preview` is the page as it is printed; empty where nobody
// drew it.
void add_annotations(PopplerPage* printed, const layout::Raster& preview, const Page& page, Pinned wanted,
                     Reading& reading);

} // namespace shenbao::pdf
