#pragma once
// Points in time as mails and campaigns write them: RFC 3339 with an offset. No clock: what time it is now is nobody's
// business here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shenbao {

// Seconds since 1970-01-01T00:00:00Z; nothing for text that is no RFC 3339 date-time with offset, or a day that is
// none.
std::optional<std::int64_t> epoch_seconds(std::string_view rfc3339);

// "2021-06-16 23:59", as the clocks of `like`'s offset show it; the text itself where either is no such time.
std::string minute_at(std::string_view rfc3339, std::string_view like);

// "2021-06-16 23:59", as the clocks of `like`'s offset show it; the text itself where either is no such time.
std::string minute_at(std::string_view rfc3339, std::string_view like);

} // namespace shenbao
