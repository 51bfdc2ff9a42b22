// The reader of .tgz and the like on any bytes: it may refuse them, and must not fall over.
#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& compressed_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::compressed_extractor(), data, size, "fuzz.tgz");
}
