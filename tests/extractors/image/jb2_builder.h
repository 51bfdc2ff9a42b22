#pragma once
// JBIG2 files with one page, made on the spot: white, with a black bar from pixel 8 to 24 of every row.

#include <cstdint>
#include <string>

namespace shenbao::test {

inline std::string jb2(unsigned height, bool with_head = true) {
    auto big = [](std::uint32_t value) {
        std::string out;
        for (int shift = 24; shift >= 0; shift -= 8)
            out += static_cast<char>(value >> shift & 0xFF);
        return out;
    };
    // Coded as a fax (ITU-T T.6): the first row in horizontal mode, each further one like the one above it.
    std::string bits = "001"
                       "10011"
                       "0000010111"
                       "1";
    for (unsigned y = 1; y < height; ++y)
        bits += "111";
    bits += "000000000001000000000001";
    std::string coded;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        int byte = 0;
        for (std::size_t k = 0; k < 8; ++k)
            byte = byte << 1 | (i + k < bits.size() && bits[i + k] == '1');
        coded += static_cast<char>(byte);
    }
    constexpr unsigned width = 32;
    std::string size = big(width) + big(height);
    std::string page = size + std::string(11, '\0'), region = size + std::string(9, '\0') + '\x01' + coded;
    auto segment = [&](unsigned number, char type, const std::string& data) {
        return big(number) + type + std::string("\0\1", 2) + big(static_cast<std::uint32_t>(data.size())) + data;
    };
    std::string segments = segment(0, 48, page) + segment(1, 38, region) + segment(2, 49, "");
    if (!with_head) return segments;
    return std::string("\x97JB2\r\n\x1A\n\x01", 9) + big(1) + segments + segment(3, 51, "");
}

} // namespace shenbao::test
