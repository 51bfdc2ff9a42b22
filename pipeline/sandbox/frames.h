#pragma once
// The frames between a sandboxed child and the coordinator. A child may be in an attacker's hands: every length is
// capped, and a frame out of order ends the conversation.
//
// On the wire: kind (1 byte), length (4 bytes, little endian), payload.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace shenbao {

enum class FrameKind : std::uint8_t {
    blob_begin = 1, // empty payload
    blob_data = 2,  // a piece of the open blob
    blob_end = 3,   // 64 hexadecimal digits: the SHA-256 the child claims
    progress = 4,   // words for the progress line
    facts = 5,      // a piece of the facts' JSON
    done = 6,       // the facts are whole; nothing follows
    memory = 7,     // the child ran out of memory; nothing follows
    ready = 8,      // the child is confined, and turns to its input now: the first frame of all
};

struct Frame {
    FrameKind kind;
    std::string payload;
};

// A child that does not keep to the frames.
struct WireError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// No payload is longer than this.
inline constexpr std::size_t frame_cap = 1 << 20;

// The bytes of a frame's head.
std::string frame_head(FrameKind kind, std::size_t length);

// Cuts a stream of bytes into frames. Throws WireError for a kind that is none or a length over the cap.
class FrameReader {
  public:
    void feed(std::span<const std::byte> bytes);
    // The next whole frame, if there is one.
    std::optional<Frame> next();
    // True where no bytes of an unfinished frame are left.
    bool at_boundary() const { return from_ == buffer_.size(); }

  private:
    std::string buffer_;
    std::size_t from_ = 0;
};

} // namespace shenbao
