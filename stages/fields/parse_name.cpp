#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
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

} // namespace shenbao::fields_detail
