#include "extractors/image/metafile.h"

#include "extractors/image/dib.h"
#include "extractors/image/pix.h"
#include "extractors/layout/inflate.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace shenbao::image {
namespace {

constexpr std::size_t most_records = 1'000'000;

// Where a record draws its bitmap, in units of the drawing.
struct Place {
    std::int32_t left = 0, top = 0, width = 0, height = 0;
};

struct Bitmap : Dib {
    std::string file; // instead of rows: a picture file of its own
    Place place;
};

// The size in a picture file's own head, which may differ from what the record says.
std::optional<Bitmap> of_file(std::string_view bytes, const Place& place) {
    auto data = std::as_bytes(std::span(bytes));
    Format format = format_of(data);
    if (format != Format::jpeg && format != Format::png && format != Format::tiff) return {};
    auto header = header_of(data, format);
    if (!header) return {};
    Bitmap bitmap;
    bitmap.width = header->width;
    bitmap.height = header->height;
    bitmap.file = bytes;
    bitmap.place = place;
    return bitmap;
}

std::optional<Bitmap> of_dib(std::string_view head, std::string_view rows, const Place& place, std::uint64_t most) {
    const Packing packing = packing_of(head);
    if (packing == Packing::jpeg || packing == Packing::png) return of_file(rows, place);
    std::optional<Dib> dib = read_dib(head, rows, most);
    if (!dib) return {};
    Bitmap bitmap{std::move(*dib), {}, place};
    return bitmap;
}

// A bitmap whose head and rows follow each other, as WMF has it.
std::optional<Bitmap> of_packed_dib(std::string_view bytes, const Place& place, std::uint64_t most) {
    Words dib(bytes);
    std::size_t head = dib.u32(0), bits = dib.u16(14);
    if (head < 40 || head > 256) return {};
    std::size_t colours = dib.u32(32);
    if (colours == 0 && bits <= 8) colours = std::size_t{1} << bits;
    if (head == 40 && packing_of(dib) == Packing::bit_fields) colours += 3; // the masks stand before the colours
    head += 4 * std::min<std::size_t>(colours, 260);
    return of_dib(dib.part(0, head), dib.part(head), place, most);
}

// The bitmaps of a metafile as they come.
class Bitmaps {
  public:
    explicit Bitmaps(std::uint64_t most_pixels) : most_(most_pixels) {}
    std::uint64_t most_pixels() const { return most_; }

    void add(std::optional<Bitmap> found) {
        if (!found || found->pixels() == 0 || found->pixels() > most_) return;
        if (goes_on(*found))
            append(std::move(*found));
        else
            all_.push_back(std::move(*found));
        // The largest so far, and the last, which may go on.
        if (all_.size() == 3) all_.erase(all_.begin() + (all_[0].pixels() < all_[1].pixels() ? 0 : 1));
    }
    std::optional<Bitmap> largest() && {
        auto best = std::max_element(all_.begin(), all_.end(),
                                     [](const Bitmap& a, const Bitmap& b) { return a.pixels() < b.pixels(); });
        return best == all_.end() ? std::nullopt : std::optional(std::move(*best));
    }

  private:
    // Printing programs draw a page in strips.
    bool goes_on(const Bitmap& next) const {
        if (all_.empty()) return false;
        const Bitmap& last = all_.back();
        bool alike = next.file.empty() && last.file.empty() && next.width == last.width && next.bits == last.bits &&
                     next.palette == last.palette;
        bool below = next.place.left == last.place.left && next.place.width == last.place.width &&
                     last.place.height > 0 && next.place.top == std::int64_t{last.place.top} + last.place.height;
        std::uint64_t height = last.height + next.height;
        return alike && below && height <= longest_side && height * next.width <= most_;
    }
    void append(Bitmap next) {
        Bitmap& last = all_.back();
        last.strips.push_back(std::move(next.strips.front()));
        last.height += next.height;
        last.place.height += next.place.height;
    }

    std::uint64_t most_;
    std::vector<Bitmap> all_;
};

// EMF+ in the comments of an EMF ([MS-EMFPLUS] 2.3.5.1 and 2.2.2.2): bitmaps are objects, perhaps over several records.
class PlusObjects {
  public:
    explicit PlusObjects(Bitmaps& out) : out_(out) {}

