#pragma once
// Where something stands: in which file of a package, on which page, at which place of the page.

#include <optional>
#include <string>

namespace shenbao {

// A rectangle in shares of the page as it is read upright: 0,0 is the top left corner, 1,1 the bottom right.
struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;

    double width() const { return right - left; }
    double height() const { return bottom - top; }
    friend bool operator==(const Box&, const Box&) = default;
};

struct Locator {
    std::string entry; // path inside the package, archives within joined by "!/"; empty: the submission itself
    int page = 0;      // counted from 1; 0: not tied to a page
    std::optional<Box> box;

    friend bool operator==(const Locator&, const Locator&) = default;
};

} // namespace shenbao
