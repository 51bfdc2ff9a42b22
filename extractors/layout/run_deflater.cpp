#include "extractors/layout/run_deflater.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace shenbao::layout {
namespace {

constexpr std::size_t tokens_of_block = 1 << 15;
constexpr std::size_t shortest_run = 3, longest_run = 258;
constexpr std::size_t end_of_block = 256, symbols = 286, length_symbols = 19;
constexpr int longest_code = 15, longest_length_code = 7; // bits

// Symbol of a run's length, and what is added to it in so many bits (RFC 1951, 3.2.5).
struct LengthCode {
    std::uint16_t symbol = 0;
    std::uint8_t extra_bits = 0, extra = 0;
};
constexpr std::array<LengthCode, longest_run + 1> length_codes = [] {
    std::array<LengthCode, longest_run + 1> codes{};
    std::size_t length = shortest_run;
    for (std::uint16_t symbol = 257; symbol < 285; ++symbol) {
        auto bits = static_cast<std::uint8_t>(symbol < 265 ? 0 : (symbol - 261) / 4);
        for (unsigned extra = 0; extra < 1U << bits && length <= longest_run; ++extra)
            codes[length++] = {symbol, bits, static_cast<std::uint8_t>(extra)};
    }
    codes[longest_run] = {285, 0, 0};
    return codes;
}();

using Counts = std::vector<std::uint32_t>;
using Lengths = std::vector<std::uint8_t>;

// Huffman's code: how many bits each symbol gets, however many. Two or more symbols must have been counted.
Lengths unlimited_lengths(const Counts& counts) {
    struct Node {
        std::uint64_t count;
        std::size_t parent;
    };
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0) used.push_back(i);
    std::sort(used.begin(), used.end(),
              [&](std::size_t a, std::size_t b) { return counts[a] != counts[b] ? counts[a] < counts[b] : a < b; });
    std::vector<Node> nodes; // the leaves, then what joins two: each part rising
    for (std::size_t symbol : used)
        nodes.push_back({counts[symbol], 0});
    std::size_t leaf = 0, joint = used.size();
    auto rarest = [&] {
        bool is_leaf = leaf < used.size() && (joint == nodes.size() || nodes[leaf].count <= nodes[joint].count);
        return is_leaf ? leaf++ : joint++;
    };
    while (nodes.size() + 1 < 2 * used.size()) {
        std::size_t a = rarest(), b = rarest();
        nodes[a].parent = nodes[b].parent = nodes.size();
        nodes.push_back({nodes[a].count + nodes[b].count, 0});
    }
    std::vector<std::uint8_t> depth(nodes.size(), 0);
    for (std::size_t i = nodes.size() - 1; i-- > 0;)
        depth[i] = static_cast<std::uint8_t>(depth[nodes[i].parent] + 1);
    Lengths lengths(counts.size(), 0);
    for (std::size_t i = 0; i < used.size(); ++i)
        lengths[used[i]] = depth[i];
    return lengths;
}

// Evens the counts out until no code is longer than may be.
Lengths code_lengths(Counts counts, int most) {
    for (;;) {
        Lengths lengths = unlimited_lengths(counts);
        if (*std::max_element(lengths.begin(), lengths.end()) <= most) return lengths;
        for (std::uint32_t& count : counts)
            count = (count + 1) / 2;
    }
}

// The codes that follow from their lengths (RFC 1951, 3.2.2), first bit lowest.
std::vector<std::uint32_t> codes_of(const Lengths& lengths) {
    std::vector<std::uint32_t> codes(lengths.size(), 0);
    std::uint32_t code = 0;
    for (int length = 1; length <= longest_code; ++length, code <<= 1)
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            if (lengths[i] != length) continue;
            for (int bit = 0; bit < length; ++bit)
                codes[i] |= (code >> bit & 1) << (length - 1 - bit);
            ++code;
        }
    return codes;
}

// How many bytes from `p` on are `value`.
std::size_t alike(const std::uint8_t* p, const std::uint8_t* end, std::uint8_t value) {
    const std::uint8_t* start = p;
    const std::uint64_t eight = value * std::uint64_t{0x0101010101010101};
    std::uint64_t word;
    while (end - p >= 8 && (std::memcpy(&word, p, 8), word == eight))
        p += 8;
    while (p < end && *p == value)
        ++p;
    return static_cast<std::size_t>(p - start);
}

} // namespace

