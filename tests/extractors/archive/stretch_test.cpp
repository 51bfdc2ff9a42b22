#include "extractors/archive/stretch.h"

#include "tests/support.h"

#include <string>
#include <vector>

using namespace shenbao::archive;

TEST_CASE("the last place of a mark is found within a piece, across pieces, and windows away from the end",
          "[archive]") {
    const std::string mark("PK\5\6", 4), far(3 << 20, 'P');
    std::string whole = "PK" + mark + "..." + mark + "PK\5";
    const Stretch one(whole);
    CHECK(one.rfind(mark) == 9);
    CHECK(one.rfind(mark, 0, 9) == 2);
    CHECK(one.rfind(mark, 3, 9) == Stretch::npos);
    CHECK(one.rfind("...") == 6);
    CHECK(one.rfind("absent") == Stretch::npos);
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        Stretch two(std::string_view(whole).substr(0, cut));
        two.append(std::string_view(whole).substr(cut));
        CHECK(two.rfind(mark) == 9);
        CHECK(two.rfind(mark, 0, 9) == 2);
    }
    Stretch long_one(whole);
    long_one.append(far);
    CHECK(long_one.rfind(mark) == 9);
    CHECK(long_one.rfind("PPP") == long_one.size() - 3);
    CHECK(Stretch().rfind(mark) == Stretch::npos);
}
