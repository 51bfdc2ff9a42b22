#include "stages/fields/parse.h"

#include "pipeline/model/text.h"
#include "stages/fields/likeness.h"
#include "stages/fields/parse_money.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cctype>

namespace shenbao::fields_detail {

namespace {

// What people write into a field that does not apply to them.
bool says_nothing(std::string_view text) {
    const std::string folded = text::fold(text);
    return folded.empty() || folded == "无" || folded == "/" || folded == "-" || folded == "—" || folded == "——" ||
           folded == "暂无" || folded.find_first_not_of("-_/.|") == std::string::npos;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : "/") + part;
    return all;
}

// Recognition leaves spaces and rubbish of rules and dots round a value; and it puts spaces between Chinese characters
// and the digits and letters next to them, where print has none.
std::string tidy(std::string_view text) {
    std::u32string s = text::to_u32(text::squeeze(text));
    constexpr std::u32string_view rubbish = U" |[]{}_~`'‘’“”\"^*=<>《》\\·。.,，、:：;；-—";
    while (!s.empty() && rubbish.find(s.front()) != std::u32string_view::npos)
        s.erase(0, 1);
    while (!s.empty() && rubbish.find(s.back()) != std::u32string_view::npos)
        s.pop_back();
    std::u32string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const bool between_scripts =
            s[i] == U' ' && i > 0 && i + 1 < s.size() && (text::is_han(s[i - 1]) || text::is_han(s[i + 1]));
        if (!between_scripts) out += s[i];
    }
    return text::to_utf8(out);
}

// The credit code's alphabet has no I, O, S, V, Z: where recognition reads one, print has its look-alike.
std::string to_code_alphabet(std::string code) {
    for (char& c : code) {
        if (c == 'O') c = '0';
        if (c == 'I') c = '1';
        if (c == 'S') c = '5';
        if (c == 'Z') c = '2';
    }
    return code;
}

std::string alphanumerics(std::string_view text) {
    std::string out;
    for (char c : text::fold_width(text))
        if (std::isalnum(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80)
            out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

std::vector<Parsed> parse_uscc(std::string_view text, bool digital) {
    if (digital) {
        const std::string code = values::normalise(FieldType::uscc, text);
        const std::string plain = alphanumerics(text);
        if (!values::is_uscc(code) && values::is_uscc(plain)) return {{plain, 1}};
        return {{code, 1}};
    }
    const std::string code = to_code_alphabet(alphanumerics(text));
    if (code.size() < 12) return {};
    if (code.size() == 18) return {{code, values::is_uscc_shaped(code) ? 1.0 : 0.6}};
    // A ruled line read as a 1 or a doubled character makes it longer: a window that checks is taken, at a price.
    std::vector<Parsed> found;
    for (std::size_t i = 0; i + 18 <= code.size() && code.size() <= 22; ++i)
        if (values::is_uscc(code.substr(i, 18))) found.push_back({code.substr(i, 18), 0.7});
    if (found.empty()) found.push_back({code, 0.3});
    return found;
}

std::vector<Parsed> parse_number(std::string_view text, const ParseContext& context) {
    const std::string whole = values::normalise(FieldType::number, text);
    if (context.digital || values::is_valid(FieldType::number, whole, context.pattern)) return {{whole, 1}};
    std::string digits;
    for (char c : alphanumerics(text)) {
        const char d = c == 'O' || c == 'D' || c == 'Q' ? '0'
                       : c == 'I' || c == 'L'           ? '1'
                       : c == 'Z'                       ? '2'
                       : c == 'S'                       ? '5'
                       : c == 'B'                       ? '8'
                                                        : c;
        digits += d;
    }
    if (digits.empty()) return {};
    return {
        {digits, !context.pattern.empty() && values::is_valid(FieldType::number, digits, context.pattern) ? 0.9 : 0.4}};
}

// Digits as recognition writes them: look-alike letters within a number made digits.
std::string digit_text(std::string_view text) {
    std::string s = text::fold_width(text);
    for (std::size_t i = 0; i < s.size(); ++i) {
        const bool near = (i > 0 && std::isdigit(static_cast<unsigned char>(s[i - 1]))) ||
                          (i + 1 < s.size() && std::isdigit(static_cast<unsigned char>(s[i + 1])));
        if (!near) continue;
        if (s[i] == 'O' || s[i] == 'o' || s[i] == 'D' || s[i] == 'Q') s[i] = '0';
        if (s[i] == 'l' || s[i] == 'I' || s[i] == '|' || s[i] == '!') s[i] = '1';
        if (s[i] == 'B') s[i] = '8';
        if (s[i] == 'S') s[i] = '5';
        if (s[i] == 'Z') s[i] = '2';
    }
    return s;
}

std::vector<Parsed> parse_phone(std::string_view text, const ParseContext& context) {
    std::vector<std::string> found = values::phones(context.digital ? std::string(text) : digit_text(text));
    const auto mobile = [](const std::string& p) { return values::is_mobile(p); };
    if (context.type == FieldType::mobile && std::any_of(found.begin(), found.end(), mobile))
        std::erase_if(found, [](const std::string& p) { return !values::is_mobile(p); });
    if (!found.empty())
        return {{joined(found), context.type == FieldType::mobile && !values::is_mobile(found.front()) ? 0.7 : 1}};
    if (context.digital && !context.shared) return {{text::value(text), 1}};
    std::string digits;
    for (char c : digit_text(text))
        if (std::isdigit(static_cast<unsigned char>(c)) || c == '-') digits += c;
    if (digits.size() < 6) return {};
    return {{digits, 0.3}};
}

std::vector<Parsed> parse_email(std::string_view text, const ParseContext& context) {
    std::vector<std::string> found = values::emails(text);
    if (!found.empty()) return {{joined(found), 1}};
    if (context.digital) return context.shared ? std::vector<Parsed>() : std::vector<Parsed>{{text::value(text), 1}};
    // Signs that recognition writes for an at sign, and a comma for a point.
    std::string s = text::fold_width(text);
    for (std::string_view at : {"©", "®", "＠", "(@)", "(O)", "(a)"})
        s = text::replace_all(s, at, "@");
    s = text::replace_all(s, ",", ".");
    s = text::replace_all(s, "。", ".");
    found = values::emails(s);
    if (!found.empty()) return {{joined(found), 0.6}};
    const std::string rest = tidy(text);
    return rest.size() < 5 ? std::vector<Parsed>() : std::vector<Parsed>{{rest, 0.2}};
}

// A cell's lines are broken where its width ends: only between two Latin words does the break stand for a space.
std::string unbroken(std::string_view text) {
    const std::u32string s = text::to_u32(text);
    const auto latin = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); };
    std::u32string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != U'\n' && s[i] != U'\r')
            out += s[i];
        else if (!out.empty() && i + 1 < s.size() && latin(out.back()) && latin(s[i + 1]))
            out += U' ';
    }
    return text::to_utf8(out);
}

