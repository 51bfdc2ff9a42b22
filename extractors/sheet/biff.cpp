#include "extractors/sheet/biff.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::sheet {
namespace {

constexpr std::uint16_t continue_record = 0x003C;

} // namespace

bool Records::next(Record& record) {
    if (at_ + 4 > stream_.size()) return false;
    record.type = stream_.u16(at_);
    record.offset = at_;
    record.continued.clear();
    std::size_t size = stream_.u16(at_ + 2);
    record.data = stream_.slice(at_ + 4, size);
    at_ += 4 + size;
    while (at_ + 4 <= stream_.size() && stream_.u16(at_) == continue_record) {
        size = stream_.u16(at_ + 2);
        record.continued.push_back(stream_.slice(at_ + 4, size));
        at_ += 4 + size;
    }
    return true;
}

Cursor::Cursor(const Record& record) : segments_{record.data} {
    segments_.insert(segments_.end(), record.continued.begin(), record.continued.end());
    settle();
}

void Cursor::settle() {
    while (segment_ < segments_.size() && at_ >= segments_[segment_].size()) {
        at_ = 0;
        ++segment_;
    }
}

void Cursor::skip(std::size_t count) {
    while (count > 0 && !at_end()) {
        std::size_t step = std::min(count, segments_[segment_].size() - at_);
        at_ += step;
        count -= step;
        settle();
    }
}

std::uint8_t Cursor::u8() {
    if (at_end()) return 0;
    std::uint8_t value = segments_[segment_].u8(at_++);
    settle();
    return value;
}

std::uint16_t Cursor::u16() {
    std::uint16_t low = u8();
    return static_cast<std::uint16_t>(low | u8() << 8);
}

std::uint32_t Cursor::u32() {
    std::uint32_t low = u16();
    return low | std::uint32_t{u16()} << 16;
}

std::string Cursor::characters(std::size_t count, bool wide) {
    std::string units; // UTF-16, little-endian
    while (count > 0 && !at_end()) {
        const View& segment = segments_[segment_];
        std::size_t width = wide ? 2 : 1, here = std::min(count, (segment.size() - at_) / width);
        for (std::size_t i = 0; i < here; ++i, at_ += width) {
            units += static_cast<char>(segment.u8(at_));
            units += wide ? static_cast<char>(segment.u8(at_ + 1)) : '\0';
        }
        count -= here;
        if (count > 0) at_ = segment.size();
        settle();
        if (count > 0 && !at_end()) wide = u8() & 1;
    }
    return text::decode(units, "UTF-16LE");
}

std::string Cursor::rich_string() {
    std::size_t count = u16();
    std::uint8_t flags = u8();
    std::size_t runs = flags & 0x08 ? u16() : 0, extra = flags & 0x04 ? u32() : 0;
    std::string out = characters(count, flags & 0x01);
    skip(4 * runs + extra);
    return out;
}

} // namespace shenbao::sheet
