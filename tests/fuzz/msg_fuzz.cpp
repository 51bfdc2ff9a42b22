// The reader of .msg on any bytes: it may refuse them, and must not fall over.
#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& msg_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::msg_extractor(), data, size, "fuzz.msg");
}
