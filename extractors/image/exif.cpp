#include "extractors/image/exif.h"

#include <cstdint>
#include <string_view>

namespace shenbao::image {
namespace {

// Numbers out of bytes in either order; anything outside the bytes reads as 0.
class Bytes {
  public:
    Bytes(std::span<const std::byte> bytes, bool little) : bytes_(bytes), little_(little) {}
    std::uint32_t u16(std::size_t at) const {
        if (at + 2 > bytes_.size() || at + 2 < at) return 0;
        std::uint32_t a = std::to_integer<std::uint32_t>(bytes_[at]),
                      b = std::to_integer<std::uint32_t>(bytes_[at + 1]);
        return little_ ? a | b << 8 : a << 8 | b;
    }
    std::uint32_t u32(std::size_t at) const {
        std::uint32_t a = u16(at), b = u16(at + 2);
        return little_ ? a | b << 16 : a << 16 | b;
    }

  private:
    std::span<const std::byte> bytes_;
    bool little_;
};

std::string_view text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// `tiff` is the TIFF structure inside the APP1 segment; tag 0x0112 stands in its first directory.
int orientation_in(std::span<const std::byte> tiff) {
    if (tiff.size() < 8) return 0;
    Bytes in(tiff, text(tiff).starts_with("II"));
    std::size_t directory = in.u32(4);
    std::uint32_t count = in.u16(directory);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::size_t at = directory + 2 + std::size_t{12} * i;
        if (at + 12 > tiff.size()) return 0;
        if (in.u16(at) != 0x0112) continue;
        std::uint32_t value = in.u16(at + 8);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 0;
    }
    return 0;
}

} // namespace

int jpeg_orientation(std::span<const std::byte> jpeg) {
    Bytes in(jpeg, false);
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && in.u16(at) >= 0xFFC0) {
        std::size_t length = in.u16(at + 2);
        if (in.u16(at) == 0xFFDA || length < 2 || at + 2 + length > jpeg.size()) return 0;
        auto segment = jpeg.subspan(at + 4, length - 2);
        if (in.u16(at) == 0xFFE1 && text(segment).starts_with(std::string_view("Exif\0\0", 6)))
            return orientation_in(segment.subspan(6));
        at += 2 + length;
    }
    return 0;
}

} // namespace shenbao::image
