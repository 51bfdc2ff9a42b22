#pragma once
// A ZIP whose central directory is lost or wrong, read by its local headers (APPNOTE 4.3.7).

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace shenbao {

struct LocalEntry {
    std::string name; // bytes as written
    std::size_t header = 0, data = 0;
    std::uint32_t packed = 0, size = 0, crc = 0;
    std::uint16_t flags = 0, method = 0;
};

// The entries that local headers tell of, in order, at most `most`. The last one may reach the end of the bytes.
std::vector<LocalEntry> scan_local_headers(std::span<const std::byte> bytes, std::size_t most);

// The same bytes with a directory made from the local headers; empty where there are none.
std::string with_new_directory(std::span<const std::byte> bytes);

} // namespace shenbao
