#include "tests/stages/fields/builders.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::vector<Block> form() {
    return {paragraph(scanned("2021年全国质量标杆推荐表")), table({{scanned("企业名称"), scanned("山东示例有限公司")},
                                                                   {scanned("申报编号"), scanned("2021037")},
                                                                   {scanned("推荐单位意见"), scanned("同意推荐。")}})};
}
std::vector<Block> pledge(int page = 1) {
    return {
        paragraph(scanned("承 诺 书"), page),
        paragraph(scanned("山东示例有限公司郑重承诺：本单位自愿申报，所提交的推荐表、申报材料及证明材料真实"), page)};
}
std::vector<Block> application() {
    return {paragraph(digital("全流程质量追溯典型经验")), paragraph(digital("山东示例有限公司")),
            paragraph(digital("四、主要成效"))};
}
std::vector<Block> proof() { return {paragraph(digital("证明材料目录")), paragraph(digital("1. 营业执照"))}; }

std::string slots_of(const Submission& s, const std::string& entry) {
    std::string slots;
    for (const MaterialRecord& m : classify(campaign(), s))
        if (m.entry == entry) slots += (slots.empty() ? "" : ",") + m.slot + ":" + m.matched_by;
    return slots;
}

} // namespace

TEST_CASE("each file finds its slot by what stands in it") {
    const Submission s = submission({scan("扫描件0001.pdf", pledge()), scan("附件1 推荐表（盖章扫描件）.pdf", form()),
                                     file("申报材料-山东示例有限公司.docx", "docx", application()),
                                     file("证明材料.docx", "docx", proof())});
    const auto materials = classify(campaign(), s);
    REQUIRE(materials.size() == 4);
    CHECK(materials[0].slot == "form");
    CHECK(materials[0].scanned);
    CHECK(materials[0].pages == 1);
    CHECK(materials[0].format == "pdf");
    CHECK(materials[1].slot == "pledge");
    CHECK(materials[1].entry == "扫描件0001.pdf");
    CHECK(materials[1].matched_by == "content");
    CHECK(materials[2].slot == "application");
    CHECK_FALSE(materials[2].scanned);
    CHECK(materials[3].slot == "proof");
}

TEST_CASE("content outweighs the name") {
    const Submission s = submission({scan("承诺书.pdf", form()), scan("推荐表.pdf", pledge())});
    CHECK(slots_of(s, "承诺书.pdf") == "form:content");
    CHECK(slots_of(s, "推荐表.pdf") == "pledge:content");
}

TEST_CASE("a file that could not be read is matched by its name") {
    SubmittedFile broken = file("附件2 承诺书.pdf", "", {}, 0);
    broken.outcome = Outcome::failed;
    const auto materials = classify(campaign(), submission({broken}));
    REQUIRE(materials.size() == 1);
    CHECK(materials[0].slot == "pledge");
    CHECK(materials[0].matched_by == "name");
    CHECK(materials[0].format == "pdf");
    CHECK(slots_of(submission({file("推荐表和承诺书.pdf", "", {}, 0)}), "推荐表和承诺书.pdf") ==
          "form:name,pledge:name");
}

TEST_CASE("one file with several documents fills several slots, page by page") {
    std::vector<Block> blocks = form();
    for (Block& b : pledge(2))
        blocks.push_back(std::move(b));
    const Submission s = submission({scan("材料.pdf", std::move(blocks), 2)});
    const auto materials = classify(campaign(), s);
    REQUIRE(materials.size() == 2);
    CHECK(materials[0].slot == "form");
    CHECK(materials[0].first_page == 1);
    CHECK(materials[0].pages == 1);
    CHECK(materials[1].slot == "pledge");
    CHECK(materials[1].first_page == 2);
}

TEST_CASE("a mention of other materials makes no material") {
    const Submission s = submission({scan("扫描件.pdf", pledge())});
    const auto materials = classify(campaign(), s);
    REQUIRE(materials.size() == 1);
    CHECK(materials[0].slot == "pledge");
}

