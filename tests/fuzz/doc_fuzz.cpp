#include "extractors/memory_sink.h"

namespace shenbao {
const Extractor& doc_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    shenbao::Input input;
    input.bytes = {reinterpret_cast<const std::byte*>(data), size};
    shenbao::MemorySink sink(std::uint64_t{64} << 20);
    shenbao::doc_extractor().bid(input);
    try {
        shenbao::doc_extractor().read(input, {}, sink);
    } catch (const shenbao::ItemError&) {
    }
    return 0;
}
