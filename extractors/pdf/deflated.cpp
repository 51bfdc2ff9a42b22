#include "extractors/pdf/deflated.h"

#include "extractors/layout/inflate.h"

#include <Object.h>
#include <Stream.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most = std::size_t{32} << 20; // bytes of content; more is not worth keeping
constexpr std::size_t piece = 1 << 15;

// What the deflated bytes lie in; null where something else was done to them.
Stream* deflated_source(Stream& stream) {
    Stream* inner = stream.getKind() == strFlate ? stream.getNextStream() : nullptr;
    return inner != nullptr && inner == stream.getBaseStream() && !stream.isEncrypted() ? inner : nullptr;
}

Object parameters_of(Stream& stream) {
    for (const char* key : {"DecodeParms", "DP"}) {
        Object found = stream.getDict()->lookup(key);
        if (found.isArray() && found.arrayGetLength() == 1) return found.arrayGet(0);
        if (!found.isNull()) return found;
    }
    return Object(objNull);
}

// The number under the key, the default without one, -1 for anything else (ISO 32000-1, table 8).
int number(const Object& parameters, const char* key, int otherwise) {
    if (parameters.isNull()) return otherwise;
    Object found = parameters.dictLookup(key);
    return found.isNull() ? otherwise : found.isInt() ? found.getInt() : -1;
}

std::unique_ptr<z_stream> begun() {
    auto state = std::make_unique<z_stream>();
    if (inflateInit(state.get()) != Z_OK) throw std::bad_alloc();
    return state;
}

// ISO/IEC 15948, 9.4.
int paeth(int left, int above, int corner) {
    int guess = left + above - corner;
    int to_left = std::abs(guess - left), to_above = std::abs(guess - above), to_corner = std::abs(guess - corner);
    return to_left <= to_above && to_left <= to_corner ? left : to_above <= to_corner ? above : corner;
}

} // namespace

std::string bytes_of(Stream& stream, std::size_t most) {
    std::string bytes;
    stream.reset();
    const auto part = std::make_unique_for_overwrite<unsigned char[]>(piece);
    for (int n; bytes.size() < most && (n = stream.doGetChars(piece, part.get())) > 0;)
        bytes.append(reinterpret_cast<const char*>(part.get()), static_cast<std::size_t>(n));
    stream.close();
    return bytes;
}

bool append_inflated(Stream& stream, std::string& out) {
    Stream* source = deflated_source(stream);
    if (source == nullptr || !parameters_of(stream).isNull()) return false;
    if (!layout::inflate_to(out, bytes_of(*source, most), layout::Wrapping::zlib, most)) return false;
    out += '\n';
    return true;
}

void DeflatedRows::InflateEnd::operator()(z_stream* state) const {
    inflateEnd(state);
    delete state;
}

std::optional<DeflatedRows> DeflatedRows::of(Stream& stream, std::size_t width, int values, int bits) {
    enum { none = 1, png = 10, last_of_png = 15 }; // predictors, ISO 32000-1, table 10
    Stream* source = deflated_source(stream);
    if (source == nullptr || (bits != 8 && bits != 1) || values < 1) return {};
    Object parameters = parameters_of(stream);
    if (!parameters.isNull() && !parameters.isDict()) return {};
    int predictor = number(parameters, "Predictor", none);
    bool filtered = predictor >= png && predictor <= last_of_png;
    if (predictor != none && !filtered) return {};
    bool alike = number(parameters, "Colors", 1) == values && number(parameters, "BitsPerComponent", 8) == bits &&
                 number(parameters, "Columns", 1) == static_cast<int>(width);
    if (filtered && !alike) return {};
    const std::size_t of_row = width * static_cast<std::size_t>(values), depth = static_cast<std::size_t>(bits);
    return DeflatedRows(*source, {of_row, bits, (of_row * depth + 7) / 8,
                                  std::max<std::size_t>(1, static_cast<std::size_t>(values) * depth / 8), filtered});
}

DeflatedRows::DeflatedRows(Stream& source, const Layout& layout)
    : source_(&source), layout_(layout), state_(begun().release()), input_(piece), row_(layout.bytes, 0xFF),
      above_(layout.bytes, 0), shown_(layout.values) {
    source_->reset();
}

unsigned char* DeflatedRows::next() {
    read_row();
    if (layout_.bits == 8) {
        std::copy(row_.begin(), row_.end(), shown_.begin());
        return shown_.data();
    }
    for (std::size_t i = 0; i < shown_.size(); ++i)
        shown_[i] = row_[i / 8] >> (7 - i % 8) & 1;
    return shown_.data();
}

void DeflatedRows::read_row() {
    if (layout_.filtered) above_.swap(row_);
    unsigned char filter = 0;
    std::size_t length = 0;
    if (!layout_.filtered || inflate_to(&filter, 1) == 1) length = inflate_to(row_.data(), layout_.bytes);
    if (layout_.filtered) undo_filter(filter, length);
    std::fill(row_.begin() + static_cast<std::ptrdiff_t>(length), row_.end(), static_cast<unsigned char>(0xFF));
}

// How much there was.
std::size_t DeflatedRows::inflate_to(unsigned char* to, std::size_t length) {
    state_->next_out = to;
    state_->avail_out = static_cast<uInt>(length);
    while (!ended_ && state_->avail_out > 0) {
        if (state_->avail_in == 0) {
            int n = source_->doGetChars(static_cast<int>(input_.size()), input_.data());
            state_->next_in = input_.data();
            state_->avail_in = static_cast<uInt>(std::max(n, 0));
        }
        ended_ = state_->avail_in == 0 || inflate(state_.get(), Z_NO_FLUSH) != Z_OK;
    }
    return length - state_->avail_out;
}

void DeflatedRows::undo_filter(int filter, std::size_t length) {
    enum { sub = 1, up, average, by_paeth };
    const std::size_t back = layout_.pixel_bytes;
    auto add = [&](auto guess) {
        for (std::size_t i = 0; i < length; ++i) {
            int left = i < back ? 0 : row_[i - back], corner = i < back ? 0 : above_[i - back];
            row_[i] = static_cast<unsigned char>(row_[i] + guess(left, above_[i], corner));
        }
    };
    switch (filter) {
    case sub:
        return add([](int left, int, int) { return left; });
    case up:
        return add([](int, int above, int) { return above; });
    case average:
        return add([](int left, int above, int) { return (left + above) / 2; });
    case by_paeth:
        return add(paeth);
    default:
        return;
    }
}

} // namespace shenbao::pdf
