// The reader of .pst on any bytes: it may refuse them, and must not fall over.
#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& pst_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::pst_extractor(), data, size, "fuzz.pst");
}