    // The EMF+ records of one comment.
    void records(Words run) {
        constexpr std::uint32_t object = 0x4008;
        for (std::size_t at = 0; at + 12 <= run.size();) {
            std::uint32_t type = run.u16(at), flags = run.u16(at + 2), size = run.u32(at + 4);
            if (type == object) add(flags, run.part(at + 12, run.u32(at + 8)));
            if (size < 12 || size > run.size() - at) return;
            at += size;
        }
    }

  private:
    void add(std::uint32_t flags, std::string_view data) {
        constexpr std::uint32_t image = 5;
        bool continues = flags >> 15 != 0;
        if ((flags >> 8 & 0x7F) != image) return;
        if (continues && data.size() < 4) return;
        std::size_t total = continues ? Words(data).u32(0) : data.size();
        if (continues)
            data.remove_prefix(4);
        else
            object_.clear();
        object_ += data;
        if (object_.size() < total) return;
        picture(std::exchange(object_, {}));
    }
    void picture(const std::string& bytes) {
        enum { bitmap = 1, compressed = 1 };
        Words object(bytes);
        if (object.u32(4) != bitmap) return;
        std::string_view data = object.part(28);
        if (object.u32(24) == compressed) return out_.add(of_file(data, {}));
        out_.add(pixels(object, data));
    }
    // Rows from the top in one of GDI+'s formats ([MS-EMFPLUS] 2.1.1.25).
    static std::optional<Bitmap> pixels(Words object, std::string_view data) {
        Bitmap bitmap;
        bitmap.width = object.u32(8);
        bitmap.height = object.u32(12);
        std::uint32_t stride = object.u32(16), format = object.u32(20);
        bitmap.bits = format >> 8 & 0xFF;
        constexpr std::uint32_t indexed = 0x10000;
        if ((format & indexed) != 0 || (bitmap.bits != 24 && bitmap.bits != 32)) return {};
        bool fits = bitmap.width > 0 && bitmap.width <= longest_side && stride == bitmap.stride();
        if (!fits) return {};
        bitmap.height = std::min({bitmap.height, longest_side, std::uint64_t{data.size() / stride}});
        bitmap.strips.push_back(turned_over(data.substr(0, bitmap.height * stride), stride));
        return bitmap.height > 0 ? std::optional(std::move(bitmap)) : std::nullopt;
    }

