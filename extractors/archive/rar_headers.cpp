#include "extractors/archive/rar_headers.h"

namespace shenbao::archive {
namespace {

constexpr std::uint64_t longest_stub = std::uint64_t{2} << 20;
// How far behind damage a sound header is looked for.
constexpr std::uint64_t longest_gap = std::uint64_t{256} << 20;

} // namespace

std::uint64_t find_rar(const Stretch& bytes, bool& five) {
    const std::string_view common = rar5_signature.substr(0, 6);
    for (std::uint64_t at = bytes.find(common, 0, longest_stub); at != Stretch::npos;
         at = bytes.find(common, at + 1, longest_stub)) {
        const std::string mark = bytes.copy(at, 8);
        five = mark == rar5_signature;
        if (!five && !mark.starts_with(rar4_signature)) continue;
        // At the very front the signature alone will do: then the rest is damaged.
        if (at == 0) return at;
        if (five ? sound_rar5_header(bytes, at + 8) : sound_rar4_header(bytes, at + 7)) return at;
    }
    return Stretch::npos;
}

std::uint64_t next_sound(const Stretch& bytes, std::uint64_t at, bool (*sound)(const Stretch&, std::uint64_t)) {
    const std::uint64_t stop = std::min(bytes.size(), at + std::min(longest_gap, bytes.size()));
    for (; at < stop; ++at)
        if (sound(bytes, at)) return at;
    return Stretch::npos;
}

} // namespace shenbao::archive
