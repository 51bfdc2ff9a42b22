#include "extractors/image/dib.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

namespace shenbao::image {
namespace {

constexpr std::size_t file_head = 14, info_head = 40;

void little_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> 8 * i & 0xFF));
}

std::string palette_of(Words head, std::size_t colours) {
    std::size_t there = head.u32(32) == 0 ? colours : std::min<std::size_t>(head.u32(32), 256);
    std::string palette(head.part(head.u32(0), 4 * there));
    palette.resize(4 * colours, '\0');
    return palette;
}

// Runs of one byte's pixels, and pixels as they are ([MS-WMF] 3.1.6.3 and 3.1.6.4), laid out one byte a pixel.
class RunLengths {
  public:
    RunLengths(std::uint64_t width, std::uint64_t height, bool nibbles)
        : width_(width), height_(height), stride_((width + 3) / 4 * 4), nibbles_(nibbles),
          rows_(stride_ * height, '\0') {}

    std::string unpacked(Words packed) {
        enum { line_end, bitmap_end, move };
        for (std::size_t at = 0; at + 1 < packed.size() && y_ < height_;) {
            const std::uint32_t count = packed.u8(at), what = packed.u8(at + 1);
            at += 2;
            if (count > 0) {
                for (std::uint32_t i = 0; i < count; ++i)
                    put(pixel(what, i));
            } else if (what == line_end) {
                x_ = 0;
                ++y_;
            } else if (what == bitmap_end) {
                break;
            } else if (what == move) {
                x_ += packed.u8(at);
                y_ += packed.u8(at + 1);
                at += 2;
            } else {
                for (std::uint32_t i = 0; i < what; ++i)
                    put(nibbles_ ? pixel(packed.u8(at + i / 2), i) : packed.u8(at + i));
                const std::size_t bytes = nibbles_ ? (what + 1) / 2 : what;
                at += bytes + bytes % 2;
            }
        }
        return std::move(rows_);
    }

  private:
    std::uint32_t pixel(std::uint32_t byte, std::uint32_t place) const {
        return !nibbles_ ? byte : place % 2 == 0 ? byte >> 4 : byte & 0x0F;
    }
    void put(std::uint32_t value) {
        if (x_ < width_ && y_ < height_) rows_[y_ * stride_ + x_] = static_cast<char>(value);
        ++x_;
    }

    std::uint64_t width_, height_, x_ = 0, y_ = 0; // from the bottom
    std::size_t stride_;
    bool nibbles_;
    std::string rows_;
};

// Where a colour lies in a pixel.
struct Field {
    std::uint32_t mask = 0;
    int shift = 0;
    explicit Field(std::uint32_t m) : mask(m), shift(m == 0 ? 0 : std::countr_zero(m)) {}
    char of(std::uint32_t pixel) const {
        const std::uint64_t most = mask >> shift, value = (pixel & mask) >> shift;
        return static_cast<char>(most == 0 ? 0 : value * 255 / most);
    }
};

// Rows of 16 or 32 bits a pixel as rows of 24.
std::string rows_of_24(Words rows, std::uint64_t width, std::uint64_t height, std::uint32_t bits,
                       const Field (&rgb)[3]) {
    const std::size_t bytes = bits / 8, stride = (width * bits + 31) / 32 * 4, padded = (width * 24 + 31) / 32 * 4;
    std::string out;
    out.reserve(padded * height);
    for (std::uint64_t y = 0; y < height; ++y) {
        for (std::uint64_t x = 0; x < width; ++x) {
            const std::size_t at = y * stride + x * bytes;
            const std::uint32_t pixel = bits == 16 ? rows.u16(at) : rows.u32(at);
            for (int colour : {2, 1, 0})
                out.push_back(rgb[colour].of(pixel));
        }
        out.resize(padded * (y + 1), '\0');
    }
    return out;
}

// What the head says of size and depth; nothing where no bitmap is like that.
std::optional<Dib> announced(Words head, std::uint64_t most_pixels) {
    Dib dib;
    dib.width = head.u32(4);
    dib.height = static_cast<std::uint64_t>(std::abs(std::int64_t{head.i32(8)}));
    dib.bits = head.u16(14);
    bool fits = dib.width > 0 && dib.height > 0 && dib.width <= longest_side && dib.height <= longest_side;
    return fits && dib.pixels() <= most_pixels ? std::optional(std::move(dib)) : std::nullopt;
}

Dib of_runs(Dib dib, Words head, std::string_view rows) {
    dib.strips.push_back(RunLengths(dib.width, dib.height, dib.bits == 4).unpacked(rows));
    dib.bits = 8;
    dib.palette = palette_of(head, 256);
    return dib;
}

