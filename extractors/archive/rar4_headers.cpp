#include "extractors/archive/rar_headers.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::archive {
namespace {

enum Type : std::uint8_t { main_header = 0x73, file_header = 0x74, service_header = 0x7a, end_header = 0x7b };

constexpr std::uint64_t base_size = 7, file_size = 32;
// Flags of the main, the file and the end header.
constexpr unsigned main_volume = 0x0001, main_comment = 0x0002, main_solid = 0x0008, main_new_names = 0x0010,
                   main_hidden = 0x0080;
constexpr unsigned file_from_before = 0x0001, file_goes_on = 0x0002, file_encrypted = 0x0004, file_comment = 0x0008,
                   file_solid = 0x0010, file_window = 0x00E0, file_large = 0x0100, file_unicode = 0x0200;
constexpr unsigned end_goes_on = 0x0001, end_sum = 0x0002, end_number = 0x0008;
constexpr unsigned has_data = 0x8000;
constexpr int unix_host = 3;
constexpr int method_store = 0x30;

struct Header {
    std::uint16_t sum = 0, flags = 0;
    std::uint8_t type = 0;
    std::uint64_t size = 0, data = 0;
};

Header read_header(const Stretch& bytes, std::uint64_t at) {
    const std::string text = bytes.copy(at, base_size + 4);
    Cursor in(text);
    Header header;
    header.sum = in.u16();
    header.type = in.u8();
    header.flags = in.u16();
    header.size = in.u16();
    const bool file = header.type == file_header || header.type == service_header;
    if (file || header.flags & has_data) header.data = in.u32();
    if (!in.ok() && text.size() < base_size) header.size = 0;
    return header;
}

// How much of the header its checksum is over: an old-style comment within it has one of its own (2.x and before).
std::uint64_t summed(const Header& header) {
    if (header.type == main_header && header.flags & main_comment) return 13;
    return header.size;
}

bool sum_fits(const Stretch& bytes, std::uint64_t at, const Header& header) {
    // The blocks of 2.x (comment, authenticity, sub-block, recovery) are summed in ways of their own.
    if (header.type > file_header && header.type < service_header) return at + header.size <= bytes.size();
    const std::string text = bytes.copy(at, header.size);
    const auto length = std::min<std::uint64_t>(summed(header), text.size());
    if (length < base_size) return false;
    auto fits = [&](std::uint64_t n) {
        return (crc32(0, std::string_view(text).substr(2, n - 2)) & 0xFFFF) == header.sum;
    };
    if (fits(length)) return true;
    // A file header with a comment inside: over the fields and the name.
    if (header.type != file_header || text.size() < file_size) return false;
    Cursor in(std::string_view(text).substr(26));
    const std::uint64_t named = file_size + in.u16() + (header.flags & file_large ? 8 : 0);
    return named <= text.size() && fits(named);
}

// Names with characters beyond the locale's: the plain name, a zero, then the Unicode one as differences to it
// (unrar's EncodeFileName): two bits say how each character is written.
std::u16string decode_unicode(std::string_view plain, std::string_view packed) {
    std::u16string out;
    Cursor in(packed);
    const auto high = static_cast<char16_t>(in.u8() << 8);
    unsigned flags = 0;
    int bits = 0;
    while (in.left() > 0 && out.size() < 4096) {
        if (bits == 0) {
            flags = in.u8();
            bits = 8;
            if (in.left() == 0) break;
        }
        bits -= 2;
        switch (flags >> bits & 3) {
        case 0:
            out += in.u8();
            break;
        case 1:
            out += static_cast<char16_t>(high | in.u8());
            break;
        case 2:
            out += in.u16();
            break;
        default: {
            const unsigned length = in.u8();
            const bool shifted = length & 0x80;
            const auto add = static_cast<std::uint8_t>(shifted ? in.u8() : 0);
            for (unsigned left = (length & 0x7f) + 2; left > 0 && out.size() < plain.size(); --left) {
                const auto c = static_cast<std::uint8_t>(plain[out.size()]);
                out += static_cast<char16_t>(shifted ? high | static_cast<std::uint8_t>(c + add) : c);
            }
        }
        }
    }
    return out;
}

std::string to_utf8(const std::u16string& wide) {
    std::u32string points;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        const char32_t c = wide[i];
        const bool pair = c >= 0xD800 && c < 0xDC00 && i + 1 < wide.size() && (wide[i + 1] & 0xFC00) == 0xDC00;
        if (pair)
            points += 0x10000 + ((c - 0xD800) << 10) + (wide[++i] - 0xDC00u);
        else
            points += (c & 0xF800) == 0xD800 ? U'\uFFFD' : c;
    }
    return text::to_utf8(points);
}

