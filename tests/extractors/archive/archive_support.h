#pragma once
// Archives built by code: by libzip and libarchive where a sound one is wanted, by hand where every byte counts.

#include "tests/support.h"

#include "extractors/archive/stretch.h"
#include "extractors/memory_sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <zip.h>

#include <algorithm>
#include <optional>

namespace shenbao {
const Extractor& zip_extractor();
const Extractor& rar_extractor();
const Extractor& sevenzip_extractor();
const Extractor& tar_extractor();
const Extractor& compressed_extractor();
} // namespace shenbao

namespace shenbao::test {

using archive::crc32;
using archive::put;

struct Item {
    std::string name, content;
};
using Items = std::vector<Item>;

// Text that packs badly, always the same for a seed.
inline std::string noise(std::size_t size, unsigned seed = 1) {
    std::string out;
    for (std::uint32_t state = seed * 2654435761u + 1; out.size() < size;) {
        state = state * 1664525u + 1013904223u;
        out += static_cast<char>(state >> 24);
    }
    return out;
}

// What a reader made of some bytes.
struct Unpacked {
    Facts facts;
    std::map<Digest, std::string> blobs;

    const ArchiveFacts& archive() const { return *facts.archive(); }
    const std::vector<Entry>& entries() const { return archive().entries; }
    bool found(std::string_view code) const { return has(facts.findings, code); }
    const Finding& finding(std::string_view code) const {
        return *std::find_if(facts.findings.begin(), facts.findings.end(),
                             [&](const Finding& f) { return f.code == code; });
    }
    // "" where the entry is not there or has no bytes.
    std::string content(std::string_view name) const {
        for (const Entry& entry : entries())
            if (entry.name == name && !entry.sha256.empty()) return blobs.at(entry.sha256);
        return {};
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const Entry& entry : entries())
            names.push_back(entry.name);
        return names;
    }
    static bool has(const std::vector<Finding>& findings, std::string_view code) {
        return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.code == code; });
    }
};

inline Input input_of(const std::string& bytes, std::string name = {}) {
    Input input;
    input.bytes = bytes_of(bytes);
    input.name = std::move(name);
    return input;
}

// Reads and checks what holds of every archive: each entry's bytes are those of its blob, and what was not read
// whole has a finding that says why, its own or the archive's.
inline Unpacked read_with(const Extractor& reader, const Input& input, const ReadOptions& options = {}) {
    MemorySink sink;
    Unpacked reading;
    try {
        reading.facts = reader.read(input, options, sink);
    } catch (const ItemError& error) {
        reading.facts.outcome = error.outcome();
        reading.facts.findings.push_back(error.what_found());
        reading.facts.body = ArchiveFacts{};
    }
    reading.blobs = std::move(sink.blobs);
    for (const Entry& entry : reading.entries()) {
        if (entry.outcome == Outcome::rejected)
            CHECK(entry.sha256.empty());
        else
            CHECK(reading.blobs.at(entry.sha256).size() == entry.bytes);
        const bool explained = !entry.findings.empty() || !reading.facts.findings.empty();
        if (entry.outcome != Outcome::ok) CHECK(explained);
    }
    return reading;
}

inline Unpacked read_zip(const std::string& bytes, const ReadOptions& options = {}) {
    return read_with(zip_extractor(), input_of(bytes), options);
}
inline Unpacked read_rar(const std::string& bytes, const ReadOptions& options = {}) {
    return read_with(rar_extractor(), input_of(bytes), options);
}
inline Unpacked read_tar(const std::string& bytes, const ReadOptions& options = {}) {
    return read_with(tar_extractor(), input_of(bytes), options);
}
inline Unpacked read_7z(const std::string& bytes, const ReadOptions& options = {}) {
    return read_with(sevenzip_extractor(), input_of(bytes), options);
}

// A ZIP by libzip; with a password, encrypted as `encryption` says.
inline std::string made_zip(const Items& items, const char* password = nullptr,
                            std::uint16_t encryption = ZIP_EM_AES_256) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &error);
    REQUIRE(zip);
    zip_source_keep(memory);
    for (const Item& item : items) {
        if (item.name.ends_with('/')) {
            zip_dir_add(zip, item.name.c_str(), ZIP_FL_ENC_UTF_8);
            continue;
        }
        zip_source_t* source = zip_source_buffer(zip, item.content.data(), item.content.size(), 0);
        const auto index = zip_file_add(zip, item.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        REQUIRE(index >= 0);
        if (password) zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), encryption, password);
    }
    REQUIRE(zip_close(zip) == 0);
    zip_source_open(memory);
    zip_source_seek(memory, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(memory)), '\0');
    zip_source_seek(memory, 0, SEEK_SET);
    zip_source_read(memory, bytes.data(), bytes.size());
    zip_source_close(memory);
    zip_source_free(memory);
    return bytes;
}

