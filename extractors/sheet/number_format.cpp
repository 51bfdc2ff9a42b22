#include "extractors/sheet/number_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace shenbao::sheet {
namespace {

// One section of a code with its quoted and bracketed pieces taken apart.
struct Section {
    std::string pattern;       // placeholders and separators: 0 # ? . , % E @ and \1 where a literal stands
    std::string before, after; // literals before and after the placeholders
    int decimals = 0, minimum_decimals = 0, minimum_digits = 0, thousands = 0, percents = 0;
    bool separators = false, exponent = false, has_digits = false, has_text = false, general = false, fraction = false;
};

bool starts(std::string_view code, std::size_t at, std::string_view word) {
    if (at + word.size() > code.size()) return false;
    return std::equal(word.begin(), word.end(), code.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

std::vector<std::string_view> sections_of(std::string_view code) {
    std::vector<std::string_view> out;
    std::size_t from = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= code.size(); ++i) {
        if (i < code.size() && code[i] == '\\') {
            ++i;
            continue;
        }
        if (i < code.size() && code[i] == '"') quoted = !quoted;
        if (i < code.size() && (quoted || code[i] != ';')) continue;
        out.push_back(code.substr(from, i - from));
        from = i + 1;
    }
    return out;
}

// What a bracket shows: the sign of a currency, "[$¥-804]".
std::string bracket_text(std::string_view bracket) {
    if (bracket.substr(0, 1) != "$") return {};
    return std::string(bracket.substr(1, bracket.find('-') == bracket.npos ? bracket.npos : bracket.find('-') - 1));
}

class SectionReader {
  public:
    explicit SectionReader(std::string_view code) : code_(code) {}
    Section read() {
        while (at_ < code_.size())
            step();
        return std::move(section_);
    }

  private:
    void literal(std::string_view text) { (section_.has_digits ? section_.after : section_.before) += text; }
    void step() {
        char c = code_[at_];
        if (c == '"') {
            auto end = std::min(code_.find('"', at_ + 1), code_.size());
            literal(code_.substr(at_ + 1, end - at_ - 1));
            at_ = end + 1;
        } else if (c == '\\') {
            literal(code_.substr(std::min(at_ + 1, code_.size()), 1));
            at_ += 2;
        } else if (c == '_' || c == '*') {
            if (c == '_' && !section_.before.empty()) literal(" ");
            at_ += 2;
        } else if (c == '[') {
            auto end = std::min(code_.find(']', at_), code_.size());
            literal(bracket_text(code_.substr(at_ + 1, end - at_ - 1)));
            at_ = end + 1;
        } else if (starts(code_, at_, "general") || starts(code_, at_, "g/通用格式")) {
            section_.general = section_.has_digits = true;
            at_ += code_[at_ + 1] == '/' ? std::string_view("g/通用格式").size() : 7;
        } else {
            placeholder(c);
            ++at_;
        }
    }
    void placeholder(char c) {
        bool digit = c == '0' || c == '#' || c == '?';
        if (digit && section_.exponent) return;
        if (digit) {
            section_.has_digits = true;
            if (section_.thousands > 0 && !point_) section_.separators = true;
            section_.thousands = 0;
            if (point_) {
                ++section_.decimals;
                if (c == '0') section_.minimum_decimals = section_.decimals;
            } else if (c == '0') {
                ++section_.minimum_digits;
            }
        } else if (c == '.') {
            point_ = section_.has_digits = true;
        } else if (c == ',') {
            if (section_.has_digits) ++section_.thousands;
        } else if (c == '%') {
            ++section_.percents;
            literal("%");
        } else if (c == '@') {
            section_.has_text = true;
        } else if ((c == 'E' || c == 'e') && section_.has_digits) {
            section_.exponent = true;
        } else if (c == '/' && section_.has_digits) {
            section_.fraction = true;
        } else if (c == '+' && section_.exponent) {
            return;
        } else {
            literal(std::string_view(&c, 1));
        }
    }

    std::string_view code_;
    std::size_t at_ = 0;
    Section section_;
    bool point_ = false;
};

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer;
    int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", std::clamp(decimals, 0, 30), value);
    return {buffer.data(), static_cast<std::size_t>(std::clamp<int>(length, 0, buffer.size() - 1))};
}

void separate(std::string& digits) {
    auto point = digits.find('.');
    auto at = static_cast<std::ptrdiff_t>(point == std::string::npos ? digits.size() : point) - 3;
    for (; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
}

std::string with_section(double value, const Section& section) {
    if (section.general || section.fraction) return section.before + general(value) + section.after;
    if (!section.has_digits) return section.before + section.after;
    for (int i = 0; i < section.percents; ++i)
        value *= 100;
    for (int i = 0; i < section.thousands; ++i)
        value /= 1000;
    std::string digits;
    if (section.exponent) {
        std::array<char, 64> buffer;
        std::snprintf(buffer.data(), buffer.size(), "%.*E", std::min(section.decimals, 20), value);
        digits = buffer.data();
    } else {
        // Excel rounds decimal fractions away from zero, as they are written.
        double nudge = std::abs(value) * 1e-15;
        digits = fixed(value + nudge, section.decimals);
        while (section.decimals > 0 && digits.back() == '0' &&
               static_cast<int>(digits.size() - digits.find('.')) - 1 > section.minimum_decimals)
            digits.pop_back();
        if (digits.back() == '.') digits.pop_back();
        auto whole = std::min(digits.find('.'), digits.size());
        if (section.minimum_digits == 0 && whole == 1 && digits[0] == '0' && digits.size() > 1) digits.erase(0, 1);
        if (static_cast<int>(whole) < section.minimum_digits)
            digits.insert(0, static_cast<std::size_t>(section.minimum_digits) - whole, '0');
        if (section.separators) separate(digits);
    }
    return section.before + digits + section.after;
}

// Days of the 1900 system to year, month, day (proleptic Gregorian, by Howard Hinnant's method).
struct Day {
    int year, month, day;
};

Day day_of(std::int64_t serial, bool from_1904) {
    if (!from_1904 && serial < 60) ++serial; // the 29th of February 1900 that never was
    std::int64_t z = serial + (from_1904 ? 1462 : 0) - 25569 + 719468;
    std::int64_t era = z / 146097, doe = z % 146097;
    std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    return {static_cast<int>(yoe + era * 400 + (month <= 2)), month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

// What a date code asks for. An m beside an h or s is a minute.
struct DateParts {
    bool year = false, month = false, day = false, hour = false, minute = false, second = false, elapsed = false;
};

std::string bare(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '"')
            i = std::min(code.find('"', i + 1), code.size());
        else if (code[i] == '\\' || code[i] == '_' || code[i] == '*')
            ++i;
        else if (code[i] == '[') {
            auto end = std::min(code.find(']', i), code.size());
            std::string_view inner = code.substr(i + 1, end - i - 1);
            if (inner == "h" || inner == "hh" || inner == "m" || inner == "mm" || inner == "s" || inner == "ss")
                out += "[" + std::string(inner) + "]";
            i = end;
        } else {
            out += code[i] >= 'A' && code[i] <= 'Z' ? static_cast<char>(code[i] + 32) : code[i];
        }
    }
    for (std::string_view half : {"am/pm", "a/p", "上午/下午"})
        if (auto at = out.find(half); at != out.npos) out.erase(at, half.size());
    return out;
}

DateParts parts_of(std::string_view code) {
    std::string plain = bare(code);
    DateParts parts;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        char c = plain[i];
        if (c == '[')
            parts.elapsed = true;
        else if (c == 'y' || c == 'e')
            parts.year = true;
        else if (c == 'd')
            parts.day = true;
        else if (c == 'h')
            parts.hour = true;
        else if (c == 's')
            parts.second = true;
        else if (c == 'm') {
            std::size_t end = plain.find_first_not_of('m', i);
            auto before = plain.find_last_of("hsdye", i), after = plain.find_first_of("hsdye", end);
            bool minute =
                (before != plain.npos && (plain[before] == 'h')) || (after != plain.npos && plain[after] == 's');
            (minute ? parts.minute : parts.month) = true;
            i = std::min(end, plain.size()) - 1;
        }
    }
    return parts;
}

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string date_text(double value, std::string_view code, bool from_1904) {
    DateParts parts = parts_of(code);
    auto seconds = static_cast<std::int64_t>(std::llround(value * 86400));
    std::int64_t days = seconds / 86400, rest = seconds % 86400;
    std::string out;
    if (parts.year || parts.month || parts.day) {
        Day day = day_of(days, from_1904);
        if (parts.year) out = std::to_string(day.year);
        if (parts.month) out += (out.empty() ? "" : "-") + two(day.month);
        if (parts.day) out += (out.empty() ? "" : "-") + two(day.day);
    }
    if (!parts.hour && !parts.minute && !parts.second) return out;
    if (!out.empty()) out += ' ';
    std::int64_t hours = parts.elapsed ? seconds / 3600 : rest / 3600;
    out += two(static_cast<int>(hours)) + ":" + two(static_cast<int>(rest / 60 % 60));
    return parts.second ? out + ":" + two(static_cast<int>(rest % 60)) : out;
}

} // namespace

