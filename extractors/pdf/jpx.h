#pragma once
// For the files that speak with Poppler's core only.

class PDFDoc;
class Page; // Poppler's

namespace shenbao::pdf {

// Poppler unpacks a JPEG 2000 picture to be told how many bits its colours have, which the picture's dictionary mostly
// says, too: such pictures of the page and of the forms it may draw become empty ones of the same size and colours in
// `file`, for a survey. True where there was one: their pixels are in another PDFDoc of the same bytes from then on.
bool empty_jpx_pictures(PDFDoc& file, ::Page& page);

} // namespace shenbao::pdf
