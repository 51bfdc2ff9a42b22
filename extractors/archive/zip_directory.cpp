#include "extractors/archive/zip_directory.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <optional>

namespace shenbao::archive {
namespace {

constexpr std::string_view end_mark("PK\5\6", 4), end64_mark("PK\6\6", 4), locator64_mark("PK\6\7", 4),
    central_mark("PK\1\2", 4), local_mark("PK\3\4", 4), split_mark("PK\7\x8", 4);
constexpr std::uint64_t end_size = 22, longest_comment = 0xFFFF;
constexpr std::uint32_t all_ones = 0xFFFFFFFF;
// 4.4.4, bit 13: the directory is encrypted, and the local header says nothing true.
constexpr std::uint16_t masked_header = 0x2000;
// What mail gateways and copying tools may have hung behind the end record.
constexpr std::uint64_t most_trailing = std::uint64_t{1} << 20;

// The end record (4.3.16), with what ZIP64's (4.3.14) says instead.
struct EndRecord {
    std::uint64_t at = 0; // where the directory must have ended
    std::uint64_t entries = 0, size = 0, offset = 0;
    std::uint32_t disk = 0, directory_disk = 0;
    std::string comment;
};

std::optional<EndRecord> read_end64(const Stretch& bytes, const EndRecord& end, std::uint64_t end_at) {
    if (end_at < 20) return std::nullopt;
    const std::string locator = bytes.copy(end_at - 20, 20);
    if (!locator.starts_with(locator64_mark)) return std::nullopt;
    Cursor place(std::string_view(locator).substr(8));
    std::uint64_t at = place.u64();
    // Behind a stub, or on another volume, the place is not where it says: then it stands right before the locator.
    if (bytes.copy(at, 4) != end64_mark) at = bytes.rfind(end64_mark, end_at > 1024 ? end_at - 1024 : 0, end_at - 20);
    if (at == Stretch::npos) return std::nullopt;
    const std::string record = bytes.copy(at, 56);
    if (!record.starts_with(end64_mark)) return std::nullopt;
    Cursor in(std::string_view(record).substr(16));
    EndRecord wide{.at = at, .comment = end.comment};
    wide.disk = in.u32();
    wide.directory_disk = in.u32();
    in.skip(8);
    wide.entries = in.u64();
    wide.size = in.u64();
    wide.offset = in.u64();
    return in.ok() ? std::optional(wide) : std::nullopt;
}

std::optional<EndRecord> read_end(const Stretch& bytes, std::uint64_t at) {
    const std::string record = bytes.copy(at, end_size);
    if (record.size() < end_size) return std::nullopt;
    Cursor in(std::string_view(record).substr(4));
    EndRecord end{.at = at};
    end.disk = in.u16();
    end.directory_disk = in.u16();
    in.skip(2);
    end.entries = in.u16();
    end.size = in.u32();
    end.offset = in.u32();
    end.comment = bytes.copy(at + end_size, in.u16());
    const bool wide = end.entries == 0xFFFF || end.size == all_ones || end.offset == all_ones;
    if (wide)
        if (auto end64 = read_end64(bytes, end, at)) return end64;
    return end;
}

// The end record is searched from the back; one that stands in a comment or in a stored member does not have a
// directory before it.
bool stands_behind_directory(const Stretch& bytes, const EndRecord& end) {
    if (end.entries == 0 && end.size == 0) return true;
    if (end.size > end.at) return false;
    return bytes.copy(end.at - end.size, 4) == central_mark;
}

// How far a stub before the archive moves everything.
std::uint64_t base_of(const EndRecord& end) {
    if (end.disk != 0 || end.size > end.at || end.offset > end.at - end.size) return 0;
    return end.at - end.size - end.offset;
}

// The end record of a ZIP stored within one that was cut off behind it: what lies before is no stub, for it has local
// headers too.
bool is_inner(const Stretch& bytes, const EndRecord& end) {
    const std::uint64_t base = base_of(end);
    for (std::uint64_t at = bytes.find(local_mark, 0, base); at != Stretch::npos;
         at = bytes.find(local_mark, at + 1, base))
        if (plausible_local_header(bytes, at)) return true;
    return false;
}

std::optional<EndRecord> find_end(const Stretch& bytes) {
    const std::uint64_t reach = end_size + longest_comment + most_trailing;
    const std::uint64_t from = bytes.size() > reach ? bytes.size() - reach : 0;
    std::optional<EndRecord> any;
    std::uint64_t at = bytes.rfind(end_mark, from);
    for (int tries = 0; at != Stretch::npos && tries < 64; ++tries, at = bytes.rfind(end_mark, from, at)) {
        auto end = read_end(bytes, at);
        if (!end) continue;
        if (is_inner(bytes, *end)) continue;
        if (stands_behind_directory(bytes, *end)) return end;
        if (!any) any = end;
    }
    return any;
}

// Where volume `disk` begins. The last volume given is the one with the end record; those before it stand in a row,
// from the first on where the first is there (4.3.1: it begins with a mark), else up to the last.
struct Disks {
    std::vector<std::uint64_t> starts;
    std::uint32_t first = 0; // number of the first volume that is there
    std::uint32_t gap = 0;   // volumes missing before the last