std::vector<Parsed> parse_person(std::string_view text, const ParseContext& context) {
    const std::string whole = values::normalise(FieldType::person, text);
    const bool with_numbers = !values::is_person(whole) && whole.find_first_of("0123456789") != std::string::npos;
    if (context.shared || (context.digital && with_numbers)) { // the name is what the numbers and addresses leave
        std::u32string name;
        for (char32_t c : text::to_u32(text)) {
            if (text::is_han(c) || c == U'·')
                name += c;
            else if (!name.empty() && c != U' ')
                break;
        }
        return name.empty() ? std::vector<Parsed>() : std::vector<Parsed>{{text::to_utf8(name), 1}};
    }
    if (context.digital) return {{whole, 1}};
    std::string name = values::normalise(FieldType::person, tidy(text));
    if (values::is_person(name)) return {{name, 1}};
    std::u32string han;
    for (char32_t c : text::to_u32(name))
        if (text::is_han(c) || c == U'·') han += c;
    const std::string rest = text::to_utf8(han);
    return rest.empty() ? std::vector<Parsed>() : std::vector<Parsed>{{rest, values::is_person(rest) ? 0.7 : 0.3}};
}

std::vector<Parsed> parse_company(std::string_view text, const ParseContext& context) {
    std::string name = values::normalise(FieldType::company, context.digital ? unbroken(text) : tidy(unbroken(text)));
    if (name.empty()) return {};
    if (context.digital || values::is_company(name)) return {{name, 1}};
    return {{name, 0.5}};
}

std::vector<Parsed> parse_date(std::string_view text, const ParseContext& context) {
    const auto found = values::date(context.digital ? std::string(text) : digit_text(text));
    if (found) return {{*found, 1}};
    if (context.digital) return {{text::value(text), 1}};
    return {{tidy(text), 0.2}};
}

} // namespace

std::vector<Parsed> parse(std::string_view text, const ParseContext& context) {
    if (says_nothing(text)) return {};
    switch (context.type) {
    case FieldType::uscc:
        return parse_uscc(text, context.digital);
    case FieldType::number:
        return parse_number(text, context);
    case FieldType::phone:
    case FieldType::mobile:
        return parse_phone(text, context);
    case FieldType::email:
        return parse_email(text, context);
    case FieldType::person:
        return parse_person(text, context);
    case FieldType::company:
        return parse_company(text, context);
    case FieldType::date:
        return parse_date(text, context);
    case FieldType::money:
    case FieldType::money_series:
        return parse_amount(text, context);
    case FieldType::text:
    case FieldType::address:
        break;
    }
    std::string value = context.digital ? text::value(unbroken(text)) : tidy(unbroken(text));
    return value.empty() ? std::vector<Parsed>() : std::vector<Parsed>{{std::move(value), 1}};
}

bool plausible(FieldType type, std::string_view text) {
    if (says_nothing(text)) return false;
    const std::string s = digit_text(text);
    const auto digits = std::count_if(s.begin(), s.end(), [](unsigned char c) { return std::isdigit(c); });
    switch (type) {
    case FieldType::uscc:
        return alphanumerics(text).size() >= 13;
    case FieldType::number:
        return digits >= 2;
    case FieldType::phone:
    case FieldType::mobile:
        return digits >= 7;
    case FieldType::email:
        return alphanumerics(text).size() >= 5;
    case FieldType::date:
        return digits >= 3 || values::date(text).has_value();
    case FieldType::money:
    case FieldType::money_series:
        return digits >= 1;
    case FieldType::company:
        return text::length(text::fold(text)) >= 4 && digits <= 6;
    case FieldType::person:
        return text::length(text::fold(text)) >= 1 && text::length(text::fold(text)) <= 60;
    case FieldType::text:
    case FieldType::address:
        break;
    }
    return true;
}

} // namespace shenbao::fields_detail
