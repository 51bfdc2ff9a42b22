#pragma once
// What is in a workbook: its parts by name, unpacked.

#include "tests/support.h"

#include <zlib.h>

#include <cstddef>
#include <map>
#include <string>

namespace shenbao::test {

inline std::size_t little_endian(const std::string& bytes, std::size_t at, int n) {
    std::size_t value = 0;
    for (int i = n - 1; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
    return value;
}

inline std::string inflated(const std::string& packed, std::size_t size) {
    std::string out(size, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, -MAX_WBITS) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

// The parts of a workbook by name, through the central directory (APPNOTE 4.3.12).
inline std::map<std::string, std::string> parts_of(const std::string& zip) {
    std::map<std::string, std::string> parts;
    for (std::size_t at = zip.find("PK\x01\x02"); at != zip.npos; at = zip.find("PK\x01\x02", at + 46)) {
        const std::size_t packed = little_endian(zip, at + 20, 4), size = little_endian(zip, at + 24, 4);
        const std::size_t local = little_endian(zip, at + 42, 4);
        const std::size_t data = local + 30 + little_endian(zip, local + 26, 2) + little_endian(zip, local + 28, 2);
        const std::string bytes = zip.substr(data, packed);
        parts[zip.substr(at + 46, little_endian(zip, at + 28, 2))] =
            little_endian(zip, at + 10, 2) == 0 ? bytes : inflated(bytes, size);
    }
    return parts;
}

} // namespace shenbao::test
