#pragma once
// Little-endian numbers out of foreign bytes: whatever lies outside reads as 0, and no slice leaves its bounds.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shenbao {

class View {
  public:
    View() = default;
    View(std::string_view bytes) : bytes_(bytes) {}

    std::size_t size() const { return bytes_.size(); }
    bool empty() const { return bytes_.empty(); }
    std::string_view bytes() const { return bytes_; }

    std::uint8_t u8(std::size_t at) const { return at < bytes_.size() ? static_cast<std::uint8_t>(bytes_[at]) : 0; }
    std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(u8(at) | u8(at + 1) << 8); }
    std::uint32_t u32(std::size_t at) const { return u16(at) | std::uint32_t{u16(at + 2)} << 16; }
    std::int16_t i16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
    std::int32_t i32(std::size_t at) const { return static_cast<std::int32_t>(u32(at)); }
    std::uint64_t u64(std::size_t at) const { return u32(at) | std::uint64_t{u32(at + 4)} << 32; }
    // As much of `length` bytes from `at` as there is.
    View slice(std::size_t at, std::size_t length = std::string_view::npos) const {
        return at >= bytes_.size() ? View() : View(bytes_.substr(at, length));
    }

  private:
    std::string_view bytes_;
};

} // namespace shenbao
