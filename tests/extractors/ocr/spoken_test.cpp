#include "extractors/ocr/spoken.h"

#include "pipeline/model/text.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::ocr;

namespace {

Spoken said(const std::string& words, float sure = 0.95F) {
    Spoken out;
    for (char32_t c : text::to_u32(words))
        out.symbols.push_back({c, sure, 0});
    return out;
}

std::u32string wide(const std::string& words) { return text::to_u32(words); }

} // namespace

TEST_CASE("a reading is told by its characters' kinds") {
    const Make make = make_of(said("金额 12.5万元ab"));
    CHECK(make.han == 4);
    CHECK(make.figures == 3);
    CHECK(make.latin == 2);
    CHECK(make.marks == 1);
    CHECK(make_of(said("   ")).all() == 0);
}

TEST_CASE("a label is short, sure, of its words, and nothing follows its colon") {
    CHECK(is_label(said("企业名称")));
    CHECK(is_label(said("联 系 电 话：")));
    CHECK_FALSE(is_label(said("企业名称", 0.7F)));
    CHECK_FALSE(is_label(said("联系人：王小明")));
    CHECK_FALSE(is_label(said("青禾市云岭机床厂")));
    CHECK_FALSE(is_label(said("本单位所提交的申报材料名称")));
}

TEST_CASE("a colon stands behind a label, and a second field begins at one") {
    CHECK(colon_after_label(wide("单位名称：青禾")) == 4);
    CHECK(colon_after_label(wide("2018年：8,706.48")) == 5);
    CHECK_FALSE(colon_after_label(wide("单位名称：")));
    CHECK_FALSE(colon_after_label(wide("以下简称：甲方")));
    CHECK(second_label(wide("性质：3056871  联系电话：0399")) == 12);
    CHECK_FALSE(second_label(wide("编号：3056871")));
}

TEST_CASE("what two models read alike is surer than either says, up to where they part") {
    Spoken a = said("王小明", 0.8F), b = said("王小朋", 0.7F);
    bear_out(a, b);
    CHECK(a.symbols[0].sure > 0.8F);
    CHECK(a.symbols[1].sure == b.symbols[1].sure);
    CHECK(a.symbols[2].sure == 0.8F);
    CHECK(b.symbols[2].sure == 0.7F);
}

TEST_CASE("words, letters, dates and codes of a reading") {
    CHECK(words_of(said("12,480.56 万元。")) == wide("12,480.56万元"));
    CHECK(letters_of(said("a_1@b.cn")) == wide("a1bcn"));
    CHECK(is_date(wide("2021年6月7日")));
    CHECK_FALSE(is_date(wide("2021年6月日")));
    CHECK_FALSE(is_date(wide("6月2021年17日日")));
    CHECK(as_code(said("9l3S-OO1Z")).text() == "9L350012");
    CHECK(as_code(said("I5")).text() == "15");
}
