#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "pipeline/model/text.h"
#include "tests/support.h"

#include <algorithm>

using namespace shenbao;
using namespace shenbao::test;

namespace {

Facts recognised(const std::string& bytes, const ReadOptions& options = {},
                 const Extractor& reader = recogniser()) {
    MemorySink sink;
    Input input;
    input.bytes = bytes_of(bytes);
    return reader.read(input, options, sink);
}

Facts recognised_file(const char* name) { return recognised(slurp(data_dir("extractors/ocr") / name)); }

const Table* first_table(const Facts& facts) {
    for (const Block& block : facts.document()->blocks)
        if (const auto* table = std::get_if<Table>(&block)) return table;
    return nullptr;
}

std::string at(const Table& table, int row, int column) {
    for (const Cell& cell : table.cells)
        if (cell.row == row && cell.column == column) return cell.content.text;
    return "(no cell)";
}

// The form of make_pages.py, however it lies.
void check_form(const Facts& facts) {
    REQUIRE(facts.document());
    CHECK(facts.document()->pages.size() == 1);
    CHECK(facts.document()->pages.front().recognised);
    const Table* table = first_table(facts);
    REQUIRE(table);
    CHECK(table->rows == 4);
    CHECK(table->columns == 4);
    CHECK(table->cells.size() == 10);
    CHECK(at(*table, 0, 0) == "单位名称");
    CHECK(at(*table, 0, 1) == "青禾市云岭机床制造有限公司");
    CHECK(at(*table, 1, 1) == "3056871");
    CHECK(at(*table, 1, 3) == "0399-5562718");
    CHECK(at(*table, 2, 2) == "12,480.56");
}

const Cell& cell_at(const Table& table, int row, int column) {
    return *std::find_if(table.cells.begin(), table.cells.end(),
                         [&](const Cell& c) { return c.row == row && c.column == column; });
}

} // namespace

TEST_CASE("a ruled form becomes a table with its spans, its cells read") {
    const Facts facts = recognised_file("form.png");
    check_form(facts);
    const Table* table = first_table(facts);
    CHECK(cell_at(*table, 0, 1).column_span == 3);
    CHECK(cell_at(*table, 2, 0).row_span == 2);
    CHECK(cell_at(*table, 3, 1).column_span == 3);
    CHECK_FALSE(cell_at(*table, 1, 1).content.readings.empty());
    CHECK(cell_at(*table, 1, 1).content.confidence > 0.8);
    CHECK(facts.document()->seals.empty());
    CHECK_FALSE(facts.document()->pages.front().coloured);
}

TEST_CASE("a form that lies on its side or its head is read upright") {
    check_form(recognised_file("form_sideways.png"));
    check_form(recognised_file("form_upside_down.png"));
}

TEST_CASE("a page without Chinese is read upright, however it lies") {
    for (const char* name : {"roman.png", "roman_sideways.png", "roman_upside_down.png", "roman_other_side.png"}) {
        INFO(name);
        const std::string text = plain_text(*recognised_file(name).document());
        CHECK(text.find("Example Machinery Company has been assessed") != text.npos);
        CHECK(text.find("precision instruments") != text.npos);
    }
}

TEST_CASE("of a form without rules what stands after each label is read for itself") {
    const Facts facts = recognised_file("unruled.png");
    CHECK(first_table(facts) == nullptr);
    const std::string text = text::replace_all(plain_text(*facts.document()), " ", "");
    CHECK(text.find("单位名称:青禾市云岭机床制造有限公司") != text.npos);
    CHECK(text.find("登记编号:3056871") != text.npos);
    CHECK(text.find("联系电话:0399-5562718") != text.npos);
    CHECK(text.find("统一社会信用代码:91350100M000100Y43") != text.npos);
    CHECK(text.find("电子邮箱:yunling.jc@example.cn") != text.npos);
}

TEST_CASE("a page without rules becomes paragraphs in reading order") {
    const Facts facts = recognised_file("letter.png");
    CHECK(first_table(facts) == nullptr);
    const std::string text = plain_text(*facts.document());
    const auto title = text.find("情况说明"), body = text.find("真实"), end = text.find("特此说明");
    REQUIRE(title != text.npos);
    REQUIRE(body != text.npos);
    REQUIRE(end != text.npos);
    CHECK(title < body);
    CHECK(body < end);
}

TEST_CASE("the middle of a long paragraph is left unread, with a mark in its place, unless all is asked for") {
    const std::string bytes = slurp(data_dir("extractors/ocr") / "long_letter.png");
    const Facts facts = recognised(bytes);
    CHECK(facts.document()->pages.front().unread_lines == 3);
    const std::string text = text::replace_all(plain_text(*facts.document()), " ", "");
    const auto begin = text.find("郑重承诺"), mark = text.find(unread_mark), end = text.find("以上情况属实");
    REQUIRE(begin != text.npos);
    REQUIRE(mark != text.npos);
    REQUIRE(end != text.npos);
    CHECK(begin < mark);
    CHECK(mark < end);
    CHECK(text.find("安全事故") < mark);
    CHECK(text.find("逐台检查") == text.npos);
    CHECK(text.find("2020年3月18日") != text.npos);

    const Facts all = recognised(bytes, {}, thorough_recogniser());
    CHECK(all.document()->pages.front().unread_lines == 0);
    const std::string whole = text::replace_all(plain_text(*all.document()), " ", "");
    CHECK(whole.find("逐台检查") != whole.npos);
    CHECK(whole.find("巡视") != whole.npos);
    CHECK(whole.find(unread_mark) == whole.npos);
    CHECK(recognised_file("letter.png").document()->pages.front().unread_lines == 0); // of two lines
}

TEST_CASE("a blank page has no blocks and no seals") {
    std::string blank = "P5\n600 800\n255\n" + std::string(600 * 800, '\xfa');
    const Facts facts = recognised(blank);
    CHECK(facts.outcome == Outcome::ok);
    CHECK(facts.document()->blocks.empty());
    CHECK(facts.document()->seals.empty());
}

TEST_CASE("a damaged picture is one finding, not a crash") {
    std::string bytes = slurp(data_dir("extractors/ocr") / "form.png");
    bytes.resize(bytes.size() / 2);
    bytes[bytes.size() / 3] ^= 0x55;
    CHECK_THROWS_AS(recognised(bytes), ItemError);
    CHECK_THROWS_AS(recognised("no picture at all, only words"), ItemError);
    CHECK_THROWS_AS(recognised(""), ItemError);
}

TEST_CASE("a picture larger than the limit is refused by its header") {
    ReadOptions options;
    options.limits.page_pixels = 1000;
    try {
        recognised(slurp(data_dir("extractors/ocr") / "form.png"), options);
        FAIL("it was read");
    } catch (const ItemError& error) {
        CHECK(error.what_found().code == "limit.pixels");
    }
}
