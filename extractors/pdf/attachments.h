#pragma once
// Files carried inside a PDF.

#include "extractors/pdf/poppler_page.h"

namespace shenbao::pdf {

// Puts every embedded file to the sink and lists it.
void add_attachments(PopplerDocument* pdf, Facts& facts, Document& document, Sink& sink);

// One file, wherever in the PDF it is kept.
void add_attachment(PopplerAttachment* attachment, Facts& facts, Document& document, Sink& sink);

} // namespace shenbao::pdf