    Bitmaps& out_;
    std::string object_;
};

void emf_record(Words record, Bitmaps& out, PlusObjects& plus) {
    enum { comment = 70, bit_blt = 76, stretch_blt = 77, to_device = 80, stretch_dib = 81, alpha_blend = 114 };
    auto dib = [&](std::size_t at, const Place& place) {
        out.add(of_dib(record.part(record.u32(at), record.u32(at + 4)),
                       record.part(record.u32(at + 8), record.u32(at + 12)), place, out.most_pixels()));
    };
    switch (record.u32(0)) {
    case comment: // [MS-EMF] 2.3.3.2
        if (record.part(12, 4) == "EMF+" && record.u32(8) >= 4) plus.records(record.part(16, record.u32(8) - 4));
        break;
    case bit_blt: // 2.3.1.2, 2.3.1.6, 2.3.1.1
    case stretch_blt:
    case alpha_blend:
        dib(84, {record.i32(24), record.i32(28), record.i32(32), record.i32(36)});
        break;
    case to_device: // 2.3.1.5
        dib(48, {record.i32(24), record.i32(28), record.i32(40), record.i32(44)});
        break;
    case stretch_dib: // 2.3.1.7
        dib(48, {record.i32(24), record.i32(28), record.i32(72), record.i32(76)});
        break;
    default:
        break;
    }
}

void read_emf(Words file, Bitmaps& out) {
    PlusObjects plus(out);
    std::size_t at = 0;
    for (std::size_t i = 0; i < most_records && at + 8 <= file.size(); ++i) {
        std::size_t size = file.u32(at + 4);
        if (size < 8) return;
        emf_record(file.part(at, size), out, plus);
        if (size > file.size() - at) return;
        at += size;
    }
}

// Places are 16-bit numbers from `at`: height, width, top, left.
Place wmf_place(Words record, std::size_t at) {
    return {record.i16(at + 6), record.i16(at + 4), record.i16(at + 2), record.i16(at)};
}

void wmf_record(Words record, Bitmaps& out) {
    enum { bit_blt = 0x0940, stretch_blt = 0x0B41, to_device = 0x0D33, stretch_dib = 0x0F43 };
    switch (record.u16(4)) {
    case bit_blt: // [MS-WMF] 2.3.1.2
        return out.add(of_packed_dib(record.part(22), wmf_place(record, 14), out.most_pixels()));
    case stretch_blt: // 2.3.1.3
        return out.add(of_packed_dib(record.part(26), wmf_place(record, 18), out.most_pixels()));
    case to_device: // 2.3.1.4
        return out.add(of_packed_dib(record.part(24), wmf_place(record, 16), out.most_pixels()));
    case stretch_dib: // 2.3.1.6
        return out.add(of_packed_dib(record.part(28), wmf_place(record, 20), out.most_pixels()));
    default:
        return;
    }
}

constexpr std::uint32_t placeable = 0x9AC6CDD7; // [MS-WMF] 2.3.2.3
constexpr std::size_t placeable_size = 22, wmf_head = 18;

void read_wmf(Words file, Bitmaps& out) {
    std::size_t at = wmf_head + (file.u32(0) == placeable ? placeable_size : 0);
    for (std::size_t i = 0; i < most_records && at + 6 <= file.size(); ++i) {
        std::size_t size = std::size_t{2} * file.u32(at);
        if (size < 6) return;
        wmf_record(file.part(at, size), out);
        if (size > file.size() - at) return;
        at += size;
    }
}

bool is_emf(Words file) { return file.u32(0) == 1 && file.part(40, 4) == " EMF"; }

bool is_wmf(Words file) {
    if (file.u32(0) == placeable) return true;
    bool version = file.u16(4) == 0x0300 || file.u16(4) == 0x0100;
    return (file.u16(0) == 1 || file.u16(0) == 2) && file.u16(2) == wmf_head / 2 && version;
}

constexpr std::size_t most_inflated = std::size_t{512} << 20; // bytes

// As far as it goes, up to about `most` bytes.
std::string gunzipped(std::string_view bytes, std::size_t most) {
    std::string out;
    layout::inflate_to(out, bytes, layout::Wrapping::gzip, most);
    return out;
}

bool is_plain_metafile(std::string_view bytes) { return is_emf(bytes) || is_wmf(bytes); }

// Office keeps them in gzip where it can: .emz and .wmz.
bool is_gzipped_metafile(std::string_view bytes) {
    constexpr std::size_t enough = 64; // to be told
    return bytes.starts_with("\x1F\x8B\x08") && is_plain_metafile(gunzipped(bytes, enough));
}

} // namespace

bool is_metafile(std::string_view bytes) { return is_plain_metafile(bytes) || is_gzipped_metafile(bytes); }

std::string picture_in_metafile(std::string_view bytes, std::uint64_t most_pixels) {
    std::string unpacked;
    if (is_gzipped_metafile(bytes)) bytes = unpacked = gunzipped(bytes, most_inflated);
    if (!is_plain_metafile(bytes)) return {};
    Bitmaps found(most_pixels);
    is_emf(bytes) ? read_emf(bytes, found) : read_wmf(bytes, found);
    std::optional<Bitmap> bitmap = std::move(found).largest();
    if (!bitmap) return {};
    if (!bitmap->file.empty()) return std::move(bitmap->file);
    std::string bmp = bmp_of(*bitmap);
    PixPtr pix = decode(std::as_bytes(std::span(bmp)), Format::bmp).pix;
    return pix ? png(pix) : std::string();
}

std::string picture_in_bmp(std::string_view bytes, std::uint64_t most_pixels) {
    const auto file = std::as_bytes(std::span(bytes));
    if (!is_packed_bmp(bytes)) return {};
    std::optional<Header> header = header_of(file, Format::bmp);
    if (!header || std::uint64_t{header->width} * header->height > most_pixels) return {};
    PixPtr pix = decode(file, Format::bmp).pix;
    return pix ? png(pix) : std::string();
}

} // namespace shenbao::image
