// PNG (ISO/IEC 15948), written straight to the sink: signature, IHDR, pHYs, IDAT pieces, IEND.

#include "extractors/layout/raster.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

namespace shenbao::layout {
namespace {

void big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>(value >> shift & 0xFF));
}

void put_chunk(Sink& sink, std::string_view type, std::string_view data) {
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
        sink.write(std::as_bytes(std::span(part)));
}

// Deflates rows into IDAT chunks of a bounded size.
class Deflater {
  public:
    Deflater(Sink& sink, int strategy) : sink_(sink) {
        if (deflateInit2(&stream_, 1, Z_DEFLATED, 15, 8, strategy) != Z_OK) throw std::bad_alloc();
    }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    void add(std::span<const std::uint8_t> row, bool last) {
        stream_.next_in = const_cast<Bytef*>(row.data());
        stream_.avail_in = static_cast<uInt>(row.size());
        int state = Z_OK;
        do {
            stream_.next_out = out_.data();
            stream_.avail_out = static_cast<uInt>(out_.size());
            state = deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
            std::size_t made = out_.size() - stream_.avail_out;
            if (made > 0) put_chunk(sink_, "IDAT", {reinterpret_cast<const char*>(out_.data()), made});
        } while (stream_.avail_out == 0 || (last && state == Z_OK));
    }

  private:
    Sink& sink_;
    z_stream stream_{};
    std::array<Bytef, 1 << 16> out_;
};

// One filtered row (9.2): "Sub" for colour and grey, where neighbours are alike; "None" for bits.
void filter_row(const Raster& raster, int y, bool bilevel, std::vector<std::uint8_t>& row) {
    const std::uint8_t* from = raster.at(0, y);
    if (bilevel) {
        std::fill(row.begin(), row.end(), std::uint8_t{0});
        for (int x = 0; x < raster.width; ++x)
            if (from[static_cast<std::size_t>(x) * raster.channels] != 0)
                row[1 + x / 8] |= static_cast<std::uint8_t>(0x80 >> x % 8);
        return;
    }
    int step = raster.channels;
    std::size_t length = static_cast<std::size_t>(raster.width) * step;
    row[0] = 1;
    std::copy_n(from, step, row.begin() + 1);
    for (std::size_t i = step; i < length; ++i)
        row[i + 1] = static_cast<std::uint8_t>(from[i] - from[i - step]);
}

std::string header(const Raster& raster, bool bilevel) {
    std::string data;
    big_endian(data, static_cast<std::uint32_t>(raster.width));
    big_endian(data, static_cast<std::uint32_t>(raster.height));
    data += {static_cast<char>(bilevel ? 1 : 8), static_cast<char>(raster.channels == 3 && !bilevel ? 2 : 0), 0, 0, 0};
    return data;
}

} // namespace

Digest put_png(const Raster& raster, double dpi, Sink& sink) {
    bool bilevel = is_bilevel(raster);
    sink.begin();
    constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
    sink.write(std::as_bytes(std::span(signature)));
    put_chunk(sink, "IHDR", header(raster, bilevel));
    if (dpi > 0) {
        std::string resolution;
        auto per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
        big_endian(resolution, per_metre);
        big_endian(resolution, per_metre);
        resolution.push_back(1);
        put_chunk(sink, "pHYs", resolution);
    }
    std::size_t length = bilevel ? (static_cast<std::size_t>(raster.width) + 7) / 8
                                 : static_cast<std::size_t>(raster.width) * raster.channels;
    std::vector<std::uint8_t> row(length + 1);
    Deflater deflater(sink, bilevel ? Z_DEFAULT_STRATEGY : Z_RLE);
    for (int y = 0; y < raster.height; ++y) {
        filter_row(raster, y, bilevel, row);
        deflater.add(row, y + 1 == raster.height);
    }
    put_chunk(sink, "IEND", {});
    return sink.end();
}

} // namespace shenbao::layout
