#include "pipeline/model/time.h"
#include "tests/support.h"

using namespace shenbao;

TEST_CASE("times are read with their offset, and days that are none are not") {
    CHECK(epoch_seconds("1970-01-01T00:00:00Z") == 0);
    CHECK(epoch_seconds("2021-06-16T23:59:59+08:00") == epoch_seconds("2021-06-16T15:59:59Z"));
    CHECK(epoch_seconds("2021-06-16T23:59:59.25+0800") == epoch_seconds("2021-06-16T15:59:59Z"));
    for (const char* wrong : {"", "2021-06-16", "2021-06-16T23:59:59", "2021-02-30T00:00:00Z", "2021-06-16T25:00:00Z",
                              "2021-06-16T23:59:59+08:00 ", "yesterday"}) {
        INFO(wrong);
        CHECK_FALSE(epoch_seconds(wrong));
    }
}

TEST_CASE("a time is shown as another place's clocks show it") {
    CHECK(minute_at("2021-06-16T16:00:00Z", "2021-06-16T23:59:59+08:00") == "2021-06-17 00:00");
    CHECK(minute_at("2021-06-16T16:00:00Z", "2021-06-16T23:59:59-05:00") == "2021-06-16 11:00");
    CHECK(minute_at("soon", "2021-06-16T23:59:59+08:00") == "soon");
}