std::string_view builtin_format(int id) {
    switch (id) {
    case 1:
        return "0";
    case 2:
        return "0.00";
    case 3:
        return "#,##0";
    case 4:
        return "#,##0.00";
    case 5:
    case 6:
    case 42:
    case 37:
    case 38:
    case 41:
        return "#,##0;-#,##0";
    case 7:
    case 8:
    case 44:
    case 39:
    case 40:
    case 43:
        return "#,##0.00;-#,##0.00";
    case 9:
        return "0%";
    case 10:
        return "0.00%";
    case 11:
        return "0.00E+00";
    case 12:
        return "# ?/?";
    case 13:
        return "# ?/?";
    case 14:
    case 15:
    case 30:
        return "yyyy-mm-dd";
    case 16:
    case 28:
    case 29:
    case 33:
    case 35:
    case 50:
    case 51:
    case 53:
    case 58:
    case 54:
        return "mm-dd";
    case 17:
    case 27:
    case 36:
    case 52:
    case 55:
    case 57:
        return "yyyy-mm";
    case 31:
        return "yyyy-mm-dd";
    case 32:
    case 34:
    case 56:
    case 20:
        return "h:mm";
    case 18:
    case 21:
    case 19:
        return id == 18 ? "h:mm" : "h:mm:ss";
    case 22:
        return "yyyy-mm-dd h:mm";
    case 45:
    case 47:
        return "mm:ss";
    case 46:
        return "[h]:mm:ss";
    case 48:
        return "##0.0E+0";
    case 49:
        return "@";
    default:
        return "General";
    }
}

