#include "pipeline/model/time.h"

#include <cctype>
#include <charconv>
#include <chrono>

namespace shenbao {
namespace {

// Takes digits and marks off the front of a text; once something does not fit, `good` stays false.
struct Scanner {
    std::string_view rest;
    bool good = true;

    int digits(std::size_t count) {
        int value = 0;
        good = good && rest.size() >= count;
        for (std::size_t i = 0; good && i < count; ++i) {
            good = std::isdigit(static_cast<unsigned char>(rest[i])) != 0;
            value = value * 10 + (rest[i] - '0');
        }
        if (good) rest.remove_prefix(count);
        return good ? value : 0;
    }

    char one_of(std::string_view marks) {
        good = good && !rest.empty() && marks.find(rest.front()) != marks.npos;
        if (!good) return 0;
        const char mark = rest.front();
        rest.remove_prefix(1);
        return mark;
    }

    void fraction() {
        if (!good || !rest.starts_with('.')) return;
        rest.remove_prefix(1);
        while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front())))
            rest.remove_prefix(1);
    }
};

// "Z", "+08:00" or "+0800", as seconds east.
int offset(Scanner& scan) {
    const char sign = scan.one_of("Zz+-");
    if (!scan.good || sign == 'Z' || sign == 'z') return 0;
    const int hours = scan.digits(2);
    if (scan.rest.starts_with(':')) scan.rest.remove_prefix(1);
    const int minutes = scan.digits(2);
    return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

// What a whole date-time says: seconds since 1970 as if it were in UTC, and its offset in seconds.
struct Moment {
    std::int64_t local = 0;
    int east = 0;
};

std::optional<Moment> moment(std::string_view rfc3339) {
    Scanner scan{rfc3339};
    const int year = scan.digits(4);
    scan.one_of("-");
    const int month = scan.digits(2);
    scan.one_of("-");
    const int day = scan.digits(2);
    scan.one_of("Tt ");
    const int hour = scan.digits(2);
    scan.one_of(":");
    const int minute = scan.digits(2);
    scan.one_of(":");
    const int second = scan.digits(2);
    scan.fraction();
    const int east = offset(scan);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (!scan.good || !scan.rest.empty() || !date.ok() || hour > 24 || minute > 59 || second > 60) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return Moment{days * 86400 + hour * 3600 + minute * 60 + second, east};
}

std::string padded(std::int64_t value, std::size_t width) {
    const std::string text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

} // namespace

std::optional<std::int64_t> epoch_seconds(std::string_view rfc3339) {
    const auto at = moment(rfc3339);
    return at ? std::optional(at->local - at->east) : std::nullopt;
}

std::string minute_at(std::string_view rfc3339, std::string_view like) {
    const auto at = moment(rfc3339), there = moment(like);
    if (!at || !there) return std::string(rfc3339);
    const std::int64_t minutes = (at->local - at->east + there->east) / 60;
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(minutes / 1440))};
    return padded(int(date.year()), 4) + "-" + padded(unsigned(date.month()), 2) + "-" +
           padded(unsigned(date.day()), 2) + " " + padded(minutes / 60 % 24, 2) + ":" + padded(minutes % 60, 2);
}

} // namespace shenbao
