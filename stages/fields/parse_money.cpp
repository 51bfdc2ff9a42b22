#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace shenbao::fields_detail {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A run of digits and separators in a text, with the unit after it.
struct Token {
    std::size_t begin = 0, end = 0;
    std::string raw; // digits, ',' and '.'
    bool loss = false;
    std::string unit;
    bool cut = false; // a separator stands before its first digit: others are lost
};

// Half-width, minus signs '-', every mark that recognition makes of a separator '.' or ','.
std::string plain(std::string_view text, bool digital) {
    std::string s = text::fold_width(text);
    for (std::string_view minus : {"−", "–", "—", "－", "﹣"})
        s = text::replace_all(s, minus, "-");
    if (digital) return s;
    for (std::string_view point : {"。", "·", "．"})
        s = text::replace_all(s, point, ".");
    for (std::string_view comma : {"，", "、", "'", "‘", "’", "`", "，"})
        s = text::replace_all(s, comma, ",");
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
        const bool near = (i > 0 && is_digit(s[i - 1])) || is_digit(s[i + 1]);
        if (!near) continue;
        if (s[i] == 'O' || s[i] == 'o') s[i] = '0';
        if (s[i] == 'l' || s[i] == 'I' || s[i] == '|') s[i] = '1';
        if (s[i] == 'B') s[i] = '8';
        if (s[i] == 'S') s[i] = '5';
        if (s[i] == 'Z') s[i] = '2';
    }
    return s;
}

bool separator(char c) { return c == ',' || c == '.'; }

// Whether the blank at `i` stands within a number: recognition parts digits from their separators.
bool inner_blank(std::string_view s, std::size_t i, bool digital) {
    if (digital || s[i] != ' ' || i == 0) return false;
    std::size_t next = i;
    while (next < s.size() && s[next] == ' ')
        ++next;
    if (next >= s.size() || next - i > 2) return false;
    return (separator(s[i - 1]) && (is_digit(s[next]) || separator(s[next]))) ||
           (separator(s[next]) && next + 1 < s.size());
}

bool loss_before(std::string_view head) {
    while (head.ends_with(' '))
        head.remove_suffix(1);
    if (head.ends_with("-") || head.ends_with("(") || head.ends_with("负")) return true;
    return head.ends_with("亏损") || head.ends_with("亏损额");
}

std::string unit_after(std::string_view rest) {
    while (rest.starts_with(' ') || rest.starts_with(')'))
        rest.remove_prefix(1);
    for (std::string_view unit : {"亿元", "百万元", "万元", "千元", "元"})
        if (rest.starts_with(unit)) return std::string(unit);
    return {};
}

std::vector<Token> tokens_of(std::string_view s, bool digital) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < s.size();) {
        if (!is_digit(s[i])) {
            ++i;
            continue;
        }
        Token token{i, i, {}, loss_before(s.substr(0, i)), {}};
        token.cut = i > 0 && s[i - 1] == ',' && (i < 2 || !is_digit(s[i - 2]));
        while (i < s.size() && (is_digit(s[i]) || separator(s[i]) || inner_blank(s, i, digital))) {
            if (s[i] != ' ') token.raw += s[i];
            ++i;
        }
        while (!token.raw.empty() && separator(token.raw.back()))
            token.raw.pop_back();
        token.end = i;
        token.unit = unit_after(s.substr(i));
        tokens.push_back(std::move(token));
    }
    return tokens;
}

// A number out of digits and separators that may be taken for one another. Well formed: groups of three before one
// point. Else the last separator is the point where one or two digits follow it, and the others part thousands.
std::optional<Parsed> number_of(const std::string& raw, bool digital) {
    std::vector<std::string> groups(1);
    std::string marks;
    for (char c : raw) {
        if (is_digit(c))
            groups.back() += c;
        else if (!groups.back().empty())
            marks += c, groups.emplace_back();
    }
    if (groups.back().empty()) groups.pop_back(), marks.pop_back();
    if (groups.empty()) return std::nullopt;
    const std::size_t points = static_cast<std::size_t>(std::count(marks.begin(), marks.end(), '.'));
    bool has_fraction = points > 0 && marks.back() == '.';
    double fitness = 1;
    if (!digital && !marks.empty() && !has_fraction && groups.back().size() <= 2) has_fraction = true, fitness = 0.8;
    if (!digital && points == 1 && has_fraction && groups.back().size() == 3 && marks.size() == 1) fitness = 0.6;
    if (points > (has_fraction ? 1U : 0U)) fitness = std::min(fitness, digital ? 0.5 : 0.8);
    const std::size_t whole = groups.size() - (has_fraction ? 1 : 0);
    std::string digits;
    for (std::size_t g = 0; g < whole; ++g) {
        const bool grouped = g == 0 ? whole == 1 || groups[g].size() <= 3 : groups[g].size() == 3;
        if (!grouped) fitness = std::min(fitness, 0.4);
        digits += groups[g];
    }
    if (!digital && whole == 1 && digits.size() > 4 && has_fraction) fitness = std::min(fitness, 0.9);
    const auto first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    digits.erase(0, first);
    if (has_fraction) digits += "." + groups.back();
    return Parsed{digits, fitness};
}

