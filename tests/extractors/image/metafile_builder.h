#pragma once
// Windows metafiles with bitmaps in them, made on the spot.

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::test::metafile {

inline std::string word(std::uint64_t value, int bytes = 4) {
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> 8 * i & 0xFF);
    return out;
}

// A bitmap of 24 bits a pixel: white, but black in its top `black` rows. Its head, then its rows from the bottom.
struct Dib {
    std::string head, rows;
};
inline Dib dib(unsigned width, unsigned height, unsigned black, bool from_top = false) {
    Dib made;
    std::uint32_t lines = from_top ? 0 - height : height;
    made.head = word(40) + word(width) + word(lines) + word(1, 2) + word(24, 2) + std::string(24, '\0');
    std::size_t stride = (width * 3 + 3) / 4 * 4;
    for (unsigned y = 0; y < height; ++y) {
        unsigned from_the_top = from_top ? y : height - 1 - y;
        made.rows += std::string(stride, from_the_top < black ? '\0' : '\xFF');
    }
    return made;
}

inline std::string emf(const std::vector<std::string>& records) {
    std::string head = word(1) + word(88) + std::string(32, '\0') + " EMF" + std::string(44, '\0');
    std::string out = head;
    for (const std::string& record : records)
        out += record;
    return out + word(14) + word(20) + std::string(12, '\0');
}

// EMR_STRETCHDIBITS at a place of the drawing.
inline std::string stretched(const Dib& dib, unsigned top, unsigned width, unsigned height) {
    constexpr unsigned fixed = 80;
    std::string body = std::string(16, '\0') + word(0) + word(top) + std::string(16, '\0') + word(fixed) +
                       word(dib.head.size()) + word(fixed + dib.head.size()) + word(dib.rows.size()) + word(0) +
                       word(0x00CC0020) + word(width) + word(height) + dib.head + dib.rows;
    return word(81) + word(8 + body.size()) + body;
}

// One comment with a piece of an EMF+ image object; `total` where it goes on in the next.
inline std::string plus_object(std::string_view piece, std::size_t total = 0) {
    std::string data = (total > 0 ? word(total) : "") + std::string(piece);
    std::string object =
        word(0x4008, 2) + word(total > 0 ? 0x8500 : 0x0500, 2) + word(12 + data.size()) + word(data.size()) + data;
    return word(70) + word(16 + object.size()) + word(4 + object.size()) + "EMF+" + object;
}

inline std::string wmf(const std::vector<std::string>& records, bool placeable = true) {
    std::string out = placeable ? word(0x9AC6CDD7) + std::string(18, '\0') : std::string();
    out += word(1, 2) + word(9, 2) + word(0x0300, 2) + std::string(12, '\0');
    for (const std::string& record : records)
        out += record;
    return out + word(3) + word(0, 2);
}

// META_DIBSTRETCHBLT.
inline std::string stretched_wmf(const Dib& dib, unsigned top, unsigned width, unsigned height) {
    std::string body = word(0x00CC0020) + std::string(8, '\0') + word(height, 2) + word(width, 2) + word(top, 2) +
                       word(0, 2) + dib.head + dib.rows;
    return word((6 + body.size()) / 2) + word(0x0B41, 2) + body;
}

// As Office keeps it: .emz and .wmz.
inline std::string gzipped(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace shenbao::test::metafile
