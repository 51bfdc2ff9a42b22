#include "extractors/ocr/paragraphs.h"

#include "tests/support.h"

using namespace shenbao::ocr;
using shenbao::picture::Rect;

namespace {

constexpr double em = 30;

// Lines 40 pixels apart, each by its ends.
std::vector<Rect> lines(std::initializer_list<std::pair<int, int>> ends) {
    std::vector<Rect> out;
    int top = 100;
    for (const auto& [left, right] : ends)
        out.push_back({left, top, right, top + 30}), top += 40;
    return out;
}

std::vector<std::size_t> amid(const std::vector<Rect>& region) {
    const Paragraphs running(region, em);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < region.size(); ++i)
        if (running.amid(i)) out.push_back(i);
    return out;
}

} // namespace

TEST_CASE("of a long paragraph the lines between its second and its last are its middle") {
    CHECK(amid(lines({{160, 1000}, {100, 1000}, {100, 1000}, {100, 998}, {100, 400}})) ==
          std::vector<std::size_t>{2, 3});
}

TEST_CASE("a paragraph begins where the line before does not fill its measure, or at an indent") {
    const auto region = lines({{160, 1000}, {100, 600}, {100, 1000}, {160, 1000}, {100, 500}});
    const Paragraphs running(region, em);
    CHECK(running.goes_on(1));
    CHECK_FALSE(running.goes_on(2)); // the second line is short
    CHECK_FALSE(running.goes_on(3)); // indented
    CHECK(running.goes_on(4));
    CHECK_FALSE(running.goes_on(0));
    CHECK_FALSE(running.goes_on(5)); // there is none
    CHECK(amid(region).empty());
}

TEST_CASE("lines of another size, or far below, are another paragraph's") {
    auto region = lines({{100, 1000}, {100, 1000}, {100, 1000}, {100, 1000}});
    region[2].bottom += 25;
    CHECK(amid(region).empty());
    region = lines({{100, 1000}, {100, 1000}, {100, 1000}, {100, 1000}});
    region[3].top += 60, region[3].bottom += 60;
    CHECK(amid(region).empty());
}

TEST_CASE("what goes on from line to line in a narrow column is read whole") {
    CHECK(amid(lines({{100, 400}, {100, 400}, {100, 400}, {100, 400}, {100, 300}})).empty());
    CHECK(amid({}).empty());
}
