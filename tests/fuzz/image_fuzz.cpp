#include "extractors/memory_sink.h"

namespace shenbao {
const Extractor& image_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shenbao;
    Input input{{reinterpret_cast<const std::byte*>(data), size}, -1, "", {}};
    ReadOptions options;
    options.limits.page_pixels = 4'000'000;
    options.limits.document_pages = 10;
    MemorySink sink(std::uint64_t{64} << 20);
    try {
        if (image_extractor().bid(input) > bid::none) image_extractor().read(input, options, sink);
    } catch (const ItemError&) {
    }
    return 0;
}
