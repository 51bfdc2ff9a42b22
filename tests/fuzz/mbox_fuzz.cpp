// The mbox reader on any bytes: it may refuse them, and must not fall over.
#include "extractors/memory_sink.h"

#include <cstdint>
#include <cstdlib>

namespace shenbao {
const Extractor& mbox_extractor();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace shenbao;
    Input input;
    input.bytes = std::as_bytes(std::span(data, size));
    input.name = "fuzz.mbox";
    MemorySink sink;
    mbox_extractor().bid(input);
    try {
        Facts facts = mbox_extractor().read(input, {}, sink);
        std::uint64_t sum = facts.mailbox()->skipped;
        for (const MessageRange& range : facts.mailbox()->messages)
            sum += range.bytes;
        if (sum != size) std::abort(); // every byte is accounted for
    } catch (const ItemError&) {
    }
    return 0;
}
