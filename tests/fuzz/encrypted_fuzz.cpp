#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& encrypted_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::encrypted_extractor(), data, size, "fuzz.xlsx");
}
