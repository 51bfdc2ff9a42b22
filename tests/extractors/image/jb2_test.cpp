#include "extractors/image/jb2.h"
#include "extractors/memory_sink.h"
#include "tests/extractors/image/jb2_builder.h"
#include "tests/support.h"

namespace shenbao {
const Extractor& image_extractor();
}

using namespace shenbao;
using namespace shenbao::test;

namespace {

Facts read(const std::string& bytes, MemorySink& sink) {
    return image_extractor().read({bytes_of(bytes), -1, "scan.jb2", {}}, {}, sink);
}

bool is_barred(PIX* pix, int y) {
    for (int x = 0; x < 32; ++x) {
        l_uint32 value = 0;
        pixGetPixel(pix, x, y, &value);
        if ((value != 0) != (x >= 8 && x < 24)) return false;
    }
    return true;
}

} // namespace

TEST_CASE("JBIG2 is read with its head and without") {
    for (bool with_head : {true, false}) {
        std::string file = jb2(10, with_head);
        REQUIRE(image::is_jb2(bytes_of(file)));
        auto header = image::jb2_header(bytes_of(file));
        REQUIRE(header);
        CHECK(header->width == 32);
        CHECK(header->height == 10);
        image::Decoded decoded = image::decode_jb2(bytes_of(file));
        REQUIRE(decoded.pix);
        CHECK_FALSE(decoded.damaged);
        CHECK(pixGetDepth(decoded.pix.get()) == 1);
        CHECK(is_barred(decoded.pix.get(), 0));
        CHECK(is_barred(decoded.pix.get(), 9));
    }
}

TEST_CASE("a JBIG2 sent as a file is a page whose picture others can read") {
    MemorySink sink;
    Facts facts = read(jb2(10), sink);
    CHECK(facts.findings.empty());
    REQUIRE(facts.document()->pages.size() == 1);
    CHECK(facts.document()->format == "jbig2");
    CHECK_FALSE(facts.document()->pages[0].coloured);
    CHECK(image::format_of(bytes_of(sink.blobs.at(facts.document()->pages[0].picture))) == image::Format::png);
}

TEST_CASE("damaged: a JBIG2 that is cut off gives the page as far as it goes") {
    std::string file = jb2(2000);
    MemorySink sink;
    Facts facts = read(file.substr(0, file.size() - 300), sink);
    CHECK(facts.outcome == Outcome::partial);
    REQUIRE(facts.findings.size() == 1);
    CHECK(facts.findings[0].code == "document.damaged");
}

TEST_CASE("unusable: a JBIG2 without a page, and one beyond the limit") {
    auto code_of = [](const std::string& bytes, ReadOptions options = {}) -> std::string {
        MemorySink sink;
        try {
            image_extractor().read({bytes_of(bytes), -1, "a", {}}, options, sink);
        } catch (const ItemError& error) {
            return error.what_found().code;
        }
        return "";
    };
    CHECK(code_of(jb2(10).substr(0, 13) + std::string(20, '\0')) == "document.damaged");
    ReadOptions small;
    small.limits.page_pixels = 300;
    CHECK(code_of(jb2(10), small) == "limit.pixels");
}
