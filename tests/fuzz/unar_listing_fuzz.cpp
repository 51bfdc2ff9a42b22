// The listing of the second reader: lsar is our own program, but what it says repeats what a foreign archive says.

#include "extractors/archive/unar_listing.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    shenbao::archive::parse_unar_listing({reinterpret_cast<const char*>(data), size}, 100);
    return 0;
}
