#include "extractors/word/zip_rescue.h"

#include <string_view>

namespace shenbao {
namespace {

constexpr std::string_view local_mark("PK\3\4", 4), central_mark("PK\1\2", 4), descriptor_mark("PK\7\x8", 4);
constexpr std::size_t local_size = 30;
constexpr std::uint16_t has_descriptor = 8;

std::uint16_t u16(std::string_view b, std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(b[at]) | static_cast<unsigned char>(b[at + 1]) << 8);
}

std::uint32_t u32(std::string_view b, std::size_t at) { return u16(b, at) | std::uint32_t{u16(b, at + 2)} << 16; }

void put16(std::string& out, std::uint16_t v) {
    out += static_cast<char>(v & 0xff);
    out += static_cast<char>(v >> 8);
}

void put32(std::string& out, std::uint32_t v) {
    put16(out, static_cast<std::uint16_t>(v & 0xffff));
    put16(out, static_cast<std::uint16_t>(v >> 16));
}

// The end of data whose length stands behind it: a descriptor that gives the length found, else the next header.
std::size_t end_of_data(std::string_view b, LocalEntry& entry) {
    for (std::size_t at = entry.data; (at = b.find("PK", at)) != std::string_view::npos; at += 2) {
        auto mark = b.substr(at, 4);
        if (mark == local_mark || mark == central_mark) return at;
        if (mark != descriptor_mark || at + 16 > b.size()) continue;
        if (u32(b, at + 8) != at - entry.data) continue;
        entry.crc = u32(b, at + 4);
        entry.size = u32(b, at + 12);
        return at;
    }
    return b.size();
}

bool read_header(std::string_view b, std::size_t at, LocalEntry& entry) {
    if (at + local_size > b.size()) return false;
    entry.header = at;
    entry.flags = u16(b, at + 6);
    entry.method = u16(b, at + 8);
    entry.crc = u32(b, at + 14);
    entry.packed = u32(b, at + 18);
    entry.size = u32(b, at + 22);
    std::size_t name = u16(b, at + 26), extra = u16(b, at + 28);
    entry.data = at + local_size + name + extra;
    if (entry.data > b.size() || (entry.method != 0 && entry.method != 8)) return false;
    entry.name = std::string(b.substr(at + local_size, name));
    return true;
}

void put_central(std::string& out, const LocalEntry& e) {
    out.append(central_mark);
    put16(out, 20);
    put16(out, 20);
    put16(out, static_cast<std::uint16_t>(e.flags & ~has_descriptor));
    put16(out, e.method);
    put32(out, 0);
    put32(out, e.crc);
    put32(out, e.packed);
    put32(out, e.size);
    put16(out, static_cast<std::uint16_t>(e.name.size()));
    out.append(8, '\0');
    put32(out, 0);
    put32(out, static_cast<std::uint32_t>(e.header));
    out += e.name;
}

} // namespace

std::vector<LocalEntry> scan_local_headers(std::span<const std::byte> bytes, std::size_t most) {
    std::string_view b(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::vector<LocalEntry> entries;
    std::size_t at = 0;
    while (entries.size() < most && (at = b.find(local_mark, at)) != std::string_view::npos) {
        LocalEntry entry;
        if (!read_header(b, at, entry)) {
            at += 4;
            continue;
        }
        bool unknown = (entry.flags & has_descriptor) != 0 || entry.packed > b.size() - entry.data;
        std::size_t end = unknown ? end_of_data(b, entry) : entry.data + entry.packed;
        entry.packed = static_cast<std::uint32_t>(end - entry.data);
        entries.push_back(std::move(entry));
        at = end;
    }
    return entries;
}

std::string with_new_directory(std::span<const std::byte> bytes) {
    if (bytes.size() > 0xfff00000u) return {};
    auto entries = scan_local_headers(bytes, 0xfffe);
    if (entries.empty()) return {};
    std::string out(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::size_t start = out.size();
    for (const auto& entry : entries)
        put_central(out, entry);
    std::size_t length = out.size() - start;
    out.append("PK\5\6\0\0\0\0", 8);
    put16(out, static_cast<std::uint16_t>(entries.size()));
    put16(out, static_cast<std::uint16_t>(entries.size()));
    put32(out, static_cast<std::uint32_t>(length));
    put32(out, static_cast<std::uint32_t>(start));
    put16(out, 0);
    return out;
}

} // namespace shenbao
