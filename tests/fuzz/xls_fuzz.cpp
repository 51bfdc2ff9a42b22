#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& xls_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::xls_extractor(), data, size, "fuzz.xls");
}
