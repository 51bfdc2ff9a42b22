// The RAR and 7z readers on any bytes; the first byte says where a second volume begins.
#include "extractors/memory_sink.h"

namespace shenbao {
const Extractor& rar_extractor();
const Extractor& sevenzip_extractor();
} // namespace shenbao

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shenbao;
    if (size < 2) return 0;
    const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
    const std::size_t seam = bytes.size() * (data[0] & 0x7f) / 0x80;
    Input input;
    input.bytes = seam ? bytes.first(seam) : bytes;
    if (seam) input.volumes.resize(1);
    if (seam) input.volumes[0].bytes = bytes.subspan(seam);
    ReadOptions options;
    options.limits.package_bytes = 16 << 20;
    options.limits.package_entries = 200;
    for (const Extractor* reader : {&rar_extractor(), &sevenzip_extractor()}) {
        MemorySink sink(64 << 20);
        reader->bid(input);
        try {
            reader->read(input, options, sink);
        } catch (const ItemError&) {
        }
    }
    return 0;
}
