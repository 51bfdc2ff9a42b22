#include "extractors/formats.h"

#include <array>

namespace shenbao {

#define FORMAT(name) const Extractor& name##_extractor();
#include "extractors/formats.def"
#undef FORMAT

std::span<const Extractor* const> formats() {
    static const std::array list = {
#define FORMAT(name) &name##_extractor(),
#include "extractors/formats.def"
#undef FORMAT
    };
    return list;
}

}  // namespace shenbao
