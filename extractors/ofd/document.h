#pragma once
// An OFD's documents: what OFD.xml and each Document.xml list, with every path resolved (GB/T 33190, 7.4 to 7.6).

#include "extractors/ofd/content.h"
#include "extractors/ofd/package.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao::ofd {

// A box in millimetres.
struct Area {
    double x = 0, y = 0, width = 210, height = 297;
};

struct PageEntry {
    std::string id, path;
};

// One DocBody.
struct Body {
    std::string path;                                 // of Document.xml
    std::string signatures, annotations, attachments; // of their lists, "" where there are none
    Area area;                                        // of pages that have none of their own
    std::vector<PageEntry> pages;
    std::map<std::string, std::string> templates; // path by ID
    std::map<std::string, std::string> media;     // path by resource ID
    std::map<std::string, Element> composites;    // by resource ID; they live in `resources`
    std::vector<Xml> resources;
    std::map<std::string, std::string> properties;
};

// Throws ItemError document.damaged where there is no root, document.encrypted where the whole is.
std::vector<Body> bodies(Package& package);

// Nothing where there is no such area.
bool read_area(const Element& element, Area& area);

} // namespace shenbao::ofd
