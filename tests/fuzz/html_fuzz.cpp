#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& html_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::html_extractor(), data, size, "fuzz.html");
}
