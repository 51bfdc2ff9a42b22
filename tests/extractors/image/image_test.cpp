#include "extractors/image/pix.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <cstdlib>

namespace shenbao {
const Extractor& image_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using image::PixPtr;

namespace {

struct Read {
    Facts facts;
    MemorySink sink;
    const Document& document() const { return *facts.document(); }
    const Page& page(std::size_t i = 0) const { return document().pages.at(i); }
};

Read read(const std::string& bytes, const std::string& name = "a", ReadOptions options = {}) {
    Read result;
    result.facts = image_extractor().read({bytes_of(bytes), -1, name, {}}, options, result.sink);
    return result;
}

std::string code_of(const std::string& bytes, ReadOptions options = {}) {
    try {
        read(bytes, "a", options);
    } catch (const ItemError& error) {
        return error.what_found().code;
    }
    return "";
}

int offer(const std::string& bytes) { return image_extractor().bid({bytes_of(bytes), -1, "", {}}); }

// A page of grey with dark bars; a red patch of the given width where asked for.
struct Sample {
    std::string bytes, format;
};

PixPtr picture(int width, int height, int red = 0) {
    PixPtr pix(pixCreate(width, height, 32));
    pixSetAllArbitrary(pix.get(), 0xF0F0F000);
    for (int y = 20; y + 10 < height; y += 30)
        pixRasterop(pix.get(), 10, y, width / 2, 8, PIX_CLR, nullptr, 0, 0);
    for (int x = 0; x < red; ++x)
        for (int y = 0; y < red; ++y)
            pixSetPixel(pix.get(), width - red + x - 5, height - red + y - 5, 0xD8202000);
    pixSetResolution(pix.get(), 150, 150);
    return pix;
}

using Writer = l_ok (*)(l_uint8**, std::size_t*, PIX*);
std::string written(Writer write, const PixPtr& pix) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    write(&data, &size, pix.get());
    std::string bytes(reinterpret_cast<char*>(data), size);
    std::free(data);
    return bytes;
}
std::string as_jpeg(const PixPtr& pix) {
    return written([](l_uint8** d, std::size_t* n, PIX* p) { return pixWriteMemJpeg(d, n, p, 85, 0); }, pix);
}
std::string as_png(const PixPtr& pix) {
    return written([](l_uint8** d, std::size_t* n, PIX* p) { return pixWriteMemPng(d, n, p, 0); }, pix);
}
std::string as_bmp(const PixPtr& pix) {
    return written([](l_uint8** d, std::size_t* n, PIX* p) { return pixWriteMemBmp(d, n, p); }, pix);
}

// An uncompressed grey TIFF of several pages, written by hand: a chain of directories.
std::string tiff(int pages, unsigned width, unsigned height, int ring_to = 0) {
    std::string file("II*\0", 4);
    auto u16 = [&](unsigned v) { file += {char(v & 255), char(v >> 8 & 255)}; };
    auto u32 = [&](unsigned v) {
        u16(v & 0xFFFF);
        u16(v >> 16);
    };
    auto patch = [&](std::size_t at, std::size_t v) {
        for (int i = 0; i < 4; ++i)
            file[at + i] = char(v >> 8 * i & 255);
    };
    std::size_t link = file.size(), first = 0;
    u32(0);
    for (int page = 0; page < pages; ++page) {
        std::size_t data = file.size();
        for (unsigned i = 0; i < std::min(width * height, 1u << 20); ++i)
            file.push_back(i % 7 == 0 ? '\x20' : '\xF0');
        if (file.size() % 2) file.push_back(0);
        patch(link, file.size());
        if (page == 0) first = file.size();
        struct Tag {
            unsigned id, type, value;
        };
        const Tag tags[] = {{256, 4, width}, {257, 4, height}, {258, 3, 8},
                            {259, 3, 1},     {262, 3, 1},      {273, 4, unsigned(data)},
                            {277, 3, 1},     {278, 4, height}, {279, 4, width * height}};
        u16(std::size(tags));
        for (const Tag& tag : tags) {
            u16(tag.id);
            u16(tag.type);
            u32(1);
            u32(tag.value);
        }
        link = file.size();
        u32(0);
    }
    if (ring_to > 0) patch(link, first);
    return file;
}

} // namespace

TEST_CASE("a picture is a page that is still to be read", "[image]") {
    for (const auto& [bytes, format] : std::vector<Sample>{Sample{as_jpeg(picture(600, 800, 60)), "jpeg"},
                                                           {as_png(picture(600, 800, 60)), "png"},
                                                           {as_bmp(picture(600, 800, 60)), "bmp"}}) {
        CHECK(offer(bytes) == bid::certain);
        Read got = read(bytes);
        CHECK(got.facts.outcome == Outcome::ok);
        CHECK(got.document().format == format);
        REQUIRE(got.document().pages.size() == 1);
        CHECK(got.page().use == PictureUse::text_and_seals);
        CHECK(got.page().picture == Digest::of(bytes));
        CHECK(got.sink.blobs.empty());
        CHECK(got.page().picture_dpi == Approx(150).margin(0.5));
        CHECK(got.page().width == Approx(288).epsilon(0.01));
        CHECK(got.page().coloured);
    }
}

