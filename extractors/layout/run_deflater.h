#pragma once
// Deflates bytes in which nothing but runs of one value repeats (RFC 1950, 1951), as filtered rows of a picture are:
// about as small as zlib's Z_RLE makes them, in a third of the time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::layout {

class RunDeflater {
  public:
    // `out` is given the zlib stream in pieces of some ten thousand bytes.
    using Out = std::function<void(std::string_view)>;
    explicit RunDeflater(Out out);

    void add(std::span<const std::uint8_t> bytes);
    // Once, after the last byte.
    void finish();

  private:
    void take_literal(std::uint8_t value);
    void end_run();
    void put_block(bool last);
    void put_lengths(std::span<const std::uint8_t> lengths);
    void put_bits(std::uint64_t bits, int count);
    void put_whole_bytes();

    Out out_;
    std::string bytes_;
    std::uint64_t held_ = 0; // bits on their way out, the lowest first
    int held_bits_ = 0;
    std::vector<std::uint16_t> tokens_; // of the block: a value, or 256 and the length of a run of the value before
    int previous_ = -1;                 // value; none at the start
    std::size_t run_ = 0;               // how often it has come again
    std::uint32_t checksum_;
};

} // namespace shenbao::layout
