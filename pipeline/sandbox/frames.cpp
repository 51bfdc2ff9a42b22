#include "pipeline/sandbox/frames.h"

namespace shenbao {
namespace {
constexpr std::size_t head_size = 5;
}

std::string frame_head(FrameKind kind, std::size_t length) {
    std::string head(1, static_cast<char>(kind));
    for (int shift = 0; shift < 32; shift += 8)
        head += static_cast<char>(length >> shift & 0xFF);
    return head;
}

void FrameReader::feed(std::span<const std::byte> bytes) {
    if (from_ == buffer_.size()) {
        buffer_.clear();
        from_ = 0;
    }
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::optional<Frame> FrameReader::next() {
    if (buffer_.size() - from_ < head_size) return std::nullopt;
    const auto* head = reinterpret_cast<const unsigned char*>(buffer_.data() + from_);
    std::size_t length = head[1] | head[2] << 8 | head[3] << 16 | std::size_t{head[4]} << 24;
    if (head[0] < static_cast<int>(FrameKind::blob_begin) || head[0] > static_cast<int>(FrameKind::ready))
        throw WireError("a frame of no known kind");
    if (length > frame_cap) throw WireError("a frame over the cap");
    if (buffer_.size() - from_ < head_size + length) return std::nullopt;
    Frame frame{static_cast<FrameKind>(head[0]), buffer_.substr(from_ + head_size, length)};
    from_ += head_size + length;
    if (from_ > frame_cap) {
        buffer_.erase(0, from_);
        from_ = 0;
    }
    return frame;
}

} // namespace shenbao
