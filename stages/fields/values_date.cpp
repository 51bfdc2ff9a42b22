#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <array>
#include <cstdio>

namespace shenbao::values {

namespace {

// Value of a Chinese or ASCII digit; 10 for 十; -1 for anything else.
int digit_of(char32_t c) {
    if (c >= U'0' && c <= U'9') return static_cast<int>(c - U'0');
    constexpr std::u32string_view han = U"〇一二三四五六七八九十";
    const auto at = han.find(c);
    if (at != std::u32string_view::npos) return static_cast<int>(at);
    if (c == U'零' || c == U'○' || c == U'O' || c == U'o') return 0;
    return -1;
}

// A number of up to `most` digits at `at`, moving it on: "06", "二〇二一", "十一", "二十五"; -1 where there is none.
int number_at(std::u32string_view s, std::size_t& at, std::size_t most) {
    int value = 0, tens = -1;
    std::size_t seen = 0;
    for (; at < s.size() && seen < most; ++at, ++seen) {
        const int d = digit_of(s[at]);
        if (d < 0) break;
        if (d == 10) {
            tens = seen == 0 ? 1 : value;
            value = 0;
        } else {
            value = value * 10 + d;
        }
    }
    if (seen == 0) return -1;
    return tens >= 0 ? tens * 10 + value : value;
}

bool skip_mark(std::u32string_view s, std::size_t& at, std::u32string_view marks) {
    if (at >= s.size() || marks.find(s[at]) == std::u32string_view::npos) return false;
    ++at;
    return true;
}

bool real_day(int y, int m, int d) {
    constexpr std::array<int, 12> days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > days[static_cast<std::size_t>(m - 1)]) return false;
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m != 2 || d <= 28 || leap;
}

std::string written(int y, int m, int d) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", y, m, d);
    return buffer;
}

std::optional<std::string> date_at(std::u32string_view s, std::size_t at) {
    const int y = number_at(s, at, 4);
    if (y < 1900 || !skip_mark(s, at, U"年./-")) return std::nullopt;
    const int m = number_at(s, at, 3);
    if (m < 1 || !skip_mark(s, at, U"月./-")) return std::nullopt;
    const int d = number_at(s, at, 3);
    if (at < s.size() && digit_of(s[at]) >= 0) return std::nullopt;
    if (!real_day(y, m, d)) return std::nullopt;
    return written(y, m, d);
}

// "20210607", standing alone.
std::optional<std::string> compact_date(std::u32string_view s) {
    if (s.size() != 8) return std::nullopt;
    int v[3] = {0, 0, 0};
    for (std::size_t i = 0; i < 8; ++i) {
        if (s[i] < U'0' || s[i] > U'9') return std::nullopt;
        int& part = v[i < 4 ? 0 : i < 6 ? 1 : 2];
        part = part * 10 + static_cast<int>(s[i] - U'0');
    }
    if (!real_day(v[0], v[1], v[2])) return std::nullopt;
    return written(v[0], v[1], v[2]);
}

} // namespace

std::optional<std::string> date(std::string_view text) {
    std::u32string s;
    for (char32_t c : text::to_u32(text::fold_width(text)))
        if (c != U' ' && c != U'\n' && c != U'\t') s += c;
    if (auto compact = compact_date(s)) return compact;
    for (std::size_t at = 0; at < s.size(); ++at) {
        if (at > 0 && digit_of(s[at - 1]) >= 0) continue;
        if (auto found = date_at(s, at)) return found;
    }
    return std::nullopt;
}

} // namespace shenbao::values
