#include "extractors/archive/zip_entry.h"

#include "extractors/archive/stream.h"

#include <algorithm>
#include <array>

namespace shenbao::archive {
namespace {

struct CloseFile {
    void operator()(zip_file_t* f) const { zip_fclose(f); }
};
using ZipFile = std::unique_ptr<zip_file_t, CloseFile>;

constexpr std::uint32_t all_ones = 0xFFFFFFFF;

bool wants_password(int error) { return error == ZIP_ER_NOPASSWD || error == ZIP_ER_WRONGPASSWD; }

// Not the entry's fault: another reader may know how.
bool beyond_libzip(int error) {
    return error == ZIP_ER_COMPNOTSUPP || error == ZIP_ER_ENCRNOTSUPP || error == ZIP_ER_INCONS ||
           error == ZIP_ER_NOZIP || error == ZIP_ER_INVAL || error == ZIP_ER_OPNOTSUPP || error == ZIP_ER_NOENT;
}

std::string words_of(zip_error_t* error) { return zip_error_strerror(error); }

// The local header's extra field without ZIP64's, which is written anew.
std::string other_extra(std::string_view extra) {
    std::string out;
    for (Cursor in(extra); in.left() >= 4;) {
        const std::uint16_t id = in.u16(), length = in.u16();
        const auto field = in.take(length);
        if (!in.ok() || id == 0x0001) continue;
        put(out, id, 2);
        put(out, length, 2);
        out += field;
    }
    return out;
}

std::string local_extra(const Stretch& bytes, const ZipRecord& record) {
    const std::string fixed = bytes.copy(record.header + 26, 4);
    Cursor in(fixed);
    const std::uint16_t name = in.u16(), extra = in.u16();
    return other_extra(bytes.copy(record.header + 30 + name, extra));
}

// PKWARE's own encryption takes its check byte from the time where the sizes follow the data (6.1.6), so there the
// header must stay as it is.
std::string new_header(const Stretch& bytes, const ZipRecord& record) {
    const bool keep_late_sizes = (record.encrypted() && record.flags & 8) || !record.sizes_known;
    const bool wide = record.size >= all_ones || record.packed >= all_ones;
    std::string extra = local_extra(bytes, record);
    if (wide) {
        std::string sizes;
        put(sizes, 0x0001, 2);
        put(sizes, 16, 2);
        put(sizes, record.size, 8);
        put(sizes, record.packed, 8);
        extra = sizes + extra;
    }
    if (extra.size() > 0xFFFF) extra.resize(wide ? 20 : 0);
    std::string header("PK\3\4", 4);
    put(header, 45, 2);
    put(header, (record.flags & ~0x0808u) | (keep_late_sizes ? 8u : 0u), 2);
    put(header, record.method, 2);
    header += bytes.copy(record.header + 10, 4);
    put(header, keep_late_sizes && !record.sizes_known ? 0 : record.crc, 4);
    put(header, !record.sizes_known ? 0 : wide ? all_ones : record.packed, 4);
    put(header, !record.sizes_known ? 0 : wide ? all_ones : record.size, 4);
    put(header, 1, 2);
    put(header, extra.size(), 2);
    return header + "x" + extra;
}

Ending stream_once(const std::string& header, const Stretch& bytes, const ZipRecord& record,
                   const std::vector<std::string>& passwords, EntryWriter& writer) {
    Stretch alone{std::string_view(header)};
    // Sizes that follow the data are looked for by libarchive itself, behind the data.
    const std::uint64_t length = std::min(record.packed, bytes.size());
    alone.append(bytes.slice(record.data, length + (record.flags & 8 ? 24 : 0)));
    Stream stream(Stream::Format::zip, alone, passwords);
    if (!stream.next()) return {"archive.damaged", stream.error()};
    return stream.decode(writer, record.sizes_known ? static_cast<std::int64_t>(record.size) : -1);
}

bool known_method(std::uint16_t method) {
    for (int known : {0, 8, 12, 14, 93, 95, 98, 99})
        if (method == known) return true;
    return false;
}

} // namespace

std::string zip_method_name(std::uint16_t method) {
    switch (method) {
    case 1:
        return "ZIP Shrink";
    case 6:
        return "ZIP Implode";
    case 9:
        return "ZIP Deflate64";
    case 97:
        return "ZIP WavPack";
    default:
        return known_method(method) ? "" : "ZIP method " + std::to_string(method);
    }
}

LibZip::LibZip(const Stretch& bytes, std::size_t records) {
    for (auto piece : bytes.pieces())
        fragments_.push_back({reinterpret_cast<zip_uint8_t*>(const_cast<std::byte*>(piece.data())), piece.size()});
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_fragment_create(fragments_.data(), fragments_.size(), 0, &error);
    if (source) zip_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (source && !zip_) zip_source_free(source);
    zip_error_fini(&error);
    if (zip_ && zip_get_num_entries(zip_.get(), 0) != static_cast<zip_int64_t>(records)) zip_.reset();
}

std::optional<Ending> LibZip::attempt(std::size_t index, const ZipRecord& record, const char* password,
                                      EntryWriter& writer) const {
    ZipFile file(password ? zip_fopen_index_encrypted(zip_.get(), index, 0, password)
                          : zip_fopen_index(zip_.get(), index, 0));
    if (!file) {
        zip_error_t* error = zip_get_error(zip_.get());
        const int code = zip_error_code_zip(error);
        if (wants_password(code)) return Ending{"archive.encrypted", {}};
        if (beyond_libzip(code)) return std::nullopt;
        return Ending{"archive.damaged", words_of(error)};
    }
    std::array<std::byte, 65536> block;
    for (;;) {
        const zip_int64_t length = zip_fread(file.get(), block.data(), block.size());
        if (length == 0) break;
        if (length < 0) return Ending{"archive.damaged", words_of(zip_file_get_error(file.get()))};
        writer.write(std::span(block).first(static_cast<std::size_t>(length)));
        if (writer.bytes() > record.size) break;
    }
    // libzip proves the sum, and lets the size pass.
    if (writer.bytes() == record.size) return Ending{};
    return Ending{"archive.damaged", std::to_string(writer.bytes()) + " of " + std::to_string(record.size) + " bytes"};
}

std::optional<Ending> LibZip::decode(std::size_t index, const ZipRecord& record,
                                     const std::vector<std::string>& passwords, EntryWriter& writer) const {
    if (!record.encrypted()) return attempt(index, record, nullptr, writer);
    for (const auto& password : passwords) {
        writer.restart();
        auto ending = attempt(index, record, password.c_str(), writer);
        // A wrong password passes the old encryption's check once in 256 times and then gives rubbish.
        if (!ending || ending->whole()) return ending;
    }
    writer.restart();
    return Ending{"archive.encrypted", {}};
}

Ending decode_alone(const Stretch& bytes, const ZipRecord& record, const std::vector<std::string>& passwords,
                    EntryWriter& writer) {
    const std::string header = new_header(bytes, record);
    if (!record.encrypted()) return stream_once(header, bytes, record, {}, writer);
    for (const auto& password : passwords) {
        writer.restart();
        Ending ending = stream_once(header, bytes, record, {password}, writer);
        if (ending.whole() || ending.code == "archive.unsupported") return ending;
    }
    writer.restart();
    return {"archive.encrypted", {}};
}

} // namespace shenbao::archive
