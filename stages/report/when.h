#pragma once
// Points in time as mails and campaigns give them (RFC 3339), and the day they fall on at the office.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shenbao::report {

struct Moment {
    std::int64_t seconds = 0; // since 1970-01-01T00:00:00Z
    int offset = 0;           // minutes east of Greenwich, as written
};

struct Date {
    int year = 0, month = 0, day = 0;
};

// The moment written in RFC 3339; nothing for text that is not (an empty bound, a damaged date).
std::optional<Moment> moment_from(std::string_view rfc3339);

// Days since 1970-01-01 of the day it is then at `offset` minutes east of Greenwich.
int day_of(const Moment& moment, int offset);
Date date_of(int day);
// Minutes past midnight at that offset.
int minute_of(const Moment& moment, int offset);

// "2021-06-10 09:12" at that offset; the text itself where it is no RFC 3339 time.
std::string short_time(std::string_view rfc3339, int offset);

} // namespace shenbao::report
