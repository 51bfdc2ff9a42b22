#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shenbao::values {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Half-width, all minus signs '-', no white space.
std::string plain(std::string_view text) {
    std::string s = text::fold_width(text);
    for (std::string_view minus : {"−", "–", "—", "－", "﹣"})
        s = text::replace_all(s, minus, "-");
    std::erase_if(s, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return s;
}

struct Number {
    std::size_t begin = 0, end = 0;
    std::string digits; // without separators, with its point
};

// Numbers with separators and a point: "1,234.50". A separator stands before three digits.
std::vector<Number> numbers_in(std::string_view s) {
    std::vector<Number> found;
    for (std::size_t i = 0; i < s.size();) {
        if (!is_digit(s[i])) {
            ++i;
            continue;
        }
        Number n{i, i, {}};
        for (; i < s.size(); ++i) {
            const bool inner = i + 1 < s.size() && is_digit(s[i + 1]);
            if (is_digit(s[i]))
                n.digits += s[i];
            else if (s[i] == '.' && inner && n.digits.find('.') == std::string::npos)
                n.digits += '.';
            else if (s[i] == ',' && inner && n.digits.find('.') == std::string::npos)
                continue;
            else
                break;
        }
        n.end = i;
        found.push_back(std::move(n));
    }
    return found;
}

// "-" before the number, brackets round it, or a word for a loss.
bool is_loss(std::string_view s, const Number& n) {
    std::size_t before = n.begin;
    for (std::string_view sign : {"¥", "￥", "$"})
        if (s.substr(0, before).ends_with(sign)) before -= sign.size();
    const std::string_view head = s.substr(0, before);
    if (head.ends_with("-") || head.ends_with("负")) return true;
    for (std::string_view word : {"亏损", "亏损额", "净亏损"})
        if (head.ends_with(word)) return true;
    return head.ends_with("(") && n.end < s.size() && s.substr(n.end).find(')') != std::string_view::npos;
}

constexpr std::array<std::pair<std::string_view, int>, 9> units = {{{"百万元", 6},
                                                                    {"千万元", 7},
                                                                    {"万亿元", 12},
                                                                    {"亿元", 8},
                                                                    {"万元", 4},
                                                                    {"千元", 3},
                                                                    {"百元", 2},
                                                                    {"元", 0},
                                                                    {"万", 4}}};

void strip_zeros(std::string& number) {
    if (number.find('.') == std::string::npos) return;
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
}

} // namespace

std::optional<std::string> amount(std::string_view text) {
    const std::string s = plain(text);
    const std::vector<Number> numbers = numbers_in(s);
    if (numbers.size() != 1) return std::nullopt;
    std::string digits = numbers[0].digits;
    const auto point = std::min(digits.find('.'), digits.size());
    const auto first = std::min(digits.find_first_not_of('0'), digits.size());
    if (first > 0 && point > 1) digits.erase(0, std::min(first, point - 1));
    if (is_loss(s, numbers[0])) digits.insert(0, 1, '-');
    return digits;
}

std::optional<int> unit_power(std::string_view unit) {
    for (const auto& [word, power] : units)
        if (unit == word) return power;
    if (unit == "亿") return 8;
    return std::nullopt;
}

namespace {
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
} // namespace

std::string unit_in(std::string_view text) {
    std::string s = text::fold(text);
    for (std::string_view prefix : {"人民币", "单位"})
        s = text::replace_all(s, prefix, "");
    for (const auto& [word, power] : units) {
        if (word == "万") break;
        const auto at = s.find(word);
        if (at == std::string::npos) continue;
        // "元" within a word of three or more characters is none ("元件", "单元").
        const bool closed = at + word.size() == s.size() ||
                            std::string_view(")],;:。/").find(s[at + word.size()]) != std::string_view::npos;
        const std::u32string before = text::to_u32(std::string_view(s).substr(0, at));
        const bool opened = before.empty() || (!text::is_han(before.back()) && !is_letter(before.back()));
        if (word != "元" || (closed && opened)) return std::string(word);
    }
    return {};
}

std::string convert(const std::string& amount, std::string_view from, std::string_view to) {
    const auto a = unit_power(from), b = unit_power(to);
    if (!a || !b || *a == *b) return amount;
    const bool negative = amount.starts_with("-");
    std::string digits = negative ? amount.substr(1) : amount;
    auto point = static_cast<long>(std::min(digits.find('.'), digits.size()));
    std::erase(digits, '.');
    point += *a - *b;
    if (point <= 0) digits.insert(0, static_cast<std::size_t>(1 - point), '0'), point = 1;
    if (point > static_cast<long>(digits.size())) digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
    std::string result = digits.substr(0, static_cast<std::size_t>(point));
    if (static_cast<std::size_t>(point) < digits.size()) result += "." + digits.substr(static_cast<std::size_t>(point));
    const auto first = result.find_first_not_of('0');
    const auto dot = std::min(result.find('.'), result.size());
    result.erase(0, std::min(first == std::string::npos ? dot - 1 : first, dot - 1));
    strip_zeros(result);
    if (negative) result.insert(0, 1, '-');
    return result;
}

int sign_of(std::string_view amount) {
    if (amount.find_first_of("123456789") == std::string_view::npos) return 0;
    return amount.starts_with("-") ? -1 : 1;
}

} // namespace shenbao::values
