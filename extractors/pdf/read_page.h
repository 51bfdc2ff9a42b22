#pragma once
// One page of a PDF to facts, in two steps. Reading takes its text as blocks, and how far that text can be believed; it
// draws nothing. A look at the page is for those that show more, or may: it tells what their text is worth, finds the
// rules of tables and stamps that take a drawing to see, and takes the picture that is to be read further.

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

// Appends the page, its blocks and the files pinned to it; `unseen` where it takes a look to tell all. False where it
// could not be read: then it stands in the document as a page that nobody has seen, and a finding says why.
bool read_page(int index, Reading& reading);

// Appends the page as a look at it tells it, its blocks, its stamps and its picture; not the files pinned to it, which
// reading gave. False where that failed: a finding says why, and the page is still `unseen`.
bool look_at_page(int index, Reading& reading);

} // namespace shenbao::pdf
