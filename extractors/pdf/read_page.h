#pragma once
// One page of a PDF to facts: its text as blocks, how far that text can be believed, and what picture of it is to be
// read further.

#include "extractors/pdf/poppler_page.h"

namespace shenbao::pdf {

// What the pages of one document share while they are read.
struct Reading {
    Facts& facts;
    Document& document;
    const Limits& limits;
    Sink& sink;
    CoreFile& file;
    PrintedFile& printed;
};

// Appends the page and its blocks. False where it could not be read: then it stands in the document as a page that
// nobody has seen, and a finding says why.
bool read_page(int index, Reading& reading);

} // namespace shenbao::pdf
