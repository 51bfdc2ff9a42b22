#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& rtf_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::rtf_extractor(), data, size, "fuzz.rtf");
}
