// A ZIP without its end: forward over the local headers, with the sizes that stand behind the data found again.
#include "extractors/archive/zip_directory.h"

namespace shenbao::archive {
namespace {

constexpr std::string_view local_mark("PK\3\4", 4), central_mark("PK\1\2", 4), descriptor_mark("PK\7\x8", 4);
constexpr std::uint32_t all_ones = 0xFFFFFFFF;

// A data descriptor (4.3.9) ends at `at`: with the sizes that fit the distance from the data's start.
bool descriptor_before(const Stretch& bytes, std::uint64_t at, ZipRecord& record) {
    for (const std::size_t width : {4, 8}) {
        for (const std::size_t mark : {4, 0}) {
            const std::uint64_t length = mark + 4 + 2 * width;
            if (at < record.data + length) continue;
            const std::string text = bytes.copy(at - length, length);
            if (mark && !std::string_view(text).starts_with(descriptor_mark)) continue;
            Cursor in(std::string_view(text).substr(mark));
            const std::uint32_t crc = in.u32();
            const std::uint64_t packed = in.number(width), size = in.number(width);
            if (packed != at - length - record.data) continue;
            record.crc = crc;
            record.packed = packed;
            record.size = size;
            record.sizes_known = true;
            return true;
        }
    }
    return false;
}

// The end of an entry whose sizes follow its data: the next header with a fitting descriptor before it.
std::uint64_t find_descriptor(const Stretch& bytes, ZipRecord& record) {
    std::uint64_t at = record.data;
    while ((at = bytes.find("PK", at)) != Stretch::npos) {
        const std::string mark = bytes.copy(at, 4);
        if ((mark == local_mark || mark == central_mark) && descriptor_before(bytes, at, record)) return at;
        // The last descriptor of a file that is cut off right behind it.
        if (mark == descriptor_mark)
            for (const std::uint64_t length : {16, 24})
                if (at + length == bytes.size() && descriptor_before(bytes, at + length, record)) return at + length;
        ++at;
    }
    record.packed = bytes.size() > record.data ? bytes.size() - record.data : 0;
    record.cut = true;
    return bytes.size();
}

ZipRecord read_local(const Stretch& bytes, std::uint64_t at) {
    const std::string fixed = bytes.copy(at, 30);
    ZipRecord record;
    record.header = at;
    Cursor in(std::string_view(fixed).substr(6));
    record.flags = in.u16();
    record.method = in.u16();
    in.skip(4);
    record.crc = in.u32();
    record.packed = in.u32();
    record.size = in.u32();
    const std::uint16_t name = in.u16(), extra = in.u16();
    const std::string rest = bytes.copy(at + 30, std::size_t{name} + extra);
    record.name = {rest.substr(0, name), (record.flags & 0x800) != 0};
    const auto fields = std::string_view(rest).substr(std::min<std::size_t>(name, rest.size()));
    const ZipExtra read = ZipExtra::read(fields, record, 0, 0);
    record.packed = read.packed;
    record.size = read.size;
    record.inner_method = read.inner_method;
    if (!read.unicode_path.empty()) record.name = {read.unicode_path, true};
    record.data = at + 30 + name + extra;
    record.sizes_known = !(record.flags & 8) || record.packed > 0;
    return record;
}

// Where the entry's data end, as far as can be told.
std::uint64_t end_of(const Stretch& bytes, ZipRecord& record) {
    if (!record.sizes_known) return find_descriptor(bytes, record);
    if (record.data > bytes.size() || record.packed > bytes.size() - record.data) {
        record.cut = true;
        return bytes.size();
    }
    return record.data + record.packed;
}

} // namespace

bool plausible_local_header(const Stretch& bytes, std::uint64_t at) {
    const std::string fixed = bytes.copy(at, 30);
    if (fixed.size() < 30 || !fixed.starts_with(local_mark)) return false;
    Cursor in(std::string_view(fixed).substr(4));
    const std::uint16_t version = in.u16(), flags = in.u16(), method = in.u16();
    in.skip(16);
    const std::uint16_t name = in.u16();
    return (version & 0xff) <= 63 && (flags & 0xC000) == 0 && method <= 99 && name <= 4096;
}

void walk_local_headers(const Stretch& bytes, std::size_t most, ZipDirectory& directory) {
    directory.records.clear();
    directory.central = directory.plain = false;
    std::uint64_t at = bytes.find(local_mark);
    while (at != Stretch::npos && directory.records.size() <= most) {
        if (!plausible_local_header(bytes, at)) {
            at = bytes.find(local_mark, at + 1);
            continue;
        }
        ZipRecord record = read_local(bytes, at);
        const std::uint64_t end = end_of(bytes, record);
        directory.records.push_back(std::move(record));
        at = bytes.find(local_mark, end);
    }
}

} // namespace shenbao::archive
