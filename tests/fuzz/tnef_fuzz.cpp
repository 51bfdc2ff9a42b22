// The reader of .tnef on any bytes: it may refuse them, and must not fall over.
#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& tnef_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::tnef_extractor(), data, size, "winmail.dat");
}
