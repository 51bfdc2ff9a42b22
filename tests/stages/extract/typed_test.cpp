#include "stages/extract/typed.h"

#include "tests/support.h"

using namespace shenbao;

namespace {

const Page a4{.number = 1, .width = 595, .height = 842};

Block words(const std::string& text, Box box) { return Paragraph{1, {text}, box}; }

Block form(const std::string& text, Box box) {
    Table table{.page = 1, .rows = 1, .columns = 1, .box = box};
    table.cells.push_back(Cell{.content = {text}, .box = box});
    return table;
}

Document recognised(std::vector<Block> blocks, double width = 595, double height = 842) {
    Document document;
    document.pages.push_back({.number = 1, .width = width, .height = height, .recognised = true});
    document.blocks = std::move(blocks);
    return document;
}

std::string both(std::vector<Block> typed, const Document& seen) {
    Document document;
    document.blocks = typed_and_recognised(std::move(typed), a4, seen);
    return plain_text(document);
}

} // namespace

TEST_CASE("a caption is exact, and what its picture says comes with it in its place") {
    const Block caption = words("图一 质量管理体系认证证书", {0.1, 0.8, 0.6, 0.83});
    const Document seen = recognised({words("认证证书编号 Q-2099", {0.2, 0.2, 0.7, 0.3}),
                                      words("图一 质量管理休系认证证书", {0.1, 0.8, 0.6, 0.83}),
                                      words("发证机构", {0.2, 0.9, 0.4, 0.95})});
    CHECK(both({caption}, seen) == "认证证书编号 Q-2099\n图一 质量管理体系认证证书\n发证机构\n");
}

TEST_CASE("what was typed into a form that was scanned stands in its cells") {
    const Block name = words("样例精密仪器有限公司", {0.4, 0.2, 0.7, 0.22});
    const Document seen = recognised({form("企业名称：样例精密仪器有限公司", {0.1, 0.1, 0.9, 0.9})});
    CHECK(both({name}, seen) == "企业名称：样例精密仪器有限公司\n");
}

TEST_CASE("a reading that misses what stands on the page for all to see is worth nothing") {
    const Block chart = words("销售额 第四季度 第三季度", {0.1, 0.1, 0.5, 0.2});
    CHECK(both({chart}, recognised({words("口乂", {0.5, 0.5, 0.6, 0.6})})) == "销售额 第四季度 第三季度\n");
    CHECK(both({chart}, recognised({})) == "销售额 第四季度 第三季度\n");
}

TEST_CASE("a sure reading stands beside words whose font tells of others than it shows") {
    const Block garbled = words("丁丂七丄丅丆", {0.1, 0.1, 0.5, 0.2});
    const auto reading = [](double confidence) {
        return recognised({Paragraph{1, {"承诺书样例", confidence}, Box{0.1, 0.1, 0.5, 0.2}}});
    };
    CHECK(both({garbled}, reading(0.95)) == "丁丂七丄丅丆\n承诺书样例\n");
    CHECK(both({garbled}, reading(0.4)) == "丁丂七丄丅丆\n");
}

TEST_CASE("a stray mark that was not recognised does not cost what was") {
    const Document seen = recognised({words("公司近三年无重大质量安全事故", {0.1, 0.1, 0.9, 0.2})});
    CHECK(both({words("第1页", {0.5, 0.95, 0.6, 0.97})}, seen) == "第1页\n公司近三年无重大质量安全事故\n");
}

TEST_CASE("a page that was turned to be read is what was read there") {
    const Block mark = words("扫描全能王", {0.7, 0.9, 0.9, 0.95});
    const Document seen = recognised({words("承诺书 扫描全能王", {0.1, 0.1, 0.3, 0.2})}, 842, 595);
    CHECK(both({mark}, seen) == "承诺书 扫描全能王\n");
}
