#include "tests/fuzz/read_bytes.h"

namespace shenbao {
const Extractor& pdf_extractor();
const Extractor& pdf_page_looker();
} // namespace shenbao

// Read, and then looked at, as it is in two children.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::uint64_t page_pixels = 20'000; // drawing is Poppler's and Cairo's work, and would take all the time
    read_bytes(shenbao::pdf_extractor(), data, size, "fuzz.pdf", page_pixels, 3);
    return read_bytes(shenbao::pdf_page_looker(), data, size, "fuzz.pdf", page_pixels, 3, {1, 2, 3});
}
