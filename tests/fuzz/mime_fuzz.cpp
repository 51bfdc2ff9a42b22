// The MIME reader on any bytes: it may refuse them, and must not fall over.
#include "extractors/memory_sink.h"

#include <cstdint>

namespace shenbao {
const Extractor& mime_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shenbao;
    Input input;
    input.bytes = std::as_bytes(std::span(data, size));
    input.name = "fuzz.eml";
    MemorySink sink(64 << 20);
    mime_extractor().bid(input);
    try {
        mime_extractor().read(input, {}, sink);
    } catch (const ItemError&) {
    }
    return 0;
}
