#include "extractors/layout/aligned.h"
#include "tests/support.h"

#include <string>

using namespace shenbao;
using namespace shenbao::layout;

namespace {

// Letters ten points wide and high from a place on.
Line line_at(double x, double y, const std::u32string& text) {
    Line line;
    for (char32_t c : text) {
        if (c != U' ') line.glyphs.push_back({c, {x, y, x + 10, y + 10}});
        x += 10;
    }
    line.box = {line.glyphs.front().box.left, y, x, y + 10};
    return line;
}

} // namespace

TEST_CASE("pieces of a rule are joined, and what stays short is dropped", "[layout]") {
    Rules rules;
    rules.horizontal = {{100, 10, 50}, {100.3, 49, 90}, {100.1, 91, 130}, {100, 300, 340}, {200, 10, 14}};
    Rules whole = joined_up(rules);
    REQUIRE(whole.horizontal.size() == 2);
    CHECK(whole.horizontal[0].from == Approx(10));
    CHECK(whole.horizontal[0].to == Approx(130));
    CHECK(whole.horizontal[1].from == Approx(300));
}

TEST_CASE("rules close to each other but not on one line stay two", "[layout]") {
    Rules rules;
    rules.vertical = {{100, 10, 50}, {102, 10, 50}};
    CHECK(joined_up(rules).vertical.size() == 2);
}

TEST_CASE("cells set apart make a table, whoever comes first in reading order", "[layout]") {
    std::vector<Line> lines;
    for (int i = 0; i < 3; ++i)
        lines.push_back(line_at(50, 100 + 20 * i, U"年度"));
    for (int i = 0; i < 3; ++i)
        lines.push_back(line_at(150, 100 + 20 * i, U"收入"));
    Aligned found = find_aligned(lines, {});
    REQUIRE(found.tables.size() == 1);
    CHECK(found.tables[0].rows == 3);
    CHECK(found.tables[0].columns == 2);
    CHECK(found.lines.size() == lines.size());
}

TEST_CASE("two rows of two are no table, nor is anything within a ruled one", "[layout]") {
    std::vector<Line> lines;
    for (int i = 0; i < 2; ++i) {
        lines.push_back(line_at(50, 100 + 20 * i, U"申报单位"));
        lines.push_back(line_at(250, 100 + 20 * i, U"日期"));
    }
    CHECK(find_aligned(lines, {}).tables.empty());
    lines.push_back(line_at(50, 140, U"推荐单位"));
    lines.push_back(line_at(250, 140, U"日期"));
    CHECK(find_aligned(lines, {}).tables.size() == 1);
    std::vector<Grid> ruled(1);
    ruled[0].box = {40, 90, 400, 160};
    CHECK(find_aligned(lines, ruled).tables.empty());
}

TEST_CASE("a line of prose across the columns ends a table", "[layout]") {
    std::vector<Line> lines;
    for (int i = 0; i < 3; ++i) {
        lines.push_back(line_at(50, 100 + 20 * i, U"年度"));
        lines.push_back(line_at(150, 100 + 20 * i, U"收入"));
    }
    lines.push_back(line_at(50, 160, U"以上数据经过审计真实可靠"));
    Aligned found = find_aligned(lines, {});
    REQUIRE(found.tables.size() == 1);
    CHECK(found.tables[0].box.bottom < 160);
}