Parsed with_unit(Parsed parsed, const Token& token, const ParseContext& context) {
    if (token.loss) parsed.value.insert(0, 1, '-');
    if (token.cut && !context.digital) parsed.fitness *= 0.3;
    const std::string& from = token.unit.empty() ? context.unit : token.unit;
    parsed.value = values::convert(parsed.value, from, context.to_unit);
    return parsed;
}

// The year that a token is: four digits that are one of the years asked for, or are followed by 年. Recognition makes
// figures of 年 too ("20194F", "201846"): a year's figures and one or two more, without a separator.
int year_of(const Token& token, std::string_view s, const std::vector<int>& years, bool digital) {
    const bool more = !digital && (token.raw.size() == 5 || token.raw.size() == 6);
    if ((token.raw.size() != 4 && !more) || token.raw.find_first_not_of("0123456789") != std::string::npos) return 0;
    const int year = std::stoi(token.raw.substr(0, 4));
    if (std::find(years.begin(), years.end(), year) != years.end()) return year;
    return !more && s.substr(token.end).starts_with("年") && year > 1900 && year < 2100 ? year : 0;
}

// A comma before a year parts two entries ("28,753.66,2019年"): thousands have three figures, a year has four.
std::string parted(std::string s, const std::vector<int>& years) {
    for (int year : years) {
        const std::string digits = std::to_string(year);
        for (auto at = s.find(digits); at != std::string::npos; at = s.find(digits, at + 1)) {
            std::size_t before = at;
            while (before > 0 && s[before - 1] == ' ')
                --before;
            const std::size_t after = at + digits.size();
            const bool longer = after + 1 < s.size() && is_digit(s[after]) && is_digit(s[after + 1]);
            if (before > 0 && separator(s[before - 1]) && !longer) s[before - 1] = ';';
        }
    }
    return s;
}

struct Item {
    int year = 0;
    Parsed amount;
};

// Amounts in order, each with the year named before it.
std::vector<Item> items_of(std::string_view s, const ParseContext& context, const std::vector<int>& years) {
    std::vector<Item> items;
    int year = 0;
    for (const Token& token : tokens_of(s, context.digital)) {
        if (const int named = year_of(token, s, years, context.digital); named != 0) {
            year = named;
            continue;
        }
        auto amount = number_of(token.raw, context.digital);
        if (!amount || (!context.digital && token.raw.size() < 2)) continue;
        items.push_back({year, with_unit(*amount, token, context)});
        year = 0;
    }
    return items;
}

// A table's amounts have their decimals alike: one without, among others that have them, has lost some of its ink.
void doubt_odd_ones(std::vector<Item>& items) {
    const auto whole = [](const Item& item) { return item.amount.value.find('.') == std::string::npos; };
    const auto odd = std::count_if(items.begin(), items.end(), whole);
    if (odd == 0 || 2 * odd >= static_cast<long>(items.size())) return;
    for (Item& item : items)
        if (whole(item)) item.amount.fitness *= 0.3;
}

// Fills in the years that recognition lost, where the named ones stand in the order of the campaign's years.
bool fill_years(std::vector<Item>& items, const std::vector<int>& years) {
    if (items.size() != years.size()) return false;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].year != 0 && items[i].year != years[i]) return false;
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].year = years[i];
    return true;
}

} // namespace

std::vector<Parsed> parse_amount(std::string_view text, const ParseContext& context) {
    const std::string s = plain(text, context.digital);
    const std::vector<Token> tokens = tokens_of(s, context.digital);
    if (tokens.empty()) return {};
    if (tokens.size() > 1) {
        if (context.digital) return {};
        // Recognition parts a number in two; whether the parts belong together is a guess.
        std::string raw;
        for (const Token& token : tokens)
            raw += token.raw;
        auto number = number_of(raw, false);
        if (!number) return {};
        number->fitness = std::min(number->fitness, 0.4);
        return {with_unit(*number, tokens.front(), context)};
    }
    auto number = number_of(tokens.front().raw, context.digital);
    if (!number) return {};
    return {with_unit(*number, tokens.front(), context)};
}

std::vector<YearAmount> parse_series(std::string_view text, const ParseContext& context,
                                     const std::vector<int>& years) {
    std::vector<Item> items = items_of(parted(plain(text, context.digital), years), context, years);
    const bool any_named = std::any_of(items.begin(), items.end(), [](const Item& i) { return i.year != 0; });
    fill_years(items, years);
    if (!context.digital) doubt_odd_ones(items);
    std::vector<YearAmount> series;
    for (Item& item : items)
        if (item.year != 0)
            series.push_back({item.year, std::move(item.amount.value), item.amount.fitness, !any_named});
    return series;
}

} // namespace shenbao::fields_detail
