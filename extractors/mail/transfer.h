#pragma once
// Content-Transfer-Encoding (RFC 2045, 6): from the bytes of a body to what they stand for, reading past rubbish.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shenbao::mail {

enum class Encoding { identity, base64, quoted_printable, uuencode };

// The encoding named by a Content-Transfer-Encoding header; a name that is none is read as identity.
Encoding encoding_of(std::string_view value);

// What was met on the way.
struct TransferDamage {
    std::uint64_t rubbish = 0; // bytes outside of the encoding's alphabet (line ends and blanks are none)
    bool cut = false;          // the last group of base64 lacks characters: the end is missing

    bool any() const { return cut || rubbish > 0; }
};

using Bytes = std::function<void(std::string_view)>; // takes the decoded bytes piece by piece

// Decodes `body` in pieces of bounded size: memory does not grow with the body.
TransferDamage decode_body(std::string_view body, Encoding encoding, const Bytes& out);

// Short values, in one go. Rubbish is skipped.
std::string decode_base64(std::string_view text);
std::string decode_q(std::string_view text); // the Q encoding of RFC 2047, 4.2
std::string decode_quoted_printable(std::string_view text);

} // namespace shenbao::mail
