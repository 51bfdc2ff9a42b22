#include "extractors/layout/inflate.h"

#include <zlib.h>

#include <memory>
#include <new>

namespace shenbao::layout {

bool inflate_to(std::string& out, std::string_view bytes, Wrapping wrapping, std::size_t most) {
    z_stream stream{};
    const int window = wrapping == Wrapping::gzip ? 16 + MAX_WBITS : MAX_WBITS;
    if (inflateInit2(&stream, window) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    constexpr std::size_t at_once = 1 << 15;
    const auto piece = std::make_unique_for_overwrite<char[]>(at_once);
    int state = Z_OK;
    while (state == Z_OK && out.size() < most) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.get());
        stream.avail_out = at_once;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece.get(), at_once - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END;
}

} // namespace shenbao::layout