// A ZIP with every field as wished. Content is stored as it stands.
struct ZipItem {
    std::string name, content;
    std::uint16_t flags = 0, method = 0;
    std::string extra{};
    std::uint32_t attributes = 0;
    std::uint16_t host = 0;
    std::string local_name{};                   // where it differs
    std::optional<std::uint32_t> crc{}, size{}; // where they do not fit the content
    std::optional<std::uint32_t> offset{};      // of the local header, where the directory lies
    bool late_sizes = false;                    // sizes in a data descriptor
};

inline std::string crafted_zip(const std::vector<ZipItem>& items) {
    std::string bytes, directory;
    for (const ZipItem& item : items) {
        const auto offset = item.offset.value_or(static_cast<std::uint32_t>(bytes.size()));
        const std::uint32_t crc = item.crc.value_or(crc32(0, item.content));
        const std::uint32_t size = item.size.value_or(static_cast<std::uint32_t>(item.content.size()));
        const unsigned flags = item.flags | (item.late_sizes ? 8u : 0u);
        const std::string local_name = item.local_name.empty() ? item.name : item.local_name;
        auto common = [&](std::string& out, bool sizes) {
            put(out, 20, 2);
            put(out, flags, 2);
            put(out, item.method, 2);
            put(out, 0x4ECA6000, 4);
            put(out, sizes ? crc : 0, 4);
            put(out, sizes ? item.content.size() : 0, 4);
            put(out, sizes ? size : 0, 4);
        };
        bytes += std::string("PK\3\4", 4);
        common(bytes, !item.late_sizes);
        put(bytes, local_name.size(), 2);
        put(bytes, item.extra.size(), 2);
        bytes += local_name + item.extra + item.content;
        if (item.late_sizes) {
            bytes += std::string("PK\7\x8", 4);
            put(bytes, crc, 4);
            put(bytes, item.content.size(), 4);
            put(bytes, size, 4);
        }
        directory += std::string("PK\1\2", 4);
        put(directory, item.host << 8 | 20, 2);
        common(directory, true);
        put(directory, item.name.size(), 2);
        put(directory, item.extra.size(), 2);
        put(directory, 0, 2 + 2 + 2);
        put(directory, item.attributes, 4);
        put(directory, offset, 4);
        directory += item.name + item.extra;
    }
    const std::size_t start = bytes.size();
    bytes += directory + std::string("PK\5\6", 4);
    put(bytes, 0, 4);
    put(bytes, items.size(), 2);
    put(bytes, items.size(), 2);
    put(bytes, directory.size(), 4);
    put(bytes, start, 4);
    put(bytes, 0, 2);
    return bytes;
}

// Info-ZIP's Unicode path for a name in another encoding.
inline std::string unicode_path(const std::string& raw, const std::string& utf8) {
    std::string extra;
    put(extra, 0x7075, 2);
    put(extra, 5 + utf8.size(), 2);
    put(extra, 1, 1);
    put(extra, crc32(0, raw), 4);
    return extra + utf8;
}

