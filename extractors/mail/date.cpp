#include "extractors/mail/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <vector>

namespace shenbao::mail {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::size_t most_words = 400;
constexpr std::size_t longest_value = 4000; // bytes of a header that are searched

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ','; }

// Words of the value; comments in parentheses are left out, an unclosed one is read as words.
Words words_of(std::string_view value) {
    Words words;
    std::size_t at = 0;
    while (at < value.size() && words.size() < most_words) {
        if (is_space(value[at])) {
            ++at;
            continue;
        }
        if (value[at] == '(') {
            auto close = value.find(')', at);
            at = close == value.npos ? at + 1 : close + 1;
            continue;
        }
        std::size_t end = at;
        while (end < value.size() && !is_space(value[end]) && value[end] != '(' && value[end] != ';')
            ++end;
        words.push_back(value.substr(at, end - at));
        at = std::max(end, at + 1);
        if (end < value.size() && value[end] == ';') at = end + 1;
    }
    return words;
}

std::optional<int> number(std::string_view word, std::size_t most_digits) {
    int value = 0;
    if (word.empty() || word.size() > most_digits) return std::nullopt;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value < 0) return std::nullopt;
    return value;
}

int month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                               "jul", "aug", "sep", "oct", "nov", "dec"};
    if (word.size() < 3) return 0;
    std::string head;
    for (char c : word.substr(0, 3))
        head += static_cast<char>(c | 0x20);
    auto it = std::find(names.begin(), names.end(), head);
    return it == names.end() ? 0 : static_cast<int>(it - names.begin()) + 1;
}

struct Clock {
    int hour = 0, minute = 0, second = 0;
};

std::optional<Clock> clock_of(std::string_view word) {
    Clock clock;
    word = word.substr(0, word.find('.')); // "12:00:00.123"
    auto first = word.find(':');
    if (first == word.npos) return std::nullopt;
    auto second = word.find(':', first + 1);
    auto hour = number(word.substr(0, first), 2);
    auto minute = number(word.substr(first + 1, second == word.npos ? second : second - first - 1), 2);
    auto seconds = second == word.npos ? std::optional<int>(0) : number(word.substr(second + 1), 2);
    if (!hour || !minute || !seconds || *hour > 23 || *minute > 59 || *seconds > 60) return std::nullopt;
    clock.hour = *hour;
    clock.minute = *minute;
    clock.second = std::min(*seconds, 59); // a leap second is no reason to lose the date
    return clock;
}

std::optional<std::string> numeric_zone(std::string_view word) {
    if (word.size() < 5 || (word[0] != '+' && word[0] != '-')) return std::nullopt;
    std::string digits(word.substr(1));
    std::erase(digits, ':');
    auto value = number(digits, 4);
    if (digits.size() != 4 || !value || *value / 100 > 14 || *value % 100 > 59) return std::nullopt;
    return std::string(1, word[0]) + digits.substr(0, 2) + ":" + digits.substr(2);
}

std::optional<std::string> zone_of(std::string_view word) {
    // RFC 5322, 4.3; CST is left out: it is Central Standard Time there and China Standard Time here.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> names = {{{"GMT", "+00:00"},
                                                                                             {"UT", "+00:00"},
                                                                                             {"UTC", "+00:00"},
                                                                                             {"Z", "+00:00"},
                                                                                             {"EST", "-05:00"},
                                                                                             {"EDT", "-04:00"},
                                                                                             {"CDT", "-05:00"},
                                                                                             {"MST", "-07:00"},
                                                                                             {"MDT", "-06:00"},
                                                                                             {"PST", "-08:00"},
                                                                                             {"PDT", "-07:00"},
                                                                                             {"HKT", "+08:00"}}};
    if (word.starts_with("GMT+") || word.starts_with("GMT-") || word.starts_with("UTC+") || word.starts_with("UTC-"))
        word.remove_prefix(3);
    if (auto zone = numeric_zone(word)) return zone;
    for (auto& [name, offset] : names)
        if (word == name) return std::string(offset);
    return std::nullopt;
}

