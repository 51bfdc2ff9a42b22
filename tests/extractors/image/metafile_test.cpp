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

// The picture's size and how many of its rows are black from the top.
struct Shown {
    unsigned width = 0, height = 0, black = 0;
    friend bool operator==(const Shown&, const Shown&) = default;
};
Shown shown(const std::string& metafile, std::uint64_t most = plenty) {
    std::string picture = image::picture_in_metafile(metafile, most);
    if (picture.empty()) return {};
    image::PixPtr pix = image::decode(bytes_of(picture), image::format_of(bytes_of(picture))).pix;
    REQUIRE(pix);
    Shown seen{pix->w, pix->h, 0};
    image::PixPtr grey(pixConvertTo8(pix.get(), 0));
    l_uint32 value = 0;
    while (seen.black < seen.height && pixGetPixel(grey.get(), 3, static_cast<int>(seen.black), &value) == 0 &&
           value < 128)
        ++seen.black;
    return seen;
}

Facts facts_of(const std::string& bytes, MemorySink& sink) {
    return image_extractor().read({bytes_of(bytes), -1, "a.emf", {}}, {}, sink);
}

std::string code_of(const std::string& bytes) {
    MemorySink sink;
    try {
        facts_of(bytes, sink);
    } catch (const ItemError& error) {
        return error.what_found().code;
    }
    return "";
}

} // namespace

TEST_CASE("the largest bitmap of an EMF is its picture") {
    std::string file = emf({stretched(dib(8, 6, 1), 0, 8, 6), stretched(dib(41, 30, 7), 10, 99, 99),
                            stretched(dib(20, 20, 2), 0, 20, 20)});
    CHECK(image::is_metafile(file));
    CHECK(shown(file) == Shown{41, 30, 7});
    CHECK(shown(emf({stretched(dib(41, 30, 7, true), 0, 1, 1)})) == Shown{41, 30, 7}); // rows from the top
}

TEST_CASE("a bitmap drawn in strips is one") {
    CHECK(shown(emf({stretched(dib(20, 10, 10), 0, 40, 20), stretched(dib(20, 10, 3), 20, 40, 20),
                     stretched(dib(20, 5, 0), 40, 40, 10)})) == Shown{20, 25, 13});
    CHECK(shown(emf({stretched(dib(20, 10, 10), 0, 40, 20), stretched(dib(20, 12, 3), 21, 40, 20)})) ==
          Shown{20, 12, 3});
}

TEST_CASE("bitmaps of EMF+ are found, in one piece and in several") {
    std::string head = word(0xDBC01002) + word(1);
    std::string rows = std::string(4 * 24, '\0') + std::string(16 * 24, '\xFF');
    std::string object = head + word(8) + word(20) + word(24) + word(0x00021808) + word(0) + rows;
    CHECK(shown(emf({plus_object(object)})) == Shown{8, 20, 4});
    std::string_view whole = object;
    CHECK(shown(emf({plus_object(whole.substr(0, 100), object.size()),
                     plus_object(whole.substr(100), object.size())})) == Shown{8, 20, 4});
    std::string png = image::picture_in_metafile(emf({plus_object(object)}), plenty);
    CHECK(image::picture_in_metafile(emf({plus_object(head + std::string(16, '\0') + word(1) + png)}), plenty) == png);
}

TEST_CASE("bitmaps of WMF are found, with and without a head that says where to put it") {
    for (bool placeable : {true, false}) {
        std::string file = wmf({stretched_wmf(dib(16, 9, 2), 0, 50, 50)}, placeable);
        CHECK(image::is_metafile(file));
        CHECK(shown(file) == Shown{16, 9, 2});
    }
}

TEST_CASE("palettes are kept") {
    std::string head =
        word(40) + word(32) + word(4) + word(1, 2) + word(1, 2) + std::string(16, '\0') + word(2) + word(0);
    Dib bits{head + std::string("\xFF\xFF\xFF\0\0\0\0\0", 8), std::string(8, '\0') + std::string(8, '\xFF')};
    CHECK(shown(emf({stretched(bits, 0, 1, 1)})) == Shown{32, 4, 2});
    CHECK(shown(wmf({stretched_wmf(bits, 0, 1, 1)})) == Shown{32, 4, 2});
}

TEST_CASE("damaged: of a bitmap that is cut off the rows that are there") {
    std::string file = emf({stretched(dib(41, 30, 7), 0, 99, 99)});
    std::size_t stride = 124, behind = 20 + 10 * stride;
    CHECK(shown(file.substr(0, file.size() - behind)) == Shown{41, 20, 0}); // the bottom comes first
    std::string lying = file;
    lying.replace(88 + 4, 4, "\xFF\xFF\xFF\x7F"); // the record's size
    CHECK(shown(lying) == Shown{41, 30, 7});
}

TEST_CASE("unusable: drawings, bitmaps beyond the limit, and nothing at all") {
    CHECK(shown(emf({})) == Shown{});
    CHECK(shown(wmf({})) == Shown{});
    CHECK(shown(emf({stretched(dib(41, 30, 7), 0, 99, 99)}), 41 * 30 - 1) == Shown{});
    CHECK_FALSE(image::is_metafile("\x01\0\0\0 no metafile"));
    CHECK(image::picture_in_metafile("", plenty).empty());
    CHECK(code_of(emf({})) == "document.unsupported");
}

TEST_CASE("a metafile sent as a file is a page with its picture") {
    std::string file = emf({stretched(dib(200, 300, 50), 0, 1, 1)});
    CHECK(image_extractor().bid({bytes_of(file), -1, "", {}}) == bid::certain);
    MemorySink sink;
    Facts facts = facts_of(file, sink);
    REQUIRE(facts.document()->pages.size() == 1);
    const Page& page = facts.document()->pages[0];
    CHECK(page.use == PictureUse::text_and_seals);
    CHECK(image::format_of(bytes_of(sink.blobs.at(page.picture))) == image::Format::png);
    CHECK(facts.findings.empty());
    Facts named = image_extractor().read({bytes_of(file), -1, "scan.jpg", {}}, {}, sink);
    REQUIRE(named.findings.size() == 1);
    CHECK(named.findings[0].code == "document.type_mismatch");
}
