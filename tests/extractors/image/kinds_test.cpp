// Pictures in the shapes that scanners, telephones and mail programs leave them in.
#include "extractors/image/pix.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <array>

namespace shenbao {
const Extractor& image_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using image::PixPtr;

namespace {

constexpr int width = 120, height = 160;

// A pale page with dark lines; a red patch where asked for.
PixPtr page(bool red) {
    PixPtr pix(pixCreate(width, height, 32));
    pixSetAllArbitrary(pix.get(), 0xF4F4F400);
    for (int y = 20; y < height - 20; y += 20)
        pixRasterop(pix.get(), 10, y, 70, 6, PIX_CLR, nullptr, 0, 0);
    for (int y = 90; red && y < 120; ++y)
        for (int x = 80; x < 110; ++x)
            pixSetPixel(pix.get(), x, y, 0xD0203000);
    return pix;
}

PixPtr as_depth(const PixPtr& pix, int depth) {
    PixPtr grey(pixConvertRGBToLuminance(pix.get()));
    if (depth == 1) return PixPtr(pixThresholdToBinary(grey.get(), 128));
    if (depth == 16) return PixPtr(pixConvert8To16(grey.get(), 8));
    return depth == 8 ? std::move(grey) : PixPtr(pixConvertTo32(grey.get()));
}

std::string written(const PixPtr& pix, int format) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixWriteMem(&data, &size, pix.get(), format) == 0);
    const std::unique_ptr<l_uint8, void (*)(void*)> owned(data, lept_free);
    return {reinterpret_cast<const char*>(data), size};
}

Facts read(const std::string& bytes) {
    MemorySink sink;
    return image_extractor().read({bytes_of(bytes), -1, "a", {}}, {}, sink);
}

} // namespace

TEST_CASE("pictures of every kind in colour are pages in colour", "[image]") {
    for (auto [format, name] : {std::pair{IFF_JFIF_JPEG, "jpeg"},
                                {IFF_PNG, "png"},
                                {IFF_BMP, "bmp"},
                                {IFF_WEBP, "webp"},
                                {IFF_TIFF_LZW, "tiff"},
                                {IFF_TIFF_ZIP, "tiff"},
                                {IFF_TIFF_JPEG, "tiff"},
                                {IFF_TIFF_PACKBITS, "tiff"}}) {
        INFO(name << " " << format);
        const Facts facts = read(written(page(true), format));
        CHECK(facts.outcome == Outcome::ok);
        REQUIRE(facts.document()->pages.size() == 1);
        CHECK(facts.document()->format == name);
        CHECK(facts.document()->pages[0].coloured);
        CHECK_FALSE(facts.document()->pages[0].picture.empty());
    }
}

TEST_CASE("grey pictures are grey, kept with one component or three, with one bit or sixteen", "[image]") {
    const PixPtr seen = page(true);
    for (auto [depth, format] : {std::pair{8, IFF_JFIF_JPEG},
                                 {32, IFF_JFIF_JPEG},
                                 {32, IFF_PNG},
                                 {32, IFF_WEBP},
                                 {16, IFF_PNG},
                                 {8, IFF_GIF},
                                 {1, IFF_PNG},
                                 {1, IFF_TIFF_G4},
                                 {1, IFF_TIFF_G3},
                                 {1, IFF_TIFF_RLE}}) {
        INFO(depth << " bits, format " << format);
        const Facts facts = read(written(as_depth(seen, depth), format));
        CHECK(facts.outcome == Outcome::ok);
        REQUIRE(facts.document()->pages.size() == 1);
        CHECK_FALSE(facts.document()->pages[0].coloured);
        CHECK(facts.document()->pages[0].use == PictureUse::text_and_seals);
    }
}

TEST_CASE("a progressive photograph is read as any other, and cut off as far as it goes", "[image]") {
    PixPtr pix = page(true);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixWriteMemJpeg(&data, &size, pix.get(), 80, 1) == 0);
    const std::unique_ptr<l_uint8, void (*)(void*)> owned(data, lept_free);
    const std::string whole(reinterpret_cast<const char*>(data), size);
    CHECK(read(whole).document()->pages.size() == 1);
    const Facts part = read(whole.substr(0, size * 2 / 3));
    CHECK(part.outcome == Outcome::partial);
    REQUIRE(part.findings.size() == 1);
    CHECK(part.findings[0].code == "document.damaged");
}

TEST_CASE("a picture format that nobody reads is not bid for", "[image]") {
    const std::string heic = std::string("\0\0\0\x18"
                                         "ftypheic\0\0\0\0mif1heic",
                                         24) +
                             std::string(400, '\0');
    CHECK(image_extractor().bid({bytes_of(heic), -1, "a.heic", {}}) == bid::none);
}