// Pixels whose colours lie elsewhere than in bytes of their own, as ones of 24 bits.
void spell_out_fields(Dib& dib, Words head) {
    constexpr std::uint32_t red = 0xFF0000, green = 0xFF00, blue = 0xFF;
    const bool told = packing_of(head) == Packing::bit_fields;
    const bool bytes = !told || (head.u32(40) == red && head.u32(44) == green && head.u32(48) == blue);
    if (dib.bits != 16 && (dib.bits != 32 || bytes)) return;
    const Field rgb[] = {Field(told ? head.u32(40) : 0x7C00), Field(told ? head.u32(44) : 0x03E0),
                         Field(told ? head.u32(48) : 0x001F)};
    dib.strips.front() = rows_of_24(std::string_view(dib.strips.front()), dib.width, dib.height, dib.bits, rgb);
    dib.bits = 24;
}

std::optional<Dib> of_rows(Dib dib, Words head, std::string_view rows) {
    constexpr std::uint32_t depths[] = {1, 4, 8, 16, 24, 32};
    if (std::find(std::begin(depths), std::end(depths), dib.bits) == std::end(depths)) return {};
    if (dib.bits <= 8) dib.palette = palette_of(head, std::size_t{1} << dib.bits);
    dib.height = std::min<std::uint64_t>(dib.height, rows.size() / dib.stride());
    if (dib.height == 0) return {};
    rows = rows.substr(0, dib.height * dib.stride());
    const bool from_top = head.i32(8) < 0;
    dib.strips.push_back(from_top ? turned_over(rows, dib.stride()) : std::string(rows));
    spell_out_fields(dib, head);
    return dib;
}

} // namespace

Packing packing_of(Words head) { return static_cast<Packing>(head.u32(16)); }

std::string turned_over(std::string_view rows, std::size_t stride) {
    std::string out;
    out.reserve(rows.size());
    for (std::size_t end = rows.size(); end >= stride; end -= stride)
        out += rows.substr(end - stride, stride);
    return out;
}

std::optional<Dib> read_dib(std::string_view head_bytes, std::string_view rows, std::uint64_t most_pixels) {
    Words head(head_bytes);
    if (head.u32(0) < info_head || head.u32(0) > 256) return {}; // BITMAPINFOHEADER and its successors
    std::optional<Dib> dib = announced(head, most_pixels);
    if (!dib) return {};
    switch (packing_of(head)) {
    case Packing::rle8:
        return dib->bits == 8 ? std::optional(of_runs(std::move(*dib), head, rows)) : std::nullopt;
    case Packing::rle4:
        return dib->bits == 4 ? std::optional(of_runs(std::move(*dib), head, rows)) : std::nullopt;
    case Packing::bit_fields:
        return dib->bits == 16 || dib->bits == 32 ? of_rows(std::move(*dib), head, rows) : std::nullopt;
    case Packing::none:
        return of_rows(std::move(*dib), head, rows);
    default:
        return {};
    }
}

std::string bmp_of(const Dib& dib) {
    constexpr std::size_t heads = file_head + info_head;
    const std::size_t rows = dib.height * dib.stride();
    std::string out = "BM";
    out.reserve(heads + dib.palette.size() + rows);
    little_endian(out, heads + dib.palette.size() + rows, 4);
    little_endian(out, 0, 4);
    little_endian(out, heads + dib.palette.size(), 4);
    little_endian(out, info_head, 4);
    little_endian(out, dib.width, 4);
    little_endian(out, dib.height, 4);
    little_endian(out, 1, 2);
    little_endian(out, dib.bits, 2);
    little_endian(out, 0, 4);
    little_endian(out, rows, 4);
    little_endian(out, 0, 8);
    little_endian(out, dib.palette.size() / 4, 4);
    little_endian(out, 0, 4);
    out += dib.palette;
    for (auto strip = dib.strips.rbegin(); strip != dib.strips.rend(); ++strip)
        out += *strip;
    return out;
}

bool is_packed_bmp(std::string_view file) {
    Words words(file), head(words.part(file_head));
    if (!file.starts_with("BM") || head.u32(0) < info_head || head.u32(0) > 256) return false;
    const Packing packing = packing_of(head);
    return packing == Packing::rle8 || packing == Packing::rle4 || packing == Packing::bit_fields || head.u16(14) == 16;
}

std::string plain_bmp(std::string_view file, std::uint64_t most_pixels) {
    if (!is_packed_bmp(file)) return {};
    Words words(file);
    const std::size_t rows = words.u32(10);
    if (rows < file_head + info_head) return {};
    auto dib = read_dib(words.part(file_head, rows - file_head), words.part(rows), most_pixels);
    return dib ? bmp_of(*dib) : std::string();
}

} // namespace shenbao::image
