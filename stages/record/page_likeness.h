#pragma once
// Pages that are one scanned sheet: saved again, compressed otherwise, scaled, turned grey. Two sheets of one form,
// each with its own company and seal, are not: they differ by far more in the cells that those stand in.

#include "pipeline/model/page_sketch.h"

#include <cstddef>
#include <vector>

namespace shenbao {

// A page and whose it is.
struct OwnedPage {
    std::size_t owner = 0;
    const PageSketch* sketch = nullptr;
};

// Two pages of different owners, by their place in the list given.
struct LikePages {
    std::size_t a = 0, b = 0;
};

// A page that many owners have is one they were handed, and does not count. The sketches must outlive the call.
std::vector<LikePages> like_pages(const std::vector<OwnedPage>& pages);

} // namespace shenbao
