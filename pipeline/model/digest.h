#pragma once
// The name of a run of bytes: its SHA-256 (FIPS 180-4). Everything foreign is kept and compared under this name.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace shenbao {

// 32 bytes, shown as 64 lower-case hexadecimal digits; or empty where nothing was read. A value, held in place since
// there are many; order is that of the text.
class Digest {
  public:
    Digest() = default;
    // `hex` must be 64 lower-case hexadecimal digits or empty; anything else gives an empty digest.
    explicit Digest(std::string_view hex);
    static Digest of(std::span<const std::byte> bytes);
    static Digest of(std::string_view bytes);

    std::string hex() const;
    bool empty() const { return sum_ == Sum{}; } // no bytes are known that have this sum
    friend auto operator<=>(const Digest&, const Digest&) = default;
    friend bool operator==(const Digest&, const Digest&) = default;

  private:
    friend class Hasher;
    using Sum = std::array<unsigned char, 32>;
    Sum sum_{};
};

// Computes a digest over bytes that arrive in pieces. Use: any number of update(), then one finish().
class Hasher {
  public:
    Hasher();
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    void update(std::span<const std::byte> bytes);
    // Ends the sum; the hasher is then ready for the next one.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace shenbao
