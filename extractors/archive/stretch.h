#pragma once
// The bytes of an archive as one run, wherever its volumes stand in memory; and the numbers inside them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::archive {

// A view of pieces laid end to end. Copies nothing; the pieces must outlive it. Every offset and length may come
// from a file: what reaches beyond the end is cut off, never an error.
class Stretch {
  public:
    Stretch() = default;
    explicit Stretch(std::span<const std::byte> bytes) { append(bytes); }
    explicit Stretch(std::string_view bytes) { append(bytes); }

    void append(std::span<const std::byte> bytes);
    void append(std::string_view bytes) { append(std::as_bytes(std::span(bytes))); }
    void append(const Stretch& other);

    std::uint64_t size() const { return size_; }
    const std::vector<std::span<const std::byte>>& pieces() const { return pieces_; }
    // The part [offset, offset + length).
    Stretch slice(std::uint64_t offset, std::uint64_t length = UINT64_MAX) const;
    // The longest run at `offset` that stands in one piece; empty at and beyond the end.
    std::span<const std::byte> run_at(std::uint64_t offset) const;
    // A copy of at most `length` bytes, for headers.
    std::string copy(std::uint64_t offset, std::size_t length) const;
    // The first place of `what` in [from, to), or npos. Finds it across pieces too.
    std::uint64_t find(std::string_view what, std::uint64_t from = 0, std::uint64_t to = UINT64_MAX) const;
    // The last place of `what` that begins in [from, size()), or npos.
    std::uint64_t rfind(std::string_view what, std::uint64_t from = 0, std::uint64_t before = UINT64_MAX) const;

    static constexpr std::uint64_t npos = UINT64_MAX;

  private:
    std::vector<std::span<const std::byte>> pieces_;
    std::uint64_t size_ = 0;
};

// Reads little-endian numbers and strings off a header, front to back. Reading past the end gives zeros and leaves
// ok() false for good, so that a header is read in one go and judged once.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}
    std::uint64_t number(std::size_t width);
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    // RAR5's number: seven bits a byte, least first, at most ten bytes.
    std::uint64_t vint();
    std::string_view take(std::uint64_t length);
    void skip(std::uint64_t length) { take(length); }
    std::size_t left() const { return rest_.size(); }
    bool ok() const { return ok_; }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

// CRC-32 as in ISO 3309, which ZIP, RAR and 7z share. Start with 0 and feed the result back in.
std::uint32_t crc32(std::uint32_t sum, std::string_view bytes);
inline std::uint32_t crc32(std::uint32_t sum, std::span<const std::byte> bytes) {
    return crc32(sum, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// Appends a little-endian number.
void put(std::string& out, std::uint64_t value, std::size_t width);

} // namespace shenbao::archive
