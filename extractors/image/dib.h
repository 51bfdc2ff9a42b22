#pragma once
// Bitmaps as Windows keeps them ([MS-WMF] 2.2.2.3 and 2.2.2.9): alone in BMP files, and in metafiles. What Leptonica
// does not read of them is turned into what it does: packed rows, and pixels of 16 bits.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::image {

inline constexpr std::uint64_t longest_side = 32767; // pixels

// Little-endian numbers; whatever lies outside reads as 0.
class Words {
  public:
    Words(std::string_view bytes) : bytes_(bytes) {}
    std::uint32_t u8(std::size_t at) const { return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0; }
    std::uint32_t u16(std::size_t at) const { return u8(at) | u8(at + 1) << 8; }
    std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }
    std::int32_t i16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
    std::int32_t i32(std::size_t at) const { return static_cast<std::int32_t>(u32(at)); }
    std::string_view part(std::size_t at, std::size_t length = std::string_view::npos) const {
        return at < bytes_.size() ? bytes_.substr(at, length) : std::string_view();
    }
    std::size_t size() const { return bytes_.size(); }

  private:
    std::string_view bytes_;
};

// A bitmap of 1, 4, 8, 24 or 32 bits a pixel, its rows without compression, each padded to four bytes.
struct Dib {
    std::uint64_t width = 0, height = 0;
    std::uint32_t bits = 0;
    std::string palette;             // four bytes a colour
    std::vector<std::string> strips; // one below the other; the rows of each from the bottom

    std::uint64_t pixels() const { return width * height; }
    std::size_t stride() const { return (width * bits + 31) / 32 * 4; }
};

// What a bitmap's head says of its rows.
enum class Packing : std::uint32_t { none, rle8, rle4, bit_fields, jpeg, png };
Packing packing_of(Words head);

// The bitmap of a head with its palette, and its rows; of what is cut off the rows that are there. Nothing where it is
// damaged, no such bitmap, or of more than `most_pixels`. JPEG and PNG in place of rows are not looked into.
std::optional<Dib> read_dib(std::string_view head, std::string_view rows, std::uint64_t most_pixels);

// The rows from the other end.
std::string turned_over(std::string_view rows, std::size_t stride);

// As a BMP file that Leptonica reads.
std::string bmp_of(const Dib& dib);

// Of a BMP file that Leptonica does not read, one that it does; empty for others, and under the conditions of read_dib.
std::string plain_bmp(std::string_view file, std::uint64_t most_pixels);
bool is_packed_bmp(std::string_view file);

} // namespace shenbao::image
