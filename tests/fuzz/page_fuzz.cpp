// Any bytes as a page's picture: both readers of pictures end, and throw nothing but ItemError.
#include "extractors/formats.h"
#include "extractors/memory_sink.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    shenbao::Input input;
    input.bytes = std::as_bytes(std::span(data, size));
    shenbao::ReadOptions options;
    options.limits.page_pixels = 300'000;
    for (const shenbao::Extractor* reader : {&shenbao::seal_finder(), &shenbao::recogniser()}) {
        try {
            shenbao::MemorySink sink;
            reader->read(input, options, sink);
        } catch (const shenbao::ItemError&) {
        }
    }
    return 0;
}