RawName read_name(std::string_view field, unsigned flags) {
    if (!(flags & file_unicode)) return {std::string(field), false};
    const auto zero = field.find('\0');
    if (zero == field.npos) return {std::string(field), text::is_utf8(field)}; // Unix: UTF-8 straight away
    return {to_utf8(decode_unicode(field.substr(0, zero), field.substr(zero + 1))), true};
}

RarFile read_file(const std::string& header, const Header& base) {
    RarFile file;
    Cursor in(std::string_view(header).substr(std::min<std::size_t>(base_size + 4, header.size())));
    file.size = in.u32();
    const int host = in.u8();
    const std::uint32_t crc = in.u32();
    in.skip(4);
    file.version = in.u8();
    file.stored = in.u8() == method_store;
    const std::uint16_t name_size = in.u16();
    const std::uint32_t attributes = in.u32();
    if (base.flags & file_large) {
        in.skip(4);
        file.size |= std::uint64_t{in.u32()} << 32;
    }
    file.name = read_name(in.take(name_size), base.flags);
    file.size_known = file.size != UINT64_MAX && file.size != UINT32_MAX;
    file.folder = (base.flags & file_window) == file_window || (host == unix_host && (attributes >> 12 & 15) == 4);
    file.link = host == unix_host && (attributes >> 12 & 15) == 10;
    file.encrypted = base.flags & file_encrypted;
    if (!file.encrypted) file.crc = crc;
    file.solid = base.flags & file_solid && !file.stored;
    file.from_before = base.flags & file_from_before;
    file.goes_on = base.flags & file_goes_on;
    return file;
}

// The signature and a main header with nothing in it but what libarchive needs: it turns a solid archive away even
// for the members that stand alone.
std::string plain_head(unsigned flags) {
    std::string body;
    put(body, main_header, 1);
    put(body, flags & main_volume, 2);
    put(body, 13, 2);
    put(body, 0, 6);
    std::string head(rar4_signature);
    put(head, crc32(0, body) & 0xFFFF, 2);
    return head + body;
}

// A file header without what libarchive stumbles over: an old-style comment inside, and the mark of a solid member
// on one that is merely stored.
std::string plain_file(const std::string& header, const Header& base, const RarFile& file) {
    const bool unsolid = base.flags & file_solid && !file.solid;
    if (!(base.flags & file_comment) && !unsolid) return {};
    Cursor in(std::string_view(header).substr(std::min<std::size_t>(26, header.size())));
    const std::uint64_t size = file_size + in.u16() + (base.flags & file_large ? 8 : 0);
    if (size > header.size()) return {};
    std::string body;
    put(body, base.type, 1);
    // What followed the name goes: the salt, the finer times.
    put(body, base.flags & (file_from_before | file_goes_on | file_window | file_large | file_unicode | has_data), 2);
    put(body, size, 2);
    body += header.substr(base_size, size - base_size);
    std::string plain;
    put(plain, crc32(0, body) & 0xFFFF, 2);
    return plain + body;
}

class Rar4Walk {
  public:
    Rar4Walk(const Stretch& bytes, std::uint64_t start, std::size_t most) : bytes_(bytes), most_(most) {
        volume_.start = start;
        volume_.head = plain_head(0);
    }

