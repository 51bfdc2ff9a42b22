#include "extractors/image/pix.h"

#include <set>

namespace shenbao::image {
namespace {

std::uint64_t number(std::span<const std::byte> bytes, std::uint64_t at, int size, bool little) {
    if (at > bytes.size() || bytes.size() - at < static_cast<std::uint64_t>(size)) return 0;
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i) {
        std::uint64_t byte = std::to_integer<std::uint64_t>(bytes[at + static_cast<std::uint64_t>(i)]);
        value |= byte << 8 * (little ? i : size - 1 - i);
    }
    return value;
}

} // namespace

// Walks the chain of image file directories (TIFF 6.0, section 2; BigTIFF), which may be bent into a ring.
int tiff_pages(std::span<const std::byte> bytes, int most) {
    bool little = !bytes.empty() && bytes[0] == std::byte{'I'};
    bool big = number(bytes, 2, 2, little) == 43;
    std::uint64_t at = big ? number(bytes, 8, 8, little) : number(bytes, 4, 4, little);
    std::set<std::uint64_t> seen;
    int count = 0;
    while (at != 0 && at < bytes.size() && count < most && seen.insert(at).second) {
        std::uint64_t entries = number(bytes, at, big ? 8 : 2, little);
        std::uint64_t next = at + (big ? 8 + 20 * entries : 2 + 12 * entries);
        if (entries == 0 || entries > 65535) break;
        ++count;
        at = number(bytes, next, big ? 8 : 4, little);
    }
    return count;
}

} // namespace shenbao::image
