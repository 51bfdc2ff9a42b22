#include "extractors/archive/stretch.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace shenbao::archive {
namespace {

std::string_view chars(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Searching goes window by window, so that a find over gigabytes holds little.
constexpr std::uint64_t window = 1 << 20;

// As rfind() of the text, which compares at every place; every file that is read is searched so for the end of a ZIP.
std::size_t last_place(std::string_view text, std::string_view what) {
    if (what.empty() || text.size() < what.size()) return text.rfind(what);
    for (std::size_t places = text.size() - what.size() + 1; places > 0;) {
        const void* found = memrchr(text.data(), what.front(), places);
        if (found == nullptr) return text.npos;
        const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        if (text.substr(at, what.size()) == what) return at;
        places = at;
    }
    return text.npos;
}

constexpr auto crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit)
            c = (c >> 1) ^ (c & 1 ? 0xEDB88320u : 0);
        table[i] = c;
    }
    return table;
}();

} // namespace

void Stretch::append(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;
    pieces_.push_back(bytes);
    size_ += bytes.size();
}

void Stretch::append(const Stretch& other) {
    for (auto piece : other.pieces_)
        append(piece);
}

Stretch Stretch::slice(std::uint64_t offset, std::uint64_t length) const {
    Stretch part;
    std::uint64_t start = 0;
    for (auto piece : pieces_) {
        const std::uint64_t end = start + piece.size();
        if (offset < end && length > 0) {
            const std::uint64_t skip = offset - start, take = std::min<std::uint64_t>(length, end - offset);
            part.append(piece.subspan(skip, take));
            offset += take;
            length -= take;
        }
        start = end;
    }
    return part;
}

std::span<const std::byte> Stretch::run_at(std::uint64_t offset) const {
    for (auto piece : pieces_) {
        if (offset < piece.size()) return piece.subspan(offset);
        offset -= piece.size();
    }
    return {};
}

std::string Stretch::copy(std::uint64_t offset, std::size_t length) const {
    std::string out;
    while (out.size() < length) {
        auto run = run_at(offset + out.size());
        if (run.empty()) break;
        out += chars(run.first(std::min(run.size(), length - out.size())));
    }
    return out;
}

std::uint64_t Stretch::find(std::string_view what, std::uint64_t from, std::uint64_t to) const {
    to = std::min(to, size_);
    while (from < to) {
        auto run = run_at(from);
        auto text = chars(run).substr(0, to - from);
        if (auto at = text.find(what); at != text.npos) return from + at;
        // What begins in the last bytes of a piece may end in the next one.
        const std::uint64_t overlap = std::min<std::uint64_t>(what.size() - 1, text.size());
        const std::string seam = copy(from + text.size() - overlap, overlap + what.size() - 1);
        if (auto at = seam.find(what); at != seam.npos) {
            const std::uint64_t place = from + text.size() - overlap + at;
            return place + what.size() <= to ? place : npos;
        }
        from += text.size();
    }
    return npos;
}

std::uint64_t Stretch::rfind(std::string_view what, std::uint64_t from, std::uint64_t before) const {
    std::uint64_t end = std::min(before, size_);
    while (end > from) {
        const std::uint64_t start = end - from > window ? end - window : from;
        const std::uint64_t length = std::min(end - start + what.size() - 1, size_ - start);
        std::string_view text = chars(run_at(start)).substr(0, length);
        std::string joined;
        if (text.size() < length) text = joined = copy(start, length);
        if (auto at = last_place(text, what); at != text.npos) return start + at;
        end = start;
    }
    return npos;
}

std::uint64_t Cursor::number(std::size_t width) {
    auto bytes = take(width);
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::uint64_t Cursor::vint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
        const std::uint8_t byte = u8();
        if (shift < 64) value |= std::uint64_t(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return value;
    }
    ok_ = false;
    return value;
}

std::string_view Cursor::take(std::uint64_t length) {
    if (length > rest_.size()) {
        ok_ = false;
        rest_ = {};
        return {};
    }
    auto taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
}

std::uint32_t crc32(std::uint32_t sum, std::string_view bytes) {
    sum = ~sum;
    for (char c : bytes)
        sum = crc_table[(sum ^ static_cast<unsigned char>(c)) & 0xff] ^ (sum >> 8);
    return ~sum;
}

void put(std::string& out, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

} // namespace shenbao::archive
