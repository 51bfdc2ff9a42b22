#include "extractors/word/numbering.h"

#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace shenbao {
namespace {

std::string utf8(char32_t c) { return text::to_utf8(std::u32string(1, c)); }

std::string letters(int value, char first) {
    // Word repeats the letter: Z is followed by AA, BB.
    if (value < 1 || value > 26 * 50) return std::to_string(value);
    return std::string(static_cast<std::size_t>((value - 1) / 26 + 1), static_cast<char>(first + (value - 1) % 26));
}

std::string roman(int value, bool upper) {
    if (value < 1 || value > 3999) return std::to_string(value);
    static constexpr struct {
        int value;
        const char* sign;
    } signs[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                 {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    std::string out;
    for (auto& [amount, sign] : signs)
        for (; value >= amount; value -= amount)
            out += sign;
    if (upper) std::transform(out.begin(), out.end(), out.begin(), [](char c) { return static_cast<char>(c - 32); });
    return out;
}

// 〇一二… as digits, and the words for tens, hundreds and thousands.
struct ChineseNumerals {
    const char32_t* digits;
    const char32_t* units; // 十百千万
    bool one_before_ten;   // 一十 rather than 十
};
constexpr ChineseNumerals plain{U"〇一二三四五六七八九", U"十百千万", false};
constexpr ChineseNumerals legal{U"零壹贰叁肆伍陆柒捌玖", U"拾佰仟万", true};

std::string chinese(int value, const ChineseNumerals& words) {
    if (value < 1 || value > 99'999) return std::to_string(value);
    std::u32string out;
    bool gap = false;
    for (int place = 4, unit = 10'000; place >= 0; --place, unit /= 10) {
        int digit = value / unit % 10;
        if (digit == 0) {
            gap = !out.empty();
            continue;
        }
        if (gap) out += words.digits == plain.digits ? U'零' : words.digits[0];
        gap = false;
        bool bare_ten = place == 1 && digit == 1 && out.empty() && !words.one_before_ten;
        if (!bare_ten) out += words.digits[digit];
        if (place > 0) out += words.units[place - 1];
    }
    return text::to_utf8(out);
}

std::string digit_by_digit(int value, const char32_t* digits) {
    std::u32string out;
    for (char c : std::to_string(std::max(0, value)))
        out += digits[c - '0'];
    return text::to_utf8(out);
}

// One character a number, from `first` on for 1 to `last`; decimal beyond.
std::string from_run(int value, char32_t first, int last) {
    return value >= 1 && value <= last ? utf8(first + static_cast<char32_t>(value - 1)) : std::to_string(value);
}

std::string circled(int value) {
    if (value >= 21 && value <= 35) return utf8(U'㉑' + static_cast<char32_t>(value - 21));
    if (value >= 36 && value <= 50) return utf8(U'㊱' + static_cast<char32_t>(value - 36));
    return from_run(value, U'①', 20);
}

std::string of_cycle(int value, std::u32string_view signs) {
    if (value < 1 || value > static_cast<int>(signs.size())) return std::to_string(value);
    return utf8(signs[static_cast<std::size_t>(value - 1)]);
}

std::string ordinal(int value) {
    int last = value % 10, tens = value / 10 % 10;
    return std::to_string(value) + (tens == 1 || last == 0 || last > 3 ? "th"
                                    : last == 1                        ? "st"
                                    : last == 2                        ? "nd"
                                                                       : "rd");
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string east_asian(std::string_view format, int value) {
    if (is_one_of(format,
                  {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
                   "japaneseCounting", "koreanCounting", "ideographLegalTraditional"}))
        return chinese(value, format == "ideographLegalTraditional" ? legal : plain);
    if (is_one_of(format, {"chineseLegalSimplified", "japaneseLegal"})) return chinese(value, legal);
    if (is_one_of(format, {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"}))
        return digit_by_digit(value, plain.digits);
    if (is_one_of(format, {"decimalFullWidth", "decimalFullWidth2"}))
        return digit_by_digit(value, U"０１２３４５６７８９");
    if (is_one_of(format, {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})) return circled(value);
    if (format == "decimalEnclosedParen") return from_run(value, U'⑴', 20);
    if (format == "decimalEnclosedFullstop") return from_run(value, U'⒈', 20);
    if (format == "ideographEnclosedCircle") return from_run(value, U'㊀', 10);
    if (format == "ideographTraditional") return of_cycle(value, U"甲乙丙丁戊己庚辛壬癸");
    if (format == "ideographZodiac") return of_cycle(value, U"子丑寅卯辰巳午未申酉戌亥");
    return std::to_string(value);
}

} // namespace

std::string number_in(std::string_view format, int value) {
    if (format.empty() || format == "decimal" || format == "decimalHalfWidth") return std::to_string(value);
    if (format == "none" || format == "bullet") return {};
    if (format == "decimalZero") return (value >= 0 && value < 10 ? "0" : "") + std::to_string(value);
    if (format == "upperLetter") return letters(value, 'A');
    if (format == "lowerLetter") return letters(value, 'a');
    if (format == "upperRoman") return roman(value, true);
    if (format == "lowerRoman") return roman(value, false);
    if (format == "ordinal") return ordinal(value);
    if (format == "numberInDash") return "- " + std::to_string(value) + " -";
    return east_asian(format, value);
}

std::string numbered(std::string number, std::string text) {
    bool empty = text.find_first_not_of(" \t\n") == std::string::npos;
    bool counts = std::any_of(number.begin(), number.end(), [](unsigned char c) { return std::isalnum(c); });
    // Numerals of Chinese lie in the block of Chinese characters or among the enclosed ones; bullets do not.
    for (char32_t c : text::to_u32(number))
        counts = counts || text::is_han(c) || (c >= 0x2460 && c < 0x2500) || c == 0x3007;
    return empty && !counts ? text : std::move(number) + text;
}

std::string_view number_format_of(int nfc) {
    static constexpr struct {
        int nfc;
        std::string_view name;
    } formats[] = {{0, "decimal"},
                   {1, "upperRoman"},
                   {2, "lowerRoman"},
                   {3, "upperLetter"},
                   {4, "lowerLetter"},
                   {5, "ordinal"},
                   {10, "ideographDigital"},
                   {11, "japaneseCounting"},
                   {14, "decimalFullWidth"},
                   {15, "decimalHalfWidth"},
                   {16, "japaneseLegal"},
                   {17, "japaneseDigitalTenThousand"},
                   {18, "decimalEnclosedCircle"},
                   {19, "decimalFullWidth2"},
                   {22, "decimalZero"},
                   {23, "bullet"},
                   {26, "decimalEnclosedFullstop"},
                   {27, "decimalEnclosedParen"},
                   {28, "decimalEnclosedCircleChinese"},
                   {29, "ideographEnclosedCircle"},
                   {30, "ideographTraditional"},
                   {31, "ideographZodiac"},
                   {33, "taiwaneseCounting"},
                   {34, "ideographLegalTraditional"},
                   {35, "taiwaneseCountingThousand"},
                   {36, "taiwaneseDigital"},
                   {37, "chineseCounting"},
                   {38, "chineseLegalSimplified"},
                   {39, "chineseCountingThousand"},
                   {57, "numberInDash"},
                   {255, "none"}};
    auto at = std::find_if(std::begin(formats), std::end(formats), [&](const auto& f) { return f.nfc == nfc; });
    return at == std::end(formats) ? std::string_view("decimal") : at->name;
}

void ListCounter::restart(int key, int level, int value) {
    if (level < 0 || level > 8) return;
    State& state = lists_[key];
    state.forced[static_cast<std::size_t>(level)] = value;
    state.is_forced[static_cast<std::size_t>(level)] = true;
}

void ListCounter::advance(State& state, const List& list, int level) {
    for (int i = 0; i <= level; ++i) {
        auto at = static_cast<std::size_t>(i);
        int first = state.is_forced[at] ? state.forced[at] : list.levels[at].start;
        bool counts = i == level;
        if (!state.started[at] || (counts && state.is_forced[at]))
            state.value[at] = first;
        else if (counts && state.value[at] < 1'000'000)
            ++state.value[at];
        state.started[at] = true;
        if (counts) state.is_forced[at] = false;
    }
    for (int i = level + 1; i < 9; ++i) {
        int restart = list.levels[static_cast<std::size_t>(i)].restart;
        if (restart < 0 || (restart > 0 && level < restart)) state.started[static_cast<std::size_t>(i)] = false;
    }
}

std::string ListCounter::next(int key, const List& list, int level) {
    level = std::clamp(level, 0, 8);
    State& state = lists_[key];
    advance(state, list, level);
    const ListLevel& shown = list.levels[static_cast<std::size_t>(level)];
    std::string out;
    for (std::size_t i = 0; i < shown.text.size(); ++i) {
        bool placeholder =
            shown.text[i] == '%' && i + 1 < shown.text.size() && shown.text[i + 1] >= '1' && shown.text[i + 1] <= '9';
        if (!placeholder) {
            out += shown.text[i];
            continue;
        }
        auto at = static_cast<std::size_t>(shown.text[++i] - '1');
        out += number_in(shown.legal ? "decimal" : list.levels[at].format, state.value[at]);
    }
    if (shown.format == "bullet") out = without_private_use(out, shown.bullet_font);
    return out.empty() || shown.bare ? out : out + " ";
}

} // namespace shenbao