    explicit Disks(const Stretch& bytes, const EndRecord& end) {
        std::uint64_t start = 0;
        for (auto piece : bytes.pieces()) {
            starts.push_back(start);
            start += piece.size();
        }
        const auto count = static_cast<std::uint32_t>(starts.size());
        // An archive cut into pieces afterwards (.zip.001) has one disk whatever the number of pieces.
        if (end.disk == 0)
            starts.resize(1);
        else if (end.disk + 1 > count)
            (count > 1 && bytes.copy(0, 4) == split_mark ? gap : first) = end.disk + 1 - count;
    }
    std::optional<std::uint64_t> start(std::uint32_t disk) const {
        if (disk < first) return std::nullopt;
        std::uint64_t place = disk - first;
        if (gap > 0 && place + 1 >= starts.size()) {
            if (place + 1 < starts.size() + gap) return std::nullopt;
            place -= gap;
        }
        return place < starts.size() ? std::optional(starts[place]) : std::nullopt;
    }
    // Where what comes before the gap ends; no bound where there is none.
    std::uint64_t bound() const { return gap > 0 ? starts.back() : UINT64_MAX; }
    // "2", "2-3" of the volumes that are not there.
    std::string missing() const {
        const std::uint32_t count = gap + first, from = gap > 0 ? static_cast<std::uint32_t>(starts.size()) : 1;
        if (count == 0) return {};
        const std::string last = std::to_string(from + count - 1);
        return count > 1 ? std::to_string(from) + "-" + last : last;
    }
};

struct CentralHeader {
    ZipRecord record;
    std::uint64_t length = 0, header = 0;
    std::uint32_t disk = 0;
};

std::optional<CentralHeader> read_central(const Stretch& bytes, std::uint64_t at) {
    const std::string fixed = bytes.copy(at, 46);
    if (fixed.size() < 46 || !fixed.starts_with(central_mark)) return std::nullopt;
    CentralHeader central;
    ZipRecord& record = central.record;
    Cursor in(std::string_view(fixed).substr(4));
    record.host = in.u16() >> 8;
    in.skip(2);
    record.flags = in.u16();
    record.method = in.u16();
    in.skip(4);
    record.crc = in.u32();
    record.packed = in.u32();
    record.size = in.u32();
    const std::uint16_t name = in.u16(), extra = in.u16(), comment = in.u16();
    central.disk = in.u16();
    in.skip(2);
    record.attributes = in.u32();
    central.header = in.u32();
    const std::string rest = bytes.copy(at + 46, std::size_t{name} + extra);
    record.listed = rest.substr(0, name);
    record.name = {record.listed, (record.flags & 0x800) != 0};
    const std::string_view fields = std::string_view(rest).substr(std::min<std::size_t>(name, rest.size()));
    const ZipExtra read = ZipExtra::read(fields, record, central.header, central.disk);
    record.size = read.size;
    record.packed = read.packed;
    record.inner_method = read.inner_method;
    central.header = read.header;
    central.disk = read.disk;
    if (!read.unicode_path.empty()) record.name = {read.unicode_path, true};
    central.length = 46 + std::uint64_t{name} + extra + comment;
    return central;
}

// Begins before a gap between volumes and ends behind it.
bool reaches_over(const ZipRecord& record, std::uint64_t bound) {
    return record.header < bound && record.packed > bound - record.header;
}

// The records of the directory. False: it breaks off before its end.
bool read_records(const Stretch& bytes, const EndRecord& end, const Disks& disks, std::uint64_t at, std::size_t most,
                  ZipDirectory& out) {
    const std::uint64_t stop = end.at;
    while (at < stop && out.records.size() <= most) {
        auto central = read_central(bytes, at);
        if (!central) break;
        auto disk = disks.start(central->disk);
        if (disk) central->record.header = *disk + central->header + out.base;
        if (!disk || reaches_over(central->record, disks.bound())) central->record.elsewhere = true;
        out.records.push_back(std::move(central->record));
        at += central->length;
    }
    return at >= stop || out.records.size() > most || out.records.size() >= end.entries;
}

// An entry that begins within the data of one before it: the trick of bombs that unpack the same bytes many times.
void mark_overlaps(std::vector<ZipRecord>& records) {
    std::vector<ZipRecord*> by_place;
    for (ZipRecord& record : records)
        if (record.data) by_place.push_back(&record);
    std::stable_sort(by_place.begin(), by_place.end(),
                     [](const ZipRecord* a, const ZipRecord* b) { return a->header < b->header; });
    std::uint64_t end = 0;
    for (ZipRecord* record : by_place) {
        if (record->header < end) record->damage = "overlaps another entry";
        const std::uint64_t length = std::min(record->packed, UINT64_MAX - record->data);
        end = std::max(end, record->data + length);
    }
}

// Some tools turn the separators in one of the two places only.
bool same_name(std::string a, std::string b) {
    std::replace(a.begin(), a.end(), '\\', '/');
    std::replace(b.begin(), b.end(), '\\', '/');
    return a == b;
}

void report(ZipDirectory& directory, const char* code, std::string evidence,
            std::map<std::string, std::string> args = {}) {
    directory.findings.push_back(finding(code, {}, std::move(evidence), std::move(args)));
}

void check_volumes(const Disks& disks, ZipDirectory& directory) {
    const std::string missing = disks.missing();
    if (!missing.empty()) report(directory, "archive.volume_missing", missing, {{"volume", missing}});
}

// Where the directory begins.
std::optional<std::uint64_t> place_directory(const Stretch& bytes, const EndRecord& end, ZipDirectory& directory) {
    if (stands_behind_directory(bytes, end)) directory.base = base_of(end);
    if (stands_behind_directory(bytes, end)) return end.at - end.size;
    if (bytes.copy(end.offset, 4) == central_mark) return end.offset;
    return std::nullopt;
}

bool read_central_directory(const Stretch& bytes, const EndRecord& end, std::size_t most, ZipDirectory& directory) {
    auto at = place_directory(bytes, end, directory);
    if (!at) return false;
    directory.central = true;
    directory.comment = end.comment;
    const Disks disks(bytes, end);
    const bool whole = read_records(bytes, end, disks, *at, most, directory);
    if (!whole) report(directory, "archive.damaged", "central directory");
    directory.plain = whole && end.disk == 0;
    check_volumes(disks, directory);
    return true;
}

} // namespace

bool ZipRecord::is_folder() const {
    const bool named = name.bytes.ends_with('/') || (host == 0 && name.bytes.ends_with('\\') && size == 0);
    const bool marked = (host == 0 || host == 10 || host == 11) && (attributes & 0x10) && size == 0;
    const bool unix_folder = (host == 3 || host == 19) && (attributes >> 16 & 0170000) == 0040000;
    return size == 0 && (named || marked || unix_folder);
}

bool ZipRecord::is_link() const { return (host == 3 || host == 19) && (attributes >> 16 & 0170000) == 0120000; }

ZipExtra ZipExtra::read(std::string_view extra, const ZipRecord& record, std::uint64_t header, std::uint32_t disk) {
    ZipExtra out{.size = record.size, .packed = record.packed, .header = header, .disk = disk};
    for (Cursor in(extra); in.left() >= 4;) {
        const std::uint16_t id = in.u16(), length = in.u16();
        Cursor field(in.take(length));
        if (id == 0x0001) { // 4.5.3: only what is all ones in the header, in this order
            if (out.size == all_ones && field.left() >= 8) out.size = field.u64();
            if (out.packed == all_ones && field.left() >= 8) out.packed = field.u64();
            if (out.header == all_ones && field.left() >= 8) out.header = field.u64();
            if (out.disk == 0xFFFF && field.left() >= 4) out.disk = field.u32();
        } else if (id == 0x9901) { // WinZip's AES: version, vendor, strength, method
            field.skip(5);
            out.inner_method = field.u16();
        } else if (id == 0x7075 && field.u8() == 1) { // 4.6.9: void where the name was changed without it
            const std::uint32_t sum = field.u32();
            const auto path = field.take(field.left());
            if (field.ok() && sum == crc32(0, record.name.bytes) && text::is_utf8(path)) out.unicode_path = path;
        }
    }
    return out;
}

void read_local_header(const Stretch& bytes, ZipRecord& record) {
    const std::string fixed = bytes.copy(record.header, 30);
    if (fixed.size() < 30 || !fixed.starts_with(local_mark)) {
        record.cut = record.header >= bytes.size();
        record.damage = "no local header";
        return;
    }
    Cursor in(std::string_view(fixed).substr(6));
    const std::uint16_t flags = in.u16(), method = in.u16();
    in.skip(4);
    const std::uint32_t crc = in.u32();
    in.skip(8);
    const std::uint16_t name = in.u16(), extra = in.u16();
    record.data = record.header + 30 + name + extra;
    record.cut = record.sizes_known && (record.data > bytes.size() || record.packed > bytes.size() - record.data);
    if (method != record.method)
        record.conflict = "method";
    else if ((flags & 1) != (record.flags & 1))
        record.conflict = "encryption";
    else if (!(flags & 8) && crc != record.crc && crc != 0)
        record.conflict = "CRC";
    else if (!same_name(bytes.copy(record.header + 30, name), record.listed))
        record.conflict = "name";
}

bool has_zip_directory(const Stretch& bytes) {
    auto end = find_end(bytes);
    return end && end->entries > 0 && end->disk == 0 && stands_behind_directory(bytes, *end);
}

ZipDirectory read_zip_directory(const Stretch& bytes, std::size_t most, bool split) {
    ZipDirectory directory;
    auto end = find_end(bytes);
    if (!end || !read_central_directory(bytes, *end, most, directory)) {
        walk_local_headers(bytes, most, directory);
        const bool masked = std::any_of(directory.records.begin(), directory.records.end(),
                                        [](const ZipRecord& record) { return record.flags & masked_header; });
        const bool marked = bytes.copy(0, 4) == split_mark;
        if (end && masked)
            report(directory, "archive.encrypted", "central directory");
        else if (end)
            report(directory, "archive.damaged", "central directory");
        else if (split || marked) {
            const std::string next = std::to_string(bytes.pieces().size() + 1);
            report(directory, "archive.volume_missing", next, {{"volume", next}});
        } else
            report(directory, "archive.truncated", "no end record");
    }
    for (ZipRecord& record : directory.records)
        if (!record.elsewhere && !record.data) read_local_header(bytes, record);
    mark_overlaps(directory.records);
    return directory;
}

} // namespace shenbao::archive
