#pragma once
// What a stamped page looks like, in little.

#include <string>

namespace shenbao {

struct PageSketch {
    std::string slot, entry; // of the material whose page it is
    int page = 0;
    std::string cells; // as Thumbnail has them
};

} // namespace shenbao
