#include "extractors/seal/vote.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::ocr;

namespace {

Spoken spoken(std::u32string_view text, float sure = 1) {
    Spoken out;
    for (char32_t c : text)
        out.symbols.push_back({c, sure});
    out.by = "test";
    return out;
}

} // namespace

TEST_CASE("blanks take nothing from how sure a line is") {
    CHECK(voted({spoken(U"QM 2021 037")}).confidence == Approx(voted({spoken(U"QM2021037")}).confidence));
    CHECK(voted({spoken(U"QM 2021 037", 0.8F)}).confidence == Approx(0.8));
}

TEST_CASE("readings are voted on character by character, the unsure one gives way") {
    Spoken off = spoken(U"山东启朋阀门");
    off.symbols[3].sure = 0.4F;
    const Text text = voted({spoken(U"山东启明阀门"), off, spoken(U"山东启明阀门")});
    CHECK(text.text == "山东启明阀门");
    CHECK(text.readings.size() == 2); // the two that are alike are one, and the vote is it
    CHECK(text.confidence < 1);
}
