#pragma once
// What a text says, in little: the hashes of its runs of characters, thinned out evenly. The share of hashes that two
// sketches have in common is about the share of runs that their texts have in common.

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao {

struct TextSketch {
    std::string slot, entry;           // of the material whose text it is
    std::uint64_t bound = 0;           // every hash of the text up to this is held, none above
    std::vector<std::uint64_t> hashes; // ascending, each once
};

} // namespace shenbao
