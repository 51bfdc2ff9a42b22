#pragma once
// What stands on an OFD page: characters, rules and pictures at their places, out of page, template and annotation
// content alike (GB/T 33190, 7.7 to 11).

#include "extractors/layout/glyphs.h"
#include "extractors/layout/rules.h"
#include "extractors/ofd/xml.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao::ofd {

// A picture on a page: the resource it is, where it lies in points, and by how many quarters it is turned clockwise.
struct Picture {
    std::string resource;
    Box box;
    int quarters = 0;
};

struct Content {
    std::vector<layout::Line> runs;   // upright text, as the file sets it
    std::vector<layout::Line> turned; // text at an angle, an object a line
    std::size_t unseen = 0;           // characters of these that are there to be searched, not seen
    layout::Rules rules;
    std::vector<Picture> pictures;
};

// Where objects are put: millimetres on the page to points from its top left corner.
struct Origin {
    double x = 0, y = 0;
};

// Appends everything under `element`: layers, blocks within blocks (bounded), objects. Hidden objects are left out.
// `composites` are the shared drawings by resource ID (13).
void add_content(const Element& element, Origin origin, const std::map<std::string, Element>& composites,
                 Content& content);

// A box of millimetres, "x y width height", as points.
Box boundary(const Element& object, Origin origin);

} // namespace shenbao::ofd
