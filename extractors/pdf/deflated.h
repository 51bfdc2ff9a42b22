#pragma once
// Streams of a PDF that were deflated and nothing else, inflated by zlib: Poppler's own inflating takes several times
// as long. Speaks with Poppler's core.

#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class Stream; // Poppler's

namespace shenbao::pdf {

// What Poppler gives of a stream, from its beginning: `most` bytes, and hardly more, of one that is longer.
std::string bytes_of(Stream& stream, std::size_t most);

// Appends what the stream holds, with a line's end; false where something else than deflating was done to it, it is
// damaged, or too large to be worth keeping.
bool append_inflated(Stream& stream, std::string& out);

// The rows of a picture's stream (ISO 32000-1, 8.9.5.2) from the top, as Poppler's ImageStream gives them.
class DeflatedRows {
  public:
    // Nothing where the stream is not such a one. `stream` must live as long.
    static std::optional<DeflatedRows> of(Stream& stream, std::size_t width, int values, int bits);

    // One byte a value, to do with as one likes until the next call; what is missing of a damaged picture has all bits
    // set.
    unsigned char* next();
    void skip() { read_row(); }

  private:
    struct Layout {
        std::size_t values = 0; // of a row
        int bits = 8;
        std::size_t bytes = 0;       // of a row, without its filter
        std::size_t pixel_bytes = 1; // whole ones, at least one: what filters look back by
        bool filtered = false;       // by the PNG filters of ISO/IEC 15948, 9
    };
    struct InflateEnd {
        void operator()(z_stream* state) const;
    };
    DeflatedRows(Stream& source, const Layout& layout);
    void read_row();
    std::size_t inflate_to(unsigned char* to, std::size_t length);
    void undo_filter(int filter, std::size_t length);

    Stream* source_;
    Layout layout_;
    std::unique_ptr<z_stream, InflateEnd> state_;
    bool ended_ = false;
    std::vector<unsigned char> input_, row_, above_, shown_;
};

} // namespace shenbao::pdf
