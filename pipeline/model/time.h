#pragma once
// Points in time as mails and campaigns write them: RFC 3339 with an offset. No clock: what time it is now is nobody's
// business here.

#include <cstdint>
#include <optional>
#include <string_view>

namespace shenbao {

// Seconds since 1970-01-01T00:00:00Z; nothing for text that is no RFC 3339 date-time with offset, or a day that is
// none.
std::optional<std::int64_t> epoch_seconds(std::string_view rfc3339);

} // namespace shenbao
