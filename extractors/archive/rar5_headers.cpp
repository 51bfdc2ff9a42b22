#include "extractors/archive/rar_headers.h"

#include <algorithm>

namespace shenbao::archive {
namespace {

enum Type : std::uint64_t {
    main_header = 1,
    file_header = 2,
    service_header = 3,
    encryption_header = 4,
    end_header = 5
};
enum Extra : std::uint64_t { extra_encryption = 1, extra_version = 4, extra_redirection = 5 };
enum Redirection : std::uint64_t { file_copy = 5 };

constexpr std::uint64_t head_has_extra = 1, head_has_data = 2, head_from_before = 8, head_goes_on = 16;
constexpr std::uint64_t main_volume = 1, main_numbered = 2, main_solid = 4;
constexpr std::uint64_t file_folder = 1, file_time = 2, file_crc = 4, file_size_unknown = 8;
constexpr std::uint64_t end_goes_on = 1;
constexpr std::uint64_t pack_version = 0x3f, pack_solid = 0x40, pack_method = 0x380;
// The format's own bound on a header.
constexpr std::uint64_t longest_header = std::uint64_t{2} << 20;

struct Header {
    std::string text;       // behind the size field
    std::uint64_t size = 0; // of all of it, checksum and size field too; 0: unreadable
    std::uint64_t type = 0, flags = 0, extra = 0, data = 0;
    std::size_t fields = 0; // where in `text` the fields of this type begin
    bool sound = false;
    bool beyond = false; // reaches beyond the end
};

Header read_header(const Stretch& bytes, std::uint64_t at) {
    Header header;
    const std::string front = bytes.copy(at, 4 + 3);
    Cursor in(front);
    const std::uint32_t sum = in.u32();
    const std::uint64_t length = in.vint();
    const std::uint64_t width = front.size() - in.left() - 4;
    header.beyond = !in.ok() && front.size() < 7;
    if (!in.ok() || length == 0 || length > longest_header) return header;
    const std::string counted = bytes.copy(at + 4, width + length);
    header.size = 4 + width + length;
    header.beyond = counted.size() < width + length;
    header.sound = !header.beyond && crc32(0, counted) == sum;
    header.text = counted.substr(std::min<std::size_t>(width, counted.size()));
    Cursor body(header.text);
    header.type = body.vint();
    header.flags = body.vint();
    if (header.flags & head_has_extra) header.extra = body.vint();
    if (header.flags & head_has_data) header.data = body.vint();
    header.fields = header.text.size() - body.left();
    header.sound = header.sound && body.ok() && header.extra <= body.left();
    return header;
}

void read_redirection(Cursor& in, RarFile& file) {
    const std::uint64_t kind = in.vint();
    in.vint();
    file.target = in.take(in.vint());
    file.copy = kind == file_copy;
    file.link = !file.copy;
}

void read_extra(std::string_view area, RarFile& file) {
    for (Cursor in(area); in.left() > 0 && in.ok();) {
        Cursor record(in.take(in.vint()));
        const std::uint64_t type = record.vint();
        if (type == extra_encryption) {
            file.encrypted = true;
        } else if (type == extra_redirection) {
            read_redirection(record, file);
            file.folder = false; // a link to a folder is no folder
        } else if (type == extra_version) {
            record.vint();
            file.name.bytes.append(";").append(std::to_string(record.vint()));
        }
    }
}

RarFile read_file(const Header& header) {
    RarFile file;
    Cursor in(std::string_view(header.text).substr(header.fields));
    const std::uint64_t flags = in.vint();
    file.size = in.vint();
    file.size_known = !(flags & file_size_unknown);
    in.vint();
    if (flags & file_time) in.skip(4);
    if (flags & file_crc) file.crc = in.u32();
    const std::uint64_t packing = in.vint();
    in.vint();
    file.name = {std::string(in.take(in.vint())), true};
    file.folder = flags & file_folder;
    file.version = packing & pack_version ? 70 : 50;
    file.solid = packing & pack_solid;
    file.stored = !(packing & pack_method);
    file.from_before = header.flags & head_from_before;
    file.goes_on = header.flags & head_goes_on;
    const std::string_view text(header.text);
    read_extra(text.substr(text.size() - std::min<std::uint64_t>(header.extra, text.size())), file);
    // Where the bytes are hidden, so may be the sum: then it is over something else than the bytes.
    if (file.encrypted) file.crc.reset();
    return file;
}

void put_vint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

// The signature and a main header with nothing in it but what libarchive needs.
std::string plain_head(std::uint64_t flags, std::uint64_t number) {
    std::string fields;
    put_vint(fields, main_header);
    put_vint(fields, 0);
    put_vint(fields, flags & (main_volume | main_numbered | main_solid));
    if (flags & main_numbered) put_vint(fields, number);
    std::string counted;
    put_vint(counted, fields.size());
    counted += fields;
    std::string head(rar5_signature);
    put(head, crc32(0, counted), 4);
    return head + counted;
}

class Rar5Walk {
  public:
    Rar5Walk(const Stretch& bytes, std::uint64_t start, std::size_t most) : bytes_(bytes), most_(most) {
        volume_.start = start;
        volume_.head = plain_head(0, 0);
        volume_.needs_end = true;
    }

