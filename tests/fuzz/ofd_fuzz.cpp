#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& ofd_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::ofd_extractor(), data, size, "fuzz.ofd");
}
