#include "stages/report/when.h"

#include <charconv>
#include <cstdio>

namespace shenbao::report {
namespace {

constexpr std::int64_t day_seconds = 86400;

// Days since 1970-01-01 of a date of the Gregorian calendar; the year is taken to begin in March, so that the odd
// month comes last.
std::int64_t days_from(int year, int month, int day) {
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return static_cast<std::int64_t>(era) * 146097 + day_of_era - 719468;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Reads figures that fill text[at, at+n) exactly and lie in [low, high].
bool figures(std::string_view text, std::size_t at, std::size_t n, int low, int high, int& out) {
    if (text.size() < at + n) return false;
    const char* first = text.data() + at;
    for (const char* c = first; c != first + n; ++c)
        if (*c < '0' || *c > '9') return false;
    std::from_chars(first, first + n, out);
    return out >= low && out <= high;
}

bool offset_from(std::string_view zone, int& minutes) {
    if (zone == "Z" || zone == "z") {
        minutes = 0;
        return true;
    }
    int hours = 0, rest = 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return false;
    if (!figures(zone, 1, 2, 0, 23, hours) || !figures(zone, 4, 2, 0, 59, rest)) return false;
    minutes = (zone[0] == '-' ? -1 : 1) * (hours * 60 + rest);
    return true;
}

} // namespace

std::optional<Moment> moment_from(std::string_view text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!figures(text, 0, 4, 1, 9999, year) || !figures(text, 5, 2, 1, 12, month) || !figures(text, 8, 2, 1, 31, day) ||
        !figures(text, 11, 2, 0, 23, hour) || !figures(text, 14, 2, 0, 59, minute) ||
        !figures(text, 17, 2, 0, 60, second))
        return std::nullopt;
    std::size_t zone = 19;
    if (zone < text.size() && text[zone] == '.')
        for (++zone; zone < text.size() && text[zone] >= '0' && text[zone] <= '9';)
            ++zone;
    Moment moment;
    if (!offset_from(text.substr(zone), moment.offset)) return std::nullopt;
    moment.seconds =
        days_from(year, month, day) * day_seconds + hour * 3600 + minute * 60 + second - moment.offset * 60;
    return moment;
}

int day_of(const Moment& moment, int offset) {
    return static_cast<int>(floor_div(moment.seconds + offset * 60, day_seconds));
}

int minute_of(const Moment& moment, int offset) {
    const std::int64_t local = moment.seconds + offset * 60;
    return static_cast<int>((local - floor_div(local, day_seconds) * day_seconds) / 60);
}

Date date_of(int day) {
    const std::int64_t z = day + 719468;
    const std::int64_t era = floor_div(z, 146097);
    const int doe = static_cast<int>(z - era * 146097);
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int shifted = (5 * doy + 2) / 153;
    const int month = shifted + (shifted < 10 ? 3 : -9);
    return {static_cast<int>(yoe + era * 400) + (month <= 2 ? 1 : 0), month, doy - (153 * shifted + 2) / 5 + 1};
}

std::string short_time(std::string_view rfc3339, int offset) {
    const auto moment = moment_from(rfc3339);
    if (!moment) return std::string(rfc3339);
    const Date date = date_of(day_of(*moment, offset));
    const int minutes = minute_of(*moment, offset);
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", date.year, date.month, date.day, minutes / 60,
                  minutes % 60);
    return text;
}

} // namespace shenbao::report
