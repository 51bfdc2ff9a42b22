#include "extractors/word/attachments.h"

#include "extractors/image/metafile.h"
#include "extractors/layout/inflate.h"

#include <algorithm>
#include <set>
#include <string>

namespace shenbao {
namespace {

constexpr std::size_t attachment_limit = 2000;
constexpr int record_depth_limit = 8;

// Pictures of the drawing layer ([MS-ODRAW] 2.2.22 on): a head of 8 bytes, then the record.
struct RecordHead {
    std::uint16_t instance = 0, type = 0;
    bool container = false;
    std::size_t size = 0;
};

RecordHead head_of(View at) {
    return {static_cast<std::uint16_t>(at.u16(0) >> 4), at.u16(2), (at.u16(0) & 0x0F) == 0x0F, at.u32(4)};
}

const char* ending_of_picture(View bytes) {
    std::string_view b = bytes.bytes();
    if (b.substr(0, 4) == "\x89PNG") return "png";
    if (b.substr(0, 2) == "\xFF\xD8") return "jpeg";
    if (b.substr(0, 4) == "GIF8") return "gif";
    if (b.substr(0, 2) == "BM") return "bmp";
    if (b.substr(0, 4) == std::string_view("II*\0", 4) || b.substr(0, 4) == std::string_view("MM\0*", 4)) return "tiff";
    return nullptr;
}

// Inflated as far as it goes, up to about `most` bytes.
std::string inflated(std::string_view bytes, std::size_t most) {
    std::string out;
    layout::inflate_to(out, bytes, layout::Wrapping::zlib, most);
    return out;
}

// The bitmap in a metafile blip ([MS-ODRAW] 2.2.24, 2.2.25 and 2.2.31), or "": behind one or two names of 16 bytes
// stands how large it is and whether it is deflated.
std::string picture_in_metafile_blip(View body) {
    constexpr std::size_t most = std::size_t{512} << 20;
    constexpr std::size_t head = 34;
    for (std::size_t names : {16u, 32u}) {
        View metafile = body.slice(names + head, body.u32(names + 28));
        bool deflated = body.u8(names + 32) == 0;
        std::string bytes = deflated ? inflated(metafile.bytes(), std::min<std::size_t>(body.u32(names), most))
                                     : std::string(metafile.bytes());
        if (image::is_metafile(bytes)) return image::picture_in_metafile(bytes, Limits{}.page_pixels);
    }
    return {};
}

// Puts each picture once, as picture1.png, picture2.jpeg, …
class Pictures {
  public:
    Pictures(Collector& out, Sink& sink) : out_(out), sink_(sink) {}

    // The bytes of a raster blip: behind its head one or two names of 16 bytes and a tag. Of a metafile the bitmap in
    // it; drawings are left out.
    void blip(View record) {
        constexpr std::uint16_t first = 0xF018, emf = 0xF01A, wmf = 0xF01B, last = 0xF117;
        RecordHead head = head_of(record);
        if (head.type < first || head.type > last || count_ >= attachment_limit) return;
        View body = record.slice(8, head.size);
        if (head.type == emf || head.type == wmf) {
            std::string picture = picture_in_metafile_blip(body);
            put(picture);
            return;
        }
        for (std::size_t skip : {17u, 33u})
            if (put(body.slice(skip).bytes())) return;
    }
    // All blips in a run of records; those that lie in `delayed` by their offset too ([MS-ODRAW] 2.2.32, FBSE).
    void records(View run, View delayed, int depth = 0) {
        while (run.size() >= 8 && depth < record_depth_limit) {
            RecordHead head = head_of(run);
            View body = run.slice(8, head.size);
            if (head.type == 0xF007)
                store_entry(body, delayed);
            else if (head.container)
                records(body, delayed, depth + 1);
            else
                blip(run.slice(0, 8 + std::min(head.size, run.size() - 8)));
            run = run.slice(8 + std::min(head.size, run.size() - 8));
        }
    }

  private:
    // False where the bytes are no picture.
    bool put(std::string_view bytes) {
        const char* ending = ending_of_picture(bytes);
        if (!ending) return false;
        if (!seen_.insert(Digest::of(bytes)).second) return true;
        ++count_;
        out_.attachment("picture" + std::to_string(count_) + "." + ending, bytes, sink_);
        return true;
    }
    void store_entry(View entry, View delayed) {
        std::size_t embedded = 36 + entry.u8(33);
        if (embedded + 8 < entry.size()) return blip(entry.slice(embedded));
        if (entry.u32(28) != 0xFFFFFFFF && entry.u32(24) > 0) blip(delayed.slice(entry.u32(28)));
    }

    Collector& out_;
    Sink& sink_;
    std::size_t count_ = 0;
    std::set<Digest> seen_; // the same picture may stand in the text and in the drawing layer
};

} // namespace

void put_word_pictures(View data, std::span<const std::uint32_t> offsets, View main, View drawing_group, Collector& out,
                       Sink& sink) {
    Pictures pictures(out, sink);
    for (std::uint32_t offset : offsets) {
        View picture = data.slice(offset, data.u32(offset));
        std::size_t head = picture.u16(4);
        std::size_t name = picture.u16(6) == 0x66 ? 1 + std::size_t{picture.u8(head)} : 0;
        pictures.records(picture.slice(head + name), View());
    }
    pictures.records(drawing_group, main);
}

void put_drawing_pictures(View drawing_group, Collector& out, Sink& sink) {
    Pictures(out, sink).records(drawing_group, View());
}

} // namespace shenbao