TEST_CASE("colour means ink that a seal could have, not a tint", "[image]") {
    CHECK_FALSE(read(as_jpeg(picture(600, 800))).page().coloured);
    PixPtr grey(pixConvertTo8(picture(600, 800, 60).get(), 0));
    CHECK_FALSE(read(as_png(grey)).page().coloured);
    PixPtr yellowed = picture(600, 800);
    pixSetAllArbitrary(yellowed.get(), 0xF4EEE000);
    CHECK_FALSE(read(as_png(yellowed)).page().coloured);
}

TEST_CASE("a camera's resolution is not believed", "[image]") {
    PixPtr photo = picture(3000, 4000);
    pixSetResolution(photo.get(), 72, 72);
    Read got = read(as_jpeg(photo));
    CHECK(got.page().picture_dpi == 0);
    CHECK(got.page().width == 0);
}

TEST_CASE("a photograph taken sideways is turned upright", "[image]") {
    std::string plain = as_jpeg(picture(600, 400));
    std::string exif("\xFF\xE1\x00\x22"
                     "Exif\0\0"
                     "MM\0*\0\0\0\x08"
                     "\0\x01"
                     "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                     "\0\0\0\0",
                     36);
    std::string sideways = plain.substr(0, 2) + exif + plain.substr(2);
    Read got = read(sideways);
    CHECK(got.document().properties.at("orientation") == "6");
    const std::string& upright = got.sink.blobs.at(got.page().picture);
    auto header = image::header_of(bytes_of(upright), image::Format::png);
    REQUIRE(header);
    CHECK(header->width == 400);
    CHECK(header->height == 600);
}

TEST_CASE("every page of a TIFF is a page", "[image]") {
    std::string bytes = tiff(3, 120, 90);
    Read got = read(bytes);
    CHECK(got.document().format == "tiff");
    REQUIRE(got.document().pages.size() == 3);
    CHECK(got.page(2).number == 3);
    CHECK(got.sink.blobs.at(got.page(2).picture).substr(1, 3) == "PNG");
    CHECK_FALSE(got.page().coloured);
}

TEST_CASE("a TIFF bent into a ring ends", "[image]") {
    Read got = read(tiff(2, 60, 60, 1));
    CHECK(got.document().pages.size() == 2);
}

TEST_CASE("a TIFF of more pages than allowed is read in part", "[image]") {
    ReadOptions options;
    options.limits.document_pages = 2;
    Read got = read(tiff(4, 60, 60), "a.tif", options);
    CHECK(got.document().pages.size() == 2);
    CHECK(got.facts.outcome == Outcome::partial);
    REQUIRE(got.facts.findings.size() == 1);
    CHECK(got.facts.findings[0].code == "limit.pages");
}

TEST_CASE("a picture that claims too many pixels is not decoded", "[image]") {
    std::string bytes = as_png(picture(60, 60));
    for (int i : {16, 17, 20, 21})
        bytes[static_cast<std::size_t>(i)] = '\0';
    bytes[17] = bytes[21] = 1; // 65536 and more a side
    CHECK(code_of(bytes) == "limit.pixels");
    CHECK(code_of(tiff(1, 60000, 60000)) == "limit.pixels");
    ReadOptions options;
    options.limits.page_pixels = 1000;
    CHECK(code_of(as_jpeg(picture(600, 800)), options) == "limit.pixels");
}

TEST_CASE("a truncated photograph is read in part", "[image]") {
    std::string bytes = as_jpeg(picture(600, 800, 60));
    Read got = read(bytes.substr(0, bytes.size() * 2 / 3));
    CHECK(got.facts.outcome == Outcome::partial);
    REQUIRE(got.facts.findings.size() == 1);
    CHECK(got.facts.findings[0].code == "document.damaged");
    CHECK(got.document().pages.size() == 1);
}

TEST_CASE("what cannot be decoded is damaged", "[image]") {
    std::string bytes = as_png(picture(600, 800));
    CHECK(code_of(bytes.substr(0, 40)) == "document.damaged");
    CHECK(code_of(std::string("\xFF\xD8\xFF\xE0", 4) + std::string(200, 'x')) == "document.damaged");
    CHECK(code_of(std::string("II*\0\xFF\xFF\xFF\x7F", 8) + std::string(100, '\0')) == "document.damaged");
    CHECK(code_of("GIF89a" + std::string(60, '\1')) == "document.damaged");
}

TEST_CASE("only pictures are bid for, and a wrong ending is noted", "[image]") {
    CHECK(offer("%PDF-1.4 and more than sixteen bytes") == bid::none);
    CHECK(offer("") == bid::none);
    CHECK(offer("\xFF\xD8") == bid::none);
    std::string bytes = as_jpeg(picture(100, 100));
    CHECK(read(bytes, "扫描.jpg").facts.findings.empty());
    CHECK(read(bytes, "扫描").facts.findings.empty());
    Read got = read(bytes, "推荐表.pdf");
    REQUIRE(got.facts.findings.size() == 1);
    CHECK(got.facts.findings[0].code == "document.type_mismatch");
    CHECK(got.facts.findings[0].args.at("ending") == "pdf");
    CHECK(got.facts.findings[0].args.at("found") == "jpeg");
}