bool is_date_format(std::string_view code) {
    auto sections = sections_of(code);
    std::string plain = bare(sections.empty() ? code : sections.front());
    if (starts(plain, 0, "general") || plain.find("g/") != plain.npos) return false;
    if (plain.find_first_of("0#?") != plain.npos && plain.find_first_of("yd") == plain.npos &&
        plain.find("h") == plain.npos && plain.find("s") == plain.npos)
        return false;
    return plain.find_first_of("ymdhs") != plain.npos;
}

std::string general(double value) {
    if (!std::isfinite(value)) return {};
    if (value == std::floor(value) && std::abs(value) < 1e18) return fixed(value == 0 ? 0 : value, 0);
    std::array<char, 64> buffer;
    std::snprintf(buffer.data(), buffer.size(), "%.15g", value);
    std::string out = buffer.data();
    if (out.find('e') == std::string::npos || std::abs(value) >= 1e18 || std::abs(value) < 1e-9) return out;
    out = fixed(value, 20);
    out.erase(out.find_last_not_of('0') + 1);
    return out;
}

std::string shown(double value, std::string_view code, bool from_1904) {
    if (!std::isfinite(value)) return {};
    if (code.empty()) return general(value);
    if (is_date_format(code))
        return value >= 0 && value < 2'958'466 ? date_text(value, code, from_1904) : general(value);
    auto sections = sections_of(code);
    std::size_t pick = value < 0 && sections.size() > 1 ? 1 : value == 0 && sections.size() > 2 ? 2 : 0;
    Section section = SectionReader(sections[pick]).read();
    if (section.has_text && !section.has_digits) return general(value);
    if (pick == 1) value = -value;
    if (value < 0) {
        std::string digits = with_section(-value, section);
        bool zero = digits.find_first_of("123456789") == digits.npos;
        return (zero ? "" : "-") + digits;
    }
    return with_section(value, section);
}

} // namespace shenbao::sheet
