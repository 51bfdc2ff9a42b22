#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "tests/support.h"

#include "pipeline/model/text.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::vector<Seal> seals_in(const std::string& bytes) {
    MemorySink sink;
    Input input;
    input.bytes = bytes_of(bytes);
    return seal_finder().read(input, {}, sink).document()->seals;
}

std::vector<Seal> seals_of(const char* name) { return seals_in(slurp(data_dir("extractors/seal") / name)); }

const std::string owner = "青禾市云岭机床制造有限公司";

// Characters of the name that a reading has in order.
std::size_t found_in_order(const std::string& reading) {
    const std::u32string name = text::to_u32(owner), line = text::to_u32(reading);
    std::size_t n = 0, from = 0;
    for (char32_t c : name)
        if (const auto at = line.find(c, from); at != line.npos) ++n, from = at + 1;
    return n;
}

} // namespace

TEST_CASE("a red round seal is found where it is, its ring read") {
    const auto seals = seals_of("round.png");
    REQUIRE(seals.size() == 1);
    const Seal& seal = seals.front();
    CHECK(seal.shape == Seal::Shape::round);
    CHECK(seal.coloured);
    CHECK(seal.confidence > 0.8);
    CHECK(seal.box.left == Approx(630.0 / 1240).margin(0.01));
    CHECK(seal.box.bottom == Approx(670.0 / 800).margin(0.01));
    CHECK(found_in_order(seal.owner.text) >= 11);
    CHECK_FALSE(seal.owner.readings.empty());
}

TEST_CASE("an oval seal is a seal") {
    const auto seals = seals_of("oval.png");
    REQUIRE(seals.size() == 1);
    CHECK(seals.front().shape == Seal::Shape::oval);
}

TEST_CASE("a seal in a grey picture is found by its shape, and less is said of it") {
    const auto seals = seals_of("grey.png");
    REQUIRE(seals.size() == 1);
    CHECK_FALSE(seals.front().coloured);
    CHECK(seals.front().confidence < 0.9);
    CHECK(found_in_order(seals.front().owner.text) >= 9);
}

TEST_CASE("a red letterhead, a line and a logo are no seals") { CHECK(seals_of("letterhead.png").empty()); }

TEST_CASE("text alone is no seal") {
    CHECK(seals_in(slurp(data_dir("extractors/ocr") / "letter.png")).empty());
    CHECK(seals_in(slurp(data_dir("extractors/ocr") / "form.png")).empty());
}

TEST_CASE("a picture that cannot be decoded is refused") {
    CHECK_THROWS_AS(seals_in(std::string("\x89PNG\r\n\x1a\n") + std::string(40, 'x')), ItemError);
}
