#include "pipeline/model/text.h"

#include "tests/support.h"

using namespace shenbao;

TEST_CASE("every hit is replaced, from left to right, and what was put in is not looked at again") {
    CHECK(text::replace_all("1,234,567", ",", "") == "1234567");
    CHECK(text::replace_all("aaa", "aa", "b") == "ba");
    CHECK(text::replace_all("a\r\nb\r\n", "\r\n", "\n") == "a\nb\n");
    CHECK(text::replace_all("a", "a", "aa") == "aa");
    CHECK(text::replace_all("abc", "", "x") == "abc");
    CHECK(text::replace_all("abc", "d", "x") == "abc");
}