inline std::string made_7z(const Items& items, const char* compression = "lzma2") {
    std::setlocale(LC_CTYPE, "C.UTF-8"); // or the writer loses every Chinese name
    std::string bytes(std::size_t{1} << 20, '\0');
    for (const Item& item : items)
        bytes.resize(bytes.size() + item.content.size());
    std::size_t used = 0;
    struct archive* a = archive_write_new();
    archive_write_set_format_7zip(a);
    archive_write_set_format_option(a, "7zip", "compression", compression);
    archive_write_set_bytes_in_last_block(a, 1);
    REQUIRE(archive_write_open_memory(a, bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
    for (const Item& item : items) {
        struct archive_entry* entry = archive_entry_new();
        const bool folder = item.name.ends_with('/');
        archive_entry_set_pathname_utf8(entry, item.name.c_str());
        archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(item.content.size()));
        archive_write_header(a, entry);
        archive_write_data(a, item.content.data(), item.content.size());
        archive_entry_free(entry);
    }
    archive_write_close(a);
    archive_write_free(a);
    bytes.resize(used);
    return bytes;
}

// RAR 5, stored.
inline std::string vint(std::uint64_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    return out + static_cast<char>(value);
}

struct RarItem {
    std::string name, content;
    std::string extra{};            // records of the extra area, each with its size
    std::uint64_t header_flags = 0; // 8 begins before, 16 goes on
    std::uint64_t packing = 0;      // version, solid, method
    bool folder = false;
    std::optional<std::uint32_t> crc{};  // where it does not fit
    std::optional<std::uint64_t> size{}; // unpacked, where it differs
};

inline std::string rar5_block(const std::string& fields, const std::string& data = {}) {
    const std::string counted = vint(fields.size()) + fields;
    std::string block;
    put(block, crc32(0, counted), 4);
    return block + counted + data;
}

inline std::string rar5_file(const RarItem& item) {
    std::string fields = vint(2) + vint(item.header_flags | 2 | (item.extra.empty() ? 0 : 1));
    if (!item.extra.empty()) fields += vint(item.extra.size());
    fields += vint(item.content.size());
    fields += vint(item.folder ? 1 : 4) + vint(item.size.value_or(item.content.size())) + vint(0x20);
    if (!item.folder) put(fields, item.crc.value_or(crc32(0, item.content)), 4);
    fields += vint(item.packing) + vint(0) + vint(item.name.size()) + item.name + item.extra;
    return rar5_block(fields, item.content);
}

inline std::string rar5_front(std::uint64_t flags = 0, std::uint64_t number = 0) {
    std::string fields = vint(1) + vint(0) + vint(flags | (number ? 2 : 0));
    if (number) fields += vint(number);
    return std::string("Rar!\x1a\x07\x01\x00", 8) + rar5_block(fields);
}
inline std::string rar5_end(bool goes_on = false) { return rar5_block(vint(5) + vint(4) + vint(goes_on ? 1 : 0)); }

inline std::string made_rar5(const std::vector<RarItem>& items) {
    std::string bytes = rar5_front();
    for (const RarItem& item : items)
        bytes += rar5_file(item);
    return bytes + rar5_end();
}

inline std::string rar5_record(std::uint64_t type, const std::string& data) {
    const std::string body = vint(type) + data;
    return vint(body.size()) + body;
}
// AES-256 with a check value, an initialisation vector and salt of zeros.
inline std::string rar5_encryption() {
    return rar5_record(1, vint(0) + vint(1) + std::string(1, 15) + std::string(16 + 16 + 12, '\0'));
}
inline std::string rar5_redirection(std::uint64_t kind, const std::string& target) {
    return rar5_record(5, vint(kind) + vint(0) + vint(target.size()) + target);
}

// RAR 4, stored unless the method says otherwise.
struct Rar4Item {
    std::string name, content;
    std::uint16_t flags = 0;
    std::uint8_t version = 29, method = 0x30, host = 2;
    std::uint32_t attributes = 0x20;
};

inline std::string rar4_block(std::uint8_t type, std::uint16_t flags, const std::string& fields) {
    std::string counted;
    put(counted, type, 1);
    put(counted, flags, 2);
    put(counted, 7 + fields.size(), 2);
    counted += fields;
    std::string block;
    put(block, crc32(0, counted) & 0xFFFF, 2);
    return block + counted;
}

inline std::string made_rar4(const std::vector<Rar4Item>& items, std::uint16_t main_flags = 0) {
    std::string bytes("Rar!\x1a\x07\x00", 7);
    bytes += rar4_block(0x73, main_flags, std::string(6, '\0'));
    for (const Rar4Item& item : items) {
        std::string fields;
        put(fields, item.content.size(), 4);
        put(fields, item.content.size(), 4);
        put(fields, item.host, 1);
        put(fields, crc32(0, item.content), 4);
        put(fields, 0x4ECA6000, 4);
        put(fields, item.version, 1);
        put(fields, item.method, 1);
        put(fields, item.name.size(), 2);
        put(fields, item.attributes, 4);
        bytes += rar4_block(0x74, item.flags | 0x8000, fields + item.name) + item.content;
    }
    return bytes + std::string("\xC4\x3D\x7B\x00\x40\x07\x00", 7);
}

} // namespace shenbao::test
