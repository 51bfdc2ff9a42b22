#include "pipeline/model/text.h"
#include "stages/record/text_likeness.h"
#include "tests/support.h"

#include <random>

using namespace shenbao;

namespace {

// Chinese prose of its own: characters drawn at random.
std::string prose(unsigned seed, int characters) {
    std::mt19937 random(seed);
    std::u32string out;
    for (int i = 0; i < characters; ++i)
        out += static_cast<char32_t>(0x4E00 + random() % 3000);
    return text::to_utf8(out);
}

std::vector<LikeTexts> compared(const std::vector<std::string>& texts) {
    std::vector<TextSketch> sketches;
    for (const auto& words : texts)
        sketches.push_back(sketch_of(words));
    std::vector<OwnedText> owned;
    for (std::size_t i = 0; i < sketches.size(); ++i)
        owned.push_back({i, &sketches[i]});
    return like_texts(owned);
}

} // namespace

TEST_CASE("a text copied with other dates, amounts and spaces is found") {
    const std::string own = prose(1, 3000);
    const auto pairs = compared(
        {own + "2021年6月7日 1,234.50", prose(2, 3000), own.substr(0, 4500) + " 2020-01-01 " + own.substr(4500)});
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].a == 0);
    CHECK(pairs[0].b == 2);
    CHECK(pairs[0].share > 0.9);
}

TEST_CASE("a part taken over is measured as a part") {
    const std::string shared = prose(1, 3000);
    const auto pairs = compared({shared, shared + prose(2, 1000)});
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].share == Approx(0.75).margin(0.1));
    CHECK(compared({shared, shared + prose(2, 9000)}).empty());
}

TEST_CASE("a form that was handed out does not make its readers alike") {
    const std::string form = prose(1, 2000);
    std::vector<std::string> texts;
    for (unsigned i = 0; i < 12; ++i)
        texts.push_back(form + prose(100 + i, 600));
    CHECK(compared(texts).empty());
    texts.push_back(form + prose(103, 600)); // as the fourth wrote
    const auto pairs = compared(texts);
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].a == 3);
    CHECK(pairs[0].b == 12);
}

TEST_CASE("short texts prove nothing") {
    CHECK(compared({"本单位郑重承诺所提交材料真实有效", "本单位郑重承诺所提交材料真实有效"}).empty());
    CHECK(sketch_of("").hashes.empty());
    CHECK(sketch_of("2021-06-07 12,345.00 （ ）").hashes.empty());
}

TEST_CASE("one owner's two texts are not compared") {
    const TextSketch a = sketch_of(prose(1, 2000));
    CHECK(like_texts({{7, &a}, {7, &a}}).empty());
    CHECK(like_texts({{7, &a}, {8, &a}}).size() == 1);
}
