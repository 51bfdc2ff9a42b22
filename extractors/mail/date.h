#pragma once
// Dates of mails (RFC 5322, 3.3 and 4.3) as RFC 3339 text with the sender's own offset.

#include <string>
#include <string_view>

namespace shenbao::mail {

// "2021-06-10T09:12:00+08:00" of the first date in a header's value: day-month or month-day order, with or without
// weekday, zone as number or name, ISO order as well. "-00:00" stands for a missing zone (RFC 3339, 4.3). Empty where
// no date is found, or one that cannot be (31 April, year 1970).
std::string read_date(std::string_view value);

// The date of a Received header: what stands after its last ';' (RFC 5321, 4.4), else the last date in it.
std::string read_received_date(std::string_view value);

// The date of an mbox separator line, asctime's form; true where there is one.
bool has_asctime_date(std::string_view line);

} // namespace shenbao::mail
