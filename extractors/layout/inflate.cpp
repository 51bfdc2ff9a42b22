#include "extractors/layout/inflate.h"

#include <zlib.h>

#include <new>

namespace shenbao::layout {

bool inflate_to(std::string& out, std::string_view bytes, Wrapping wrapping, std::size_t most) {
    z_stream stream{};
    const int window = wrapping == Wrapping::gzip ? 16 + MAX_WBITS : MAX_WBITS;
    if (inflateInit2(&stream, window) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    char piece[1 << 15];
    int state = Z_OK;
    while (state == Z_OK && out.size() < most) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof piece - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END;
}

} // namespace shenbao::layout
