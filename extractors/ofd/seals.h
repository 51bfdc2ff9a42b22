#pragma once
// Signatures, seals, notes and attachments of an OFD document (GB/T 33190, 15, 18 and 20).

#include "extractors/ofd/document.h"

namespace shenbao::ofd {

// Where a page of the document stands: its number, and its area for places on it.
struct PagePlace {
    int number = 0;
    Area area;
};
using Places = std::map<std::string, PagePlace>; // by page ID

void add_signatures(Package& package, const Body& body, const Places& places, Document& document);
void add_annotations(Package& package, const Body& body, const Places& places, Document& document);
void add_attachments(Package& package, const Body& body, Facts& facts, Document& document, Sink& sink);

} // namespace shenbao::ofd
