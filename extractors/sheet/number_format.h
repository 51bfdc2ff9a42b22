#pragma once
// A cell's number as a spreadsheet shows it (ECMA-376 18.8.30, 18.8.31): dates, percentages, separators, literals.

#include <string>
#include <string_view>

namespace shenbao::sheet {

// The format code of a built-in number format (ECMA-376 18.8.30); "General" for codes that are none.
std::string_view builtin_format(int id);
// True where the code shows a date or a time.
bool is_date_format(std::string_view code);
// `value` in the format. Dates are written as YYYY-MM-DD, times as HH:MM:SS, whatever order the code asks for, so
// that readers after us find one shape; `from_1904` counts days from 1904 instead of 1900.
std::string shown(double value, std::string_view code, bool from_1904 = false);
// A number with no format: as many digits as it has, no exponent below 1e18.
std::string general(double value);

} // namespace shenbao::sheet
