#include "stages/intake/volumes.h"

#include "tests/support.h"

using namespace shenbao;

namespace {
using Groups = std::vector<std::vector<std::size_t>>;
}

TEST_CASE("volumes of one archive stand together in order, whatever their naming") {
    CHECK(group_volumes({"x.part2.rar", "x.part1.rar", "x.part10.rar"}) == Groups{{1, 0, 2}});
    CHECK(group_volumes({"x.r00", "X.RAR", "x.r01"}) == Groups{{1, 0, 2}});
    CHECK(group_volumes({"x.7z.002", "x.7z.001"}) == Groups{{1, 0}});
    CHECK(group_volumes({"x.zip", "x.z01", "x.z02"}) == Groups{{1, 2, 0}});
}

TEST_CASE("what belongs to no volume stands alone") {
    CHECK(group_volumes({"a.rar", "b.rar", "c.docx"}) == Groups{{0}, {1}, {2}});
    CHECK(group_volumes({"a.rar", "a.rar"}) == Groups{{0}, {1}});
    CHECK(group_volumes({}) == Groups{});
}

TEST_CASE("names that only look like volumes are none") {
    for (const char* name : {"报告.2021", "a.part.rar.docx", "x.r", "2021.001", "x.z00"}) {
        INFO(name);
        CHECK_FALSE(volume_name(name).has_value());
    }
    CHECK(volume_name("x.part999999.rar")->number == 1);  // too many digits: a plain .rar
}
