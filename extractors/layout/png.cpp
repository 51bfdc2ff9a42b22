// PNG (ISO/IEC 15948), written as it comes about: signature, IHDR, pHYs, IDAT pieces, IEND.

#include "extractors/layout/raster.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::layout {
namespace {

using Out = std::function<void(std::string_view)>;

void big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>(value >> shift & 0xFF));
}

void put_chunk(const Out& out, std::string_view type, std::string_view data) {
    std::string head;
    big_endian(head, static_cast<std::uint32_t>(data.size()));
    head += type;
    auto bytes = [](std::string_view s) { return reinterpret_cast<const Bytef*>(s.data()); };
    uLong sum = crc32(0, bytes(type), static_cast<uInt>(type.size()));
    if (!data.empty())
        sum = crc32(sum, bytes(data), static_cast<uInt>(data.size())); // zlib takes no bytes at all for a new start
    std::string tail;
    big_endian(tail, static_cast<std::uint32_t>(sum));
    for (std::string_view part : {std::string_view(head), data, std::string_view(tail)})
        out(part);
}

constexpr int fastest = 1;                       // level of deflating
constexpr std::size_t most_at_once = 64UL << 20; // bytes of rows

// Row by row, for pictures too large to be held once more.
class RowDeflater {
  public:
    explicit RowDeflater(const Out& out) : out_(out) {
        if (deflateInit(&stream_, fastest) != Z_OK) throw std::bad_alloc();
    }
    ~RowDeflater() { deflateEnd(&stream_); }
    RowDeflater(const RowDeflater&) = delete;
    RowDeflater& operator=(const RowDeflater&) = delete;

    void add(std::span<const std::uint8_t> row) { deflate_all(row, Z_NO_FLUSH); }
    void finish() { deflate_all({}, Z_FINISH); }

  private:
    void deflate_all(std::span<const std::uint8_t> bytes, int flush) {
        stream_.next_in = const_cast<Bytef*>(bytes.data());
        stream_.avail_in = static_cast<uInt>(bytes.size());
        int state = Z_OK;
        do {
            stream_.next_out = piece_.data();
            stream_.avail_out = static_cast<uInt>(piece_.size());
            state = deflate(&stream_, flush);
            std::size_t made = piece_.size() - stream_.avail_out;
            if (made > 0) out_({reinterpret_cast<const char*>(piece_.data()), made});
        } while (stream_.avail_out == 0 || (flush == Z_FINISH && state == Z_OK));
    }

    const Out& out_;
    z_stream stream_{};
    std::array<Bytef, 1 << 16> piece_;
};

// All at once takes half the time, and makes less of it.
std::string deflated(std::span<const std::uint8_t> rows) {
    struct Free {
        void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
    };
    std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(fastest));
    if (!compressor) throw std::bad_alloc();
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), rows.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(), out.data(), out.size()));
    return out;
}

// The top bits of eight bytes that follow each other, the first of them highest.
std::uint8_t top_bits(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    for (int i = 0; i < 8; ++i)
        word |= static_cast<std::uint64_t>(bytes[i]) << 8 * i;
    // The factor brings the bit of byte i to place 63 - i, and no two to the same place.
    return static_cast<std::uint8_t>((word >> 7 & 0x0101010101010101) * 0x8040201008040201 >> 56);
}

// Rows (9.2) begin with their filter: "None" for bits,
void bits_row(const Raster& raster, int y, std::span<std::uint8_t> row) {
    const std::uint8_t* from = raster.at(0, y);
    std::fill(row.begin(), row.end(), std::uint8_t{0});
    int x = 0;
    for (; raster.channels == 1 && x + 8 <= raster.width; x += 8)
        row[static_cast<std::size_t>(1 + x / 8)] = top_bits(from + x);
    for (; x < raster.width; ++x)
        if (from[static_cast<std::size_t>(x) * raster.channels] != 0)
            row[1 + x / 8] |= static_cast<std::uint8_t>(0x80 >> x % 8);
}

// "Sub" for colour and grey, where neighbours are alike.
void differences_row(const Raster& raster, int y, std::span<std::uint8_t> row) {
    const std::uint8_t* from = raster.at(0, y);
    const auto step = static_cast<std::size_t>(raster.channels), length = static_cast<std::size_t>(raster.width) * step;
    row[0] = 1;
    std::uint8_t* to = row.data() + 1;
    std::copy_n(from, step, to);
    for (std::size_t i = step; i < length; ++i)
        to[i] = static_cast<std::uint8_t>(from[i] - from[i - step]);
}

std::string header(const Raster& raster, bool bilevel) {
    std::string data;
    big_endian(data, static_cast<std::uint32_t>(raster.width));
    big_endian(data, static_cast<std::uint32_t>(raster.height));
    data += {static_cast<char>(bilevel ? 1 : 8), static_cast<char>(raster.channels == 3 && !bilevel ? 2 : 0), 0, 0, 0};
    return data;
}

void put_rows(const Raster& raster, bool bilevel, const Out& idat) {
    const std::size_t length = 1 + (bilevel ? (static_cast<std::size_t>(raster.width) + 7) / 8
                                            : static_cast<std::size_t>(raster.width) * raster.channels);
    const auto height = static_cast<std::size_t>(raster.height);
    const auto fill = [&](std::size_t y, std::span<std::uint8_t> row) {
        bilevel ? bits_row(raster, static_cast<int>(y), row) : differences_row(raster, static_cast<int>(y), row);
    };
    if (length * height <= most_at_once) {
        std::vector<std::uint8_t> rows(length * height);
        for (std::size_t y = 0; y < height; ++y)
            fill(y, std::span(rows).subspan(y * length, length));
        return idat(deflated(rows));
    }
    std::vector<std::uint8_t> row(length);
    RowDeflater deflater(idat);
    for (std::size_t y = 0; y < height; ++y) {
        fill(y, row);
        deflater.add(row);
    }
    deflater.finish();
}

void write_png(const Raster& raster, double dpi, const Out& out) {
    bool bilevel = is_bilevel(raster);
    out("\x89PNG\r\n\x1a\n");
    put_chunk(out, "IHDR", header(raster, bilevel));
    if (dpi > 0) {
        std::string resolution;
        auto per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
        big_endian(resolution, per_metre);
        big_endian(resolution, per_metre);
        resolution.push_back(1);
        put_chunk(out, "pHYs", resolution);
    }
    const Out idat = [&](std::string_view piece) { put_chunk(out, "IDAT", piece); };
    put_rows(raster, bilevel, idat);
    put_chunk(out, "IEND", {});
}

} // namespace

Digest put_png(const Raster& raster, double dpi, Sink& sink) {
    sink.begin();
    write_png(raster, dpi, [&](std::string_view piece) { sink.write(std::as_bytes(std::span(piece))); });
    return sink.end();
}

std::string png_of(const Raster& raster, double dpi) {
    std::string file;
    write_png(raster, dpi, [&](std::string_view piece) { file += piece; });
    return file;
}

} // namespace shenbao::layout
