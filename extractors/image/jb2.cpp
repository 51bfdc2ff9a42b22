#include "extractors/image/jb2.h"

#include <jbig2.h>

#include <algorithm>
#include <array>
#include <memory>

namespace shenbao::image {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::array<unsigned char, 8> file_mark = {0x97, 'J', 'B', '2', 0x0D, 0x0A, 0x1A, 0x0A};
// Without the file's head it begins with the first page's own segment: number 0, page information, page 1, 19 bytes.
constexpr std::array<unsigned char, 11> page_mark = {0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19};

template <std::size_t n> bool begins(Bytes bytes, const std::array<unsigned char, n>& mark) {
    return bytes.size() >= n && std::equal(mark.begin(), mark.end(), bytes.begin(), [](unsigned char a, std::byte b) {
               return a == std::to_integer<unsigned char>(b);
           });
}

// Big-endian numbers; whatever lies outside reads as 0.
std::uint32_t number(Bytes bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i, ++at)
        value = value << 8 | (at < bytes.size() ? std::to_integer<std::uint32_t>(bytes[at]) : 0);
    return value;
}

// The head of a segment (7.2).
struct Segment {
    std::uint32_t type = 0, length = 0;
    std::size_t head = 0; // bytes
};

Segment segment_at(Bytes bytes, std::size_t at) {
    const std::size_t start = at;
    std::uint32_t own = number(bytes, at, 4), flags = number(bytes, at + 4, 1);
    at += 5;
    std::size_t referred = number(bytes, at, 1) >> 5;
    constexpr std::size_t long_form = 7;
    if (referred == long_form) {
        referred = number(bytes, at, 4) & 0x1FFFFFFF;
        at += 4 + (referred + 8) / 8;
    } else {
        ++at;
    }
    at += referred * (own <= 256 ? 1 : own <= 65536 ? 2 : 4);
    at += (flags & 0x40) != 0 ? 4 : 1;
    return {flags & 0x3F, number(bytes, at, 4), at + 4 - start};
}

// The file's segments, as far as their heads tell.
struct Contents {
    std::optional<std::size_t> page; // where the first page's information stands
    bool cut_off = false;            // a segment reaches beyond the end
};

Contents contents_of(Bytes bytes) {
    constexpr std::uint32_t page_information = 48, end_of_file = 51, unknown = 0xFFFFFFFF;
    constexpr int most_segments = 100'000;
    const bool headed = begins(bytes, file_mark);
    const std::uint32_t flags = headed ? number(bytes, 8, 1) : 1;
    const bool sequential = (flags & 1) != 0; // else all heads stand before all data
    std::size_t at = !headed ? 0 : (flags & 2) != 0 ? 9 : 13, data = 0;
    Contents contents;
    for (int i = 0; i < most_segments && at < bytes.size(); ++i) {
        Segment segment = segment_at(bytes, at);
        at += segment.head;
        if (segment.type == page_information && !contents.page) contents.page = sequential ? at : data;
        if (segment.type == end_of_file) break;
        if (segment.length == unknown) return contents;
        (sequential ? at : data) += segment.length;
    }
    if (!sequential && contents.page) *contents.page += at;
    contents.cut_off = at + (sequential ? 0 : data) > bytes.size();
    return contents;
}

struct ContextFree {
    void operator()(Jbig2Ctx* context) const { jbig2_ctx_free(context); }
};

void note(void* damaged, const char*, Jbig2Severity severity, std::uint32_t) {
    if (severity >= JBIG2_SEVERITY_WARNING) *static_cast<bool*>(damaged) = true;
}

PixPtr pix_of(const Jbig2Image& image) {
    PixPtr pix(pixCreate(static_cast<l_int32>(image.width), static_cast<l_int32>(image.height), 1));
    for (std::uint32_t y = 0; pix && y < image.height; ++y) {
        const std::uint8_t* from = image.data + std::size_t{y} * image.stride;
        l_uint32* to = pix->data + std::size_t{y} * pix->wpl;
        for (std::uint32_t x = 0; x < (image.width + 7) / 8; ++x)
            SET_DATA_BYTE(to, x, from[x]);
    }
    return pix;
}

} // namespace

bool is_jb2(Bytes bytes) { return begins(bytes, file_mark) || begins(bytes, page_mark); }

std::optional<Header> jb2_header(Bytes bytes) {
    constexpr std::uint32_t unknown = 0xFFFFFFFF;
    const std::optional<std::size_t> page = contents_of(bytes).page;
    if (!page) return {};
    Header header{Format::jb2, number(bytes, *page, 4), number(bytes, *page + 4, 4)};
    if (header.width == 0 || header.height == 0 || header.height == unknown) return {};
    return header;
}

Decoded decode_jb2(Bytes bytes) {
    Decoded result;
    result.damaged = contents_of(bytes).cut_off;
    const auto options = begins(bytes, file_mark) ? Jbig2Options{} : JBIG2_OPTIONS_EMBEDDED;
    std::unique_ptr<Jbig2Ctx, ContextFree> context(jbig2_ctx_new(nullptr, options, nullptr, note, &result.damaged));
    if (!context) throw std::bad_alloc();
    jbig2_data_in(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    Jbig2Image* image = jbig2_page_out(context.get());
    if (image == nullptr) {
        // Where there is but one page its end need not be marked.
        jbig2_complete_page(context.get());
        image = jbig2_page_out(context.get());
    }
    if (image == nullptr) return result;
    result.pix = pix_of(*image);
    jbig2_release_page(context.get(), image);
    return result;
}

} // namespace shenbao::image
