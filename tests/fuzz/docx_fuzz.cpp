#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& docx_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return read_bytes(shenbao::docx_extractor(), data, size, "fuzz.docx");
}
