#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
#include "stages/fields/places.h"
#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao::fields_detail {

namespace {

// The first name among numbers and addresses: "王小明 13800138000".
std::string name_among(std::string_view text) {
    std::u32string name;
    for (char32_t c : text::to_u32(text)) {
        if (text::is_han(c) || c == U'·')
            name += c;
        else if (!name.empty() && c != U' ')
            break;
    }
    return text::to_utf8(name);
}

// What stands after the label's note, where recognition left some of the note: "签字) : 何芳".
std::u32string after_note(std::u32string name) {
    const auto mark = name.find_last_of(U":：)）>》,，");
    if (mark != std::u32string::npos && std::any_of(name.begin() + static_cast<long>(mark), name.end(), text::is_han))
        name.erase(0, mark + 1);
    for (std::u32string_view word : {U"签字", U"签章", U"盖章", U"签名"})
        if (const auto at = name.find(word); at != std::u32string::npos) name.erase(at, word.size());
    return name;
}

std::u32string han_of(std::u32string_view text) {
    std::u32string han;
    std::copy_if(text.begin(), text.end(), std::back_inserter(han),
                 [](char32_t c) { return text::is_han(c) || c == U'·'; });
    return han;
}

std::vector<Parsed> recognised_person(std::string_view text) {
    const std::u32string name = after_note(text::to_u32(values::normalise(FieldType::person, tidy(text))));
    const std::string whole = text::to_utf8(name), han = text::to_utf8(han_of(name));
    if (whole == han && values::is_person(whole)) return {{whole, 1}};
    if (!han.empty()) return {{han, values::is_person(han) ? 0.7 : 0.3}};
    // Capitals without a space are what a Latin alphabet makes of Chinese characters.
    const bool latin_name = values::is_person(whole) && whole.find(' ') != std::string::npos;
    return whole.empty() ? std::vector<Parsed>() : std::vector<Parsed>{{whole, latin_name ? 0.4 : 0.1}};
}

// Without what recognition left of a label's last line or of a rule on a line of its own before the name: no name is
// broken after its first character.
std::string_view after_remains(std::string_view text) {
    constexpr std::size_t longest = 2;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return text;
    std::u32string line = text::to_u32(text.substr(0, end));
    std::erase(line, U' ');
    const bool bracketed =
        !line.empty() && std::u32string_view(U"(（[〈").find(line.front()) != std::u32string_view::npos;
    const bool note = bracketed && std::u32string_view(U")）]〉").find(line.back()) != std::u32string_view::npos;
    return line.size() <= longest || note ? after_remains(text.substr(end + 1)) : text;
}

} // namespace

std::vector<Parsed> parse_person(std::string_view text, const ParseContext& context) {
    const std::string whole = values::normalise(FieldType::person, text);
    const bool with_numbers = !values::is_person(whole) && whole.find_first_of("0123456789") != std::string::npos;
    if (context.shared || (context.digital && with_numbers)) {
        const std::string name = name_among(text);
        return name.empty() ? std::vector<Parsed>() : std::vector<Parsed>{{name, 1}};
    }
    return context.digital ? std::vector<Parsed>{{whole, 1}} : recognised_person(text);
}

std::vector<Parsed> parse_company(std::string_view text, const ParseContext& context) {
    std::string name =
        values::normalise(FieldType::company, context.digital ? unbroken(text) : tidy(unbroken(after_remains(text))));
    if (name.empty()) return {};
    if (context.digital || values::is_company(name)) return {{name, 1}};
    return {{name, 0.5}};
}

// "高新区" stands in very many addresses; few districts else are called 高 and one character more.
void with_known_zone(std::u32string& s) {
    constexpr std::u32string_view districts = U"新明坪陵港淳昌";
    const auto at = s.find(U"市高");
    if (at == std::u32string::npos || at + 3 >= s.size() || s[at + 3] != U'区') return;
    if (districts.find(s[at + 2]) == std::u32string_view::npos) s[at + 2] = U'新';
}

// An address's last word after its last figure is 号 more often than anything that looks like it.
std::vector<Parsed> parse_address(std::string_view text, const ParseContext& context) {
    if (context.digital) return {{text::value(unbroken(text)), 1}};
    const std::string read = tidy(unbroken(text));
    std::u32string s = text::to_u32(with_known_places(read));
    constexpr std::u32string_view units = U"号楼室层栋幢座院村组弄户厅房段米路街巷区";
    with_known_zone(s);
    const bool figure_before = s.size() > 8 && s[s.size() - 2] >= U'0' && s[s.size() - 2] <= U'9';
    if (figure_before && text::is_han(s.back()) && units.find(s.back()) == std::u32string_view::npos) s.back() = U'号';
    const std::string value = text::to_utf8(s);
    if (value.empty()) return {};
    return {{value, value == read ? 1 : 0.9}};
}

std::vector<Parsed> parse_date(std::string_view text, const ParseContext& context) {
    const auto found = values::date(context.digital ? std::string(text) : digit_text(text));
    if (found) return {{*found, 1}};
    if (context.digital) return {{text::value(text), 1}};
    return {{tidy(text), 0.2}};
}

} // namespace shenbao::fields_detail
