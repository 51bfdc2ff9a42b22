// The ZIP reader on any bytes.
#include "extractors/memory_sink.h"

namespace shenbao {
const Extractor& zip_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shenbao;
    Input input;
    input.bytes = std::as_bytes(std::span(data, size));
    ReadOptions options;
    options.passwords = {"password"};
    options.limits.package_bytes = 16 << 20;
    options.limits.package_entries = 200;
    MemorySink sink(64 << 20);
    zip_extractor().bid(input);
    try {
        zip_extractor().read(input, options, sink);
    } catch (const ItemError&) {
    }
    return 0;
}
