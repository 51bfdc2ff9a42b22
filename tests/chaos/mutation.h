#pragma once
// Damaged files made from whole ones, the same for the same number everywhere: flipped bits, cut ends, pieces of one
// file in another, lengths that lie. In a ZIP-based format half of the damage is done to an entry, which is packed
// again with the right sums, so that it reaches the reader behind the unpacker.

#include <cstdint>
#include <string>
#include <string_view>

namespace shenbao::chaos {

// A small deterministic source of numbers (SplitMix64).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    // 0 … n-1; 0 for n = 0.
    std::size_t below(std::size_t n) { return n ? static_cast<std::size_t>(next() % n) : 0; }
    bool one_in(std::size_t n) { return below(n) == 0; }

  private:
    std::uint64_t state_;
};

// `donor`: another file of the same kind, for splices.
std::string mutated(std::string_view whole, std::string_view donor, Dice& dice);

} // namespace shenbao::chaos
