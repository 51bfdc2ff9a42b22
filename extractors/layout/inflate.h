#pragma once
// Bytes that stand deflated in a file and are worth holding whole.

#include <cstddef>
#include <string>
#include <string_view>

namespace shenbao::layout {

enum class Wrapping { zlib, gzip }; // RFC 1950, RFC 1952

// Appends what the bytes inflate to, as far as it goes, and stops soon after `out` has come to `most` bytes. True where
// nothing was damaged, cut off or left out.
bool inflate_to(std::string& out, std::string_view bytes, Wrapping wrapping, std::size_t most);

} // namespace shenbao::layout