RunDeflater::RunDeflater(Out out)
    : out_(std::move(out)), checksum_(static_cast<std::uint32_t>(adler32(0, nullptr, 0))) {
    tokens_.reserve(tokens_of_block + longest_run);
    put_bits(0x0178, 16); // RFC 1950, 2.2: deflate, a window of 32 KiB, fastest
}

void RunDeflater::add(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return; // zlib takes no bytes at all for a new start
    checksum_ = static_cast<std::uint32_t>(adler32(checksum_, bytes.data(), static_cast<uInt>(bytes.size())));
    const std::uint8_t *p = bytes.data(), *end = p + bytes.size();
    while (p < end) {
        if (*p != previous_) {
            end_run();
            take_literal(*p++);
            continue;
        }
        std::size_t count = alike(p, end, *p);
        run_ += count;
        p += count;
    }
}

void RunDeflater::take_literal(std::uint8_t value) {
    tokens_.push_back(value);
    previous_ = value;
    if (tokens_.size() >= tokens_of_block) put_block(false);
}

void RunDeflater::end_run() {
    while (run_ >= shortest_run) {
        std::size_t length = std::min(run_, longest_run);
        tokens_.push_back(static_cast<std::uint16_t>(256 + length));
        run_ -= length;
        if (tokens_.size() >= tokens_of_block) put_block(false);
    }
    for (; run_ > 0; --run_)
        tokens_.push_back(static_cast<std::uint16_t>(previous_));
}

void RunDeflater::finish() {
    end_run();
    put_block(true);
    put_bits(0, -held_bits_ & 7);
    std::uint32_t sum = checksum_;
    for (int shift = 24; shift >= 0; shift -= 8)
        put_bits(sum >> shift & 0xFF, 8);
    put_whole_bytes();
    out_(bytes_);
    bytes_.clear();
}

void RunDeflater::put_block(bool last) {
    Counts counts(symbols, 0);
    counts[0] = counts[end_of_block] = 1; // two at least
    for (std::uint16_t token : tokens_)
        ++counts[token < 256 ? token : length_codes[token - 256U].symbol];
    Lengths lengths = code_lengths(std::move(counts), longest_code);
    std::vector<std::uint32_t> codes = codes_of(lengths);
    put_bits(last, 1);
    put_bits(2, 2);             // codes of its own
    put_bits(symbols - 257, 5); // all of them
    put_bits(0, 5);             // one distance: 1
    lengths.push_back(1);
    put_lengths(lengths);
    for (std::uint16_t token : tokens_) {
        if (token < 256) {
            put_bits(codes[token], lengths[token]);
            continue;
        }
        // Symbol, extra bits, and the one bit that the one distance has.
        const LengthCode& run = length_codes[token - 256U];
        std::uint64_t extra = std::uint64_t{run.extra} << lengths[run.symbol];
        put_bits(codes[run.symbol] | extra, lengths[run.symbol] + run.extra_bits + 1);
    }
    put_bits(codes[end_of_block], lengths[end_of_block]);
    tokens_.clear();
    put_whole_bytes();
    if (!last) {
        out_(bytes_);
        bytes_.clear();
    }
}

// The lengths of the codes, in a code of their own (RFC 1951, 3.2.7).
void RunDeflater::put_lengths(std::span<const std::uint8_t> lengths) {
    constexpr std::array<std::uint8_t, length_symbols> order = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                                11, 4,  12, 3, 13, 2, 14, 1, 15};
    Counts counts(length_symbols, 0);
    counts[0] = counts[1] = 1; // two at least
    for (std::uint8_t length : lengths)
        ++counts[length];
    Lengths own = code_lengths(std::move(counts), longest_length_code);
    std::vector<std::uint32_t> codes = codes_of(own);
    put_bits(length_symbols - 4, 4);
    for (std::uint8_t symbol : order)
        put_bits(own[symbol], 3);
    for (std::uint8_t length : lengths)
        put_bits(codes[length], own[length]);
}

void RunDeflater::put_bits(std::uint64_t bits, int count) {
    held_ |= bits << held_bits_;
    held_bits_ += count;
    if (held_bits_ > 32) put_whole_bytes();
}

void RunDeflater::put_whole_bytes() {
    static_assert(std::endian::native == std::endian::little);
    char bytes[8];
    std::memcpy(bytes, &held_, 8);
    const int whole = held_bits_ / 8;
    bytes_.append(bytes, static_cast<std::size_t>(whole));
    held_ = whole == 8 ? 0 : held_ >> 8 * whole;
    held_bits_ -= 8 * whole;
}

} // namespace shenbao::layout
