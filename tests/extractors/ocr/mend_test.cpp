#include "extractors/ocr/mend.h"

#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::ocr;

namespace {

std::string parted(const std::string& words) {
    Text text{words, 0.95, {{words, 0.95, "vote"}}};
    part_look_alikes(text);
    return text.text;
}

std::string mended(const std::string& words, const std::string& other) {
    Text text{words, 0.95, {{words, 0.95, "vote"}, {other, 0.9, "eng"}}};
    mend_amounts(text);
    return text.text;
}

} // namespace

TEST_CASE("a stroke between letters is a letter, one between figures a figure, and neither is sure") {
    CHECK(parted("ze1in") == "zelin");
    CHECK(parted("20l8年") == "2018年");
    CHECK(parted("3l 号") == "31 号");
    CHECK(parted("a1") == "a1");
    Text text{"20l8年", 0.95, {}};
    part_look_alikes(text);
    CHECK(text.confidence <= 0.7);
    REQUIRE(text.readings.size() == 1);
    CHECK(text.readings.front().by == "look-alikes");
}

TEST_CASE("separators of an amount are as another reading of the same figures has them") {
    CHECK(mended("1.234,567.89", "1,234,567.89") == "1,234,567.89");
    CHECK(mended("2018年:8.706.48", "2018年:8,706.48") == "2018年:8,706.48");
    CHECK(mended("1.234,567.89", "1,234,567.80") == "1.234,567.89"); // other figures
    CHECK(mended("8,706.48", "8.70648") == "8,706.48");              // nothing to mend
    CHECK(mended("8706 .48", "8706.48") == "8706.48");
}
