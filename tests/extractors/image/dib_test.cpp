// Bitmaps that Leptonica does not read become ones that it does.

#include "extractors/image/dib.h"

#include "extractors/image/metafile.h"
#include "extractors/image/pix.h"
#include "extractors/memory_sink.h"
#include "tests/extractors/image/metafile_builder.h"
#include "tests/support.h"

namespace shenbao {
const Extractor& image_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using namespace shenbao::test::metafile;

namespace {

constexpr std::uint64_t plenty = 1'000'000;

struct Kind {
    unsigned bits;
    image::Packing packing;
};

std::string head_of(unsigned width, unsigned height, Kind kind, unsigned colours) {
    return word(40) + word(width) + word(height) + word(1, 2) + word(kind.bits, 2) +
           word(static_cast<unsigned>(kind.packing)) + std::string(12, '\0') + word(colours) + word(0);
}

// White, black, red.
std::string palette() { return {"\xFF\xFF\xFF\0\0\0\0\0\0\0\xC8\0", 12}; }

std::string bmp(const std::string& head, const std::string& rows) {
    return "BM" + word(14 + head.size() + rows.size()) + word(0) + word(14 + head.size()) + head + rows;
}

// The picture from the top, one letter a pixel: w, b, r, or ? for any other.
std::string letters(const std::string& file) {
    image::PixPtr pix = image::decode(bytes_of(file), image::format_of(bytes_of(file))).pix;
    if (!pix) return "nothing";
    image::PixPtr rgb(pix->colormap ? pixRemoveColormap(pix.get(), REMOVE_CMAP_TO_FULL_COLOR)
                                    : pixConvertTo32(pix.get()));
    std::string out;
    for (l_uint32 y = 0; y < rgb->h; ++y, out += '/')
        for (l_uint32 x = 0; x < rgb->w; ++x) {
            l_uint32 colour = rgb->data[y * rgb->wpl + x] >> 8;
            out += colour == 0xFFFFFF ? 'w' : colour == 0 ? 'b' : colour == 0xC80000 ? 'r' : '?';
        }
    return out;
}

// 5 x 3: a bottom row of red, one of pixels one by one, one that begins behind a gap.
const std::string rle8 = std::string("\x05\x02\0\0", 4) + std::string("\0\x05\x01\0\x01\x02\x01\0", 8) +
                         std::string("\0\0\0\x02\x02\0\x02\x01\0\x01", 10);
const std::string rle4 = std::string("\x05\x22\0\0", 4) + std::string("\0\x05\x10\x12\x10\0", 6) +
                         std::string("\0\0\0\x02\x02\0\x02\x11\0\x01", 10);
const std::string shown = "wwbbw/bwbrb/rrrrr/";

} // namespace

TEST_CASE("packed rows of eight and of four bits are unpacked, alone and in metafiles") {
    for (Kind kind : {Kind{8, image::Packing::rle8}, Kind{4, image::Packing::rle4}}) {
        const std::string head = head_of(5, 3, kind, 3) + palette(), &rows = kind.bits == 8 ? rle8 : rle4;
        const std::string file = bmp(head, rows);
        CHECK(image::is_packed_bmp(file));
        CHECK(letters(file) == shown);
        CHECK(letters(image::picture_in_bmp(file, plenty)) == shown);
        CHECK(letters(image::picture_in_metafile(emf({stretched({head, rows}, 0, 1, 1)}), plenty)) == shown);
        std::string even = rows.size() % 2 == 0 ? rows : rows + '\0';
        CHECK(letters(image::picture_in_metafile(wmf({stretched_wmf({head, even}, 0, 1, 1)}), plenty)) == shown);
    }
}

TEST_CASE("pixels of sixteen bits keep their colours, whichever bits those lie in") {
    auto pixels = [](std::initializer_list<unsigned> values) {
        std::string row;
        for (unsigned value : values)
            row += word(value, 2);
        return row + std::string((4 - row.size() % 4) % 4, '\0');
    };
    CHECK(letters(bmp(head_of(3, 1, {16, image::Packing::none}, 0), pixels({0x7FFF, 0, 0x7FFF}))) == "wbw/");
    const std::string fields =
        head_of(3, 1, {16, image::Packing::bit_fields}, 0) + word(0xF800) + word(0x07E0) + word(0x001F);
    CHECK(letters(bmp(fields, pixels({0xFFFF, 0, 0xFFFF}))) == "wbw/");
    image::PixPtr red = image::decode(bytes_of(bmp(fields, pixels({0xF800, 0, 0}))), image::Format::bmp).pix;
    REQUIRE(red);
    CHECK(red->data[0] >> 8 == 0xFF0000);
    // Red and blue the other way round.
    const std::string turned =
        head_of(1, 1, {32, image::Packing::bit_fields}, 0) + word(0xFF) + word(0xFF00) + word(0xFF0000);
    CHECK(letters(bmp(turned, word(0x0000C8))) == "r/");
}

TEST_CASE("damaged: packed rows that end early, run over, or move out of the picture") {
    const std::string head = head_of(5, 3, {8, image::Packing::rle8}, 3) + palette();
    CHECK(letters(bmp(head, rle8.substr(0, 4))) == "wwwww/wwwww/rrrrr/");
    CHECK(letters(bmp(head, std::string("\xFF\x02", 2))) == "wwwww/wwwww/rrrrr/");
    CHECK(letters(bmp(head, std::string("\0\x02\xFF\xFF\x05\x02", 6))) == "wwwww/wwwww/wwwww/");
    CHECK(letters(bmp(head, std::string("\0\xFF\x01", 3))).size() == shown.size());
}

TEST_CASE("unusable: packed bitmaps beyond the limit, and other files") {
    const std::string file = bmp(head_of(5, 3, {8, image::Packing::rle8}, 3) + palette(), rle8);
    CHECK(image::picture_in_bmp(file, 14).empty());
    CHECK_FALSE(image::picture_in_bmp(file, 15).empty());
    const std::string plain = bmp(head_of(3, 1, {24, image::Packing::none}, 0), std::string(12, '\0'));
    CHECK_FALSE(image::is_packed_bmp(plain));
    CHECK(image::picture_in_bmp(plain, plenty).empty());
    CHECK(letters(plain) == "bbb/");
    CHECK(image::picture_in_bmp("BM", plenty).empty());
    // Larger than a page may be, told before it is unpacked.
    const std::string huge = bmp(head_of(32767, 32767, {8, image::Packing::rle8}, 3) + palette(), rle8);
    MemorySink sink;
    std::string code;
    try {
        image_extractor().read({bytes_of(huge), -1, "a.bmp", {}}, {}, sink);
    } catch (const ItemError& error) {
        code = error.what_found().code;
    }
    CHECK(code == "limit.pixels");
}

TEST_CASE("a packed bitmap sent as a file is a page whose picture everybody reads") {
    const std::string file = bmp(head_of(5, 3, {8, image::Packing::rle8}, 3) + palette(), rle8);
    MemorySink sink;
    Facts facts = image_extractor().read({bytes_of(file), -1, "扫描件.bmp", {}}, {}, sink);
    REQUIRE(facts.document()->pages.size() == 1);
    const std::string& picture = sink.blobs.at(facts.document()->pages[0].picture);
    CHECK(image::format_of(bytes_of(picture)) == image::Format::png);
    CHECK(letters(picture) == shown);
    CHECK(facts.findings.empty());
}

TEST_CASE("metafiles in gzip give their bitmap, cut off too") {
    const std::string file = emf({stretched(dib(200, 300, 50), 0, 1, 1)});
    CHECK(image::is_metafile(gzipped(file)));
    CHECK(image::picture_in_metafile(gzipped(file), plenty) == image::picture_in_metafile(file, plenty));
    const std::string small = wmf({stretched_wmf(dib(16, 9, 2), 0, 50, 50)});
    CHECK(image::picture_in_metafile(gzipped(small), plenty) == image::picture_in_metafile(small, plenty));
    std::string cut = gzipped(file);
    cut.resize(cut.size() - 20);
    CHECK(image::is_metafile(cut));
    CHECK_FALSE(image::is_metafile(gzipped("no metafile, and longer than it takes to tell one by its first bytes")));
    CHECK_FALSE(image::is_metafile("\x1F\x8B\x08"));
}