TEST_CASE("recognition's mistakes in a heading are seen through") {
    const Submission s = submission({scan("1.pdf", {paragraph(scanned("2021 年 全 国 质 量 标 杆 推 荐 衣", 0.6)),
                                                    table({{scanned("企业名称"), scanned("某公司")},
                                                           {scanned("推荐单位意几", 0.6), scanned("同意")}})})});
    CHECK(slots_of(s, "1.pdf") == "form:content");
}

TEST_CASE("a heading that was lost is made up for by the form's labels") {
    const Submission s = submission({scan("1.jpg", {table({{scanned("企业名称"), scanned("某某有限公司")},
                                                           {scanned("申报编号"), scanned("2021037")},
                                                           {scanned("联系人"), scanned("王小明")},
                                                           {scanned("手机"), scanned("13800138000")}})})});
    CHECK(slots_of(s, "1.jpg") == "form:content");
}

TEST_CASE("another format fills the slot all the same, after the one asked for") {
    const Submission s =
        submission({file("申报材料.pdf", "pdf", application()), file("申报材料.docx", "docx", application())});
    const auto materials = classify(campaign(), s);
    REQUIRE(materials.size() == 2);
    CHECK(materials[0].format == "docx");
    CHECK(materials[1].format == "pdf");
    CHECK(classify(campaign(), submission({file("申报材料.pdf", "pdf", application())})).front().format == "pdf");
}

TEST_CASE("what systems leave behind is no material") {
    const Submission s = submission({file("__MACOSX/._承诺书.pdf", "", {}, 0), file("~$申报材料.docx", "", {}, 0),
                                     file("承诺书/desktop.ini", "", {}, 0)});
    CHECK(classify(campaign(), s).empty());
}

TEST_CASE("several proofs, also in a folder or an archive within") {
    const Submission s =
        submission({file("证明材料/1.jpg", "jpeg", {}, 1), file("其他.zip!/证明材料2.docx", "docx", proof()),
                    file("证明材料.docx", "docx", proof())});
    const auto materials = classify(campaign(), s);
    REQUIRE(materials.size() == 3);
    for (const auto& m : materials)
        CHECK(m.slot == "proof");
}

TEST_CASE("a chapter named like another material does not cut a document in two") {
    std::vector<Block> blocks = application();
    blocks.push_back(paragraph(digital("（三）签订质量承诺书"), 2));
    blocks.push_back(paragraph(digital("公司与供应商签订质量协议。"), 2));
    const auto materials = classify(campaign(), submission({file("申报材料.pdf", "pdf", std::move(blocks), 2)}));
    REQUIRE(materials.size() == 1);
    CHECK(materials[0].slot == "application");
    CHECK(materials[0].first_page == 0);
    CHECK(materials[0].pages == 2);
}

TEST_CASE("a missing material is not made up from what others mention") {
    const Submission s = submission({scan("附件1 推荐表.pdf", form()), file("申报材料.docx", "docx", application()),
                                     file("证明材料.docx", "docx", proof())});
    for (const auto& m : classify(campaign(), s))
        CHECK(m.slot != "pledge");
    const Submission none = submission(
        {scan("附件1 推荐表.pdf", form()), scan("承诺书.pdf", pledge()), file("证明材料.docx", "docx", proof())});
    for (const auto& m : classify(campaign(), none))
        CHECK(m.slot != "application");
}

TEST_CASE("the second sheet of a form, on a picture of its own, goes with it") {
    const Submission s =
        submission({scan("IMG_1.jpg", form()),
                    scan("IMG_2.jpg", {table({{scanned("推荐单位意见"), scanned("同意推荐。（盖章）")}})})});
    CHECK(slots_of(s, "IMG_2.jpg") == "form:content");
    CHECK(classify(campaign(), s).front().entry == "IMG_1.jpg");
}

TEST_CASE("a pledge typed into the same Word file as the application is found where no other file has it") {
    std::vector<Block> blocks = application();
    for (const char* line : {"附件：承诺书", "本单位郑重承诺，所提交材料真实。"})
        blocks.push_back(paragraph(digital(line)));
    CHECK(slots_of(submission({file("申报材料.docx", "docx", blocks)}), "申报材料.docx") ==
          "pledge:content,application:content");
}