    RarVolume walk() {
        std::uint64_t at = volume_.start + rar5_signature.size();
        while (at < bytes_.size() && volume_.files.size() <= most_ && !volume_.ended && !volume_.hidden) {
            const Header header = read_header(bytes_, at);
            if (header.beyond && next_sound(bytes_, at + 1, sound_rar5_header) == Stretch::npos) {
                volume_.truncated = true;
                break;
            }
            if (!header.sound) {
                if (volume_.damage.empty()) volume_.damage = "header at " + std::to_string(at);
                at = next_sound(bytes_, at + 1, sound_rar5_header);
                continue;
            }
            at = take(header, at);
        }
        return std::move(volume_);
    }

  private:
    std::uint64_t take(const Header& header, std::uint64_t at) {
        const std::uint64_t behind = at + header.size;
        const bool cut = header.data > bytes_.size() - std::min(behind, bytes_.size());
        if (header.type == main_header)
            take_main(header);
        else if (header.type == file_header)
            take_file(header, at, cut);
        else if (header.type == encryption_header)
            volume_.hidden = true;
        else if (header.type == end_header)
            take_end(header, at);
        if (!cut) return behind + header.data;
        volume_.truncated = true;
        return bytes_.size();
    }

    void take_main(const Header& header) {
        Cursor in(std::string_view(header.text).substr(header.fields));
        const std::uint64_t flags = in.vint();
        volume_.multivolume = flags & main_volume;
        volume_.solid = flags & main_solid;
        if (volume_.multivolume) volume_.number = flags & main_numbered ? in.vint() : 0;
        volume_.head = plain_head(flags, volume_.number.value_or(0));
    }

    void take_file(const Header& header, std::uint64_t at, bool cut) {
        RarFile file = read_file(header);
        file.blocks.push_back({.header = at, .header_size = header.size, .data_size = header.data, .cut = cut});
        volume_.files.push_back(std::move(file));
    }

    void take_end(const Header& header, std::uint64_t at) {
        volume_.ended = true;
        volume_.tail = bytes_.copy(at, header.size);
        Cursor in(std::string_view(header.text).substr(header.fields));
        volume_.goes_on = in.vint() & end_goes_on;
    }

    const Stretch& bytes_;
    std::size_t most_;
    RarVolume volume_;
};

} // namespace

bool sound_rar5_header(const Stretch& bytes, std::uint64_t at) {
    // Most places fall to a look at the size and the type; the checksum settles the rest.
    const std::string front = bytes.copy(at, 4 + 3 + 1);
    if (front.size() < 7) return false;
    Cursor in(std::string_view(front).substr(4));
    const std::uint64_t length = in.vint(), type = in.vint();
    if (!in.ok() || length < 2 || length > 65536 || type < main_header || type > end_header) return false;
    return read_header(bytes, at).sound;
}

RarVolume read_rar5_volume(const Stretch& bytes, std::uint64_t start, std::size_t most) {
    return Rar5Walk(bytes, start, most).walk();
}

} // namespace shenbao::archive