std::optional<int> year_of(std::string_view word) {
    auto year = number(word, 4);
    if (!year) return std::nullopt;
    if (word.size() == 2) *year += *year < 50 ? 2000 : 1900;
    if (word.size() == 3) *year += 1900;
    // No mail is older than this, and clocks that lost their battery say 1970 or 1980.
    return *year >= 1990 && *year <= 2100 ? year : std::nullopt;
}

int days_in(int year, int month) {
    static constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::string compose(int year, int month, int day, const Clock& clock, const std::string& zone) {
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return {};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, clock.hour, clock.minute,
                  clock.second);
    return text + zone;
}

std::string_view word_at(const Words& words, std::size_t i) { return i < words.size() ? words[i] : std::string_view(); }

// "10 Jun 2021 09:12:00 +0800"
std::string day_first(const Words& words, std::size_t i) {
    auto day = number(words[i], 2);
    int month = month_of(word_at(words, i + 1));
    auto year = year_of(word_at(words, i + 2));
    auto clock = clock_of(word_at(words, i + 3));
    if (!day || !month || !year || !clock) return {};
    return compose(*year, month, *day, *clock, zone_of(word_at(words, i + 4)).value_or("-00:00"));
}

// "Jun 10 09:12:00 2021", "Jun 10 09:12:00 +0800 2021", "Jun 10 09:12:00 CST 2021"
std::string month_first(const Words& words, std::size_t i) {
    int month = month_of(words[i]);
    auto day = number(word_at(words, i + 1), 2);
    auto clock = clock_of(word_at(words, i + 2));
    if (!month || !day || !clock) return {};
    auto zone = zone_of(word_at(words, i + 3));
    auto year = year_of(word_at(words, i + 3));
    if (!year)
        year = year_of(word_at(words, i + 4));
    else
        zone = zone_of(word_at(words, i + 4));
    return year ? compose(*year, month, *day, *clock, zone.value_or("-00:00")) : std::string();
}

// "2021-06-10 09:12:00 +0800", "2021-06-10T09:12:00+08:00"
std::string iso_order(const Words& words, std::size_t i) {
    std::string_view word = words[i];
    if (word.size() < 10 || word[4] != '-' || word[7] != '-') return {};
    auto year = year_of(word.substr(0, 4));
    auto month = number(word.substr(5, 2), 2), day = number(word.substr(8, 2), 2);
    if (!year || !month || !day) return {};
    std::string_view time = word_at(words, i + 1), zone = word_at(words, i + 2);
    if (word.size() > 11 && (word[10] == 'T' || word[10] == 't')) {
        std::string_view tail = word.substr(11);
        auto split = tail.find_first_of("+-Z");
        zone = split == tail.npos ? time : tail.substr(split);
        time = tail.substr(0, split);
    }
    auto clock = clock_of(time);
    return clock ? compose(*year, *month, *day, *clock, zone_of(zone).value_or("-00:00")) : std::string();
}

std::string date_at(const Words& words, std::size_t i) {
    std::string date = day_first(words, i);
    if (date.empty()) date = month_first(words, i);
    if (date.empty()) date = iso_order(words, i);
    return date;
}

} // namespace

std::string read_date(std::string_view value) {
    Words words = words_of(value.substr(0, longest_value));
    for (std::size_t i = 0; i < words.size(); ++i)
        if (std::string date = date_at(words, i); !date.empty()) return date;
    return {};
}

std::string read_received_date(std::string_view value) {
    value = value.substr(value.size() - std::min(value.size(), longest_value)); // the date stands at the end
    auto semicolon = value.rfind(';');
    if (semicolon != value.npos)
        if (std::string date = read_date(value.substr(semicolon + 1)); !date.empty()) return date;
    Words words = words_of(value);
    for (std::size_t i = words.size(); i-- > 0;)
        if (std::string date = date_at(words, i); !date.empty()) return date;
    return {};
}

bool has_asctime_date(std::string_view line) {
    Words words = words_of(line);
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!month_first(words, i).empty() || !day_first(words, i).empty()) return true;
    return false;
}

} // namespace shenbao::mail