    RarVolume walk() {
        std::uint64_t at = volume_.start + rar4_signature.size();
        while (at < bytes_.size() && volume_.files.size() <= most_ && !volume_.ended && !volume_.hidden) {
            const Header header = read_header(bytes_, at);
            const bool sound = header.size >= base_size && sum_fits(bytes_, at, header);
            if (!sound) {
                const bool known = begun_ && header.type >= main_header && header.type <= end_header;
                if (at + base_size > bytes_.size() || (known && at + header.size > bytes_.size())) {
                    volume_.truncated = true;
                    break;
                }
                if (volume_.damage.empty()) volume_.damage = "header at " + std::to_string(at);
                at = next_sound(bytes_, at + 1, sound_rar4_header);
                continue;
            }
            at = take(header, at);
        }
        return std::move(volume_);
    }

  private:
    // Returns where the next header begins.
    std::uint64_t take(const Header& header, std::uint64_t at) {
        std::uint64_t data = header.data;
        if (header.type == main_header)
            take_main(header);
        else if (header.type == end_header)
            take_end(header, at);
        else if (header.type == file_header || header.type == service_header)
            data = take_file(header, at);
        const std::uint64_t behind = at + header.size;
        if (data <= bytes_.size() - std::min(behind, bytes_.size())) return behind + data;
        volume_.truncated = true;
        return bytes_.size();
    }

    void take_main(const Header& header) {
        begun_ = true;
        volume_.solid = header.flags & main_solid;
        volume_.multivolume = header.flags & main_volume;
        volume_.old_names = !(header.flags & main_new_names);
        volume_.hidden = header.flags & main_hidden;
        volume_.head = plain_head(header.flags);
    }

    void take_end(const Header& header, std::uint64_t at) {
        volume_.ended = true;
        volume_.goes_on = header.flags & end_goes_on;
        volume_.tail = bytes_.copy(at, header.size);
        if (!(header.flags & end_number)) return;
        const std::string text = bytes_.copy(at + base_size + (header.flags & end_sum ? 4 : 0), 2);
        Cursor in(text);
        volume_.number = in.u16();
    }

    std::uint64_t take_file(const Header& header, std::uint64_t at) {
        const std::string text = bytes_.copy(at, header.size);
        std::uint64_t data = header.data;
        if (header.flags & file_large) {
            Cursor high(std::string_view(text).substr(std::min<std::size_t>(file_size, text.size())));
            data |= std::uint64_t{high.u32()} << 32;
        }
        if (header.type == service_header) return data;
        RarFile file = read_file(text, header);
        const std::uint64_t behind = std::min(at + header.size, bytes_.size());
        file.blocks.push_back({.header = at, .header_size = header.size, .data_size = data});
        file.blocks.back().cut = data > bytes_.size() - behind;
        file.blocks.back().plain = plain_file(text, header, file);
        // 3.x and later end an archive; earlier ones just stop.
        volume_.needs_end = volume_.needs_end || file.version >= 29;
        volume_.files.push_back(std::move(file));
        return data;
    }

    const Stretch& bytes_;
    std::size_t most_;
    bool begun_ = false; // the main header was there
    RarVolume volume_;
};

} // namespace

bool sound_rar4_header(const Stretch& bytes, std::uint64_t at) {
    const auto type = std::to_integer<unsigned>(bytes.run_at(at + 2).empty() ? std::byte{0} : bytes.run_at(at + 2)[0]);
    if (type < main_header || type > end_header) return false;
    const Header header = read_header(bytes, at);
    const bool own_sum = type == main_header || type == file_header || type == service_header || type == end_header;
    return own_sum && header.size >= base_size && header.size <= 4096 && at + header.size <= bytes.size() &&
           sum_fits(bytes, at, header);
}

RarVolume read_rar4_volume(const Stretch& bytes, std::uint64_t start, std::size_t most) {
    return Rar4Walk(bytes, start, most).walk();
}

} // namespace shenbao::archive
