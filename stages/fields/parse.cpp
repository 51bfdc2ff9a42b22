#include "stages/fields/parse.h"

#include "pipeline/model/text.h"
#include "stages/fields/parse_text.h"
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

// The lines of a scan's cell that are no value of another type: where a rule between two cells was lost, an address or
// a number stands above or below.
std::string without_others_values(std::string_view cell) {
    std::string own;
    for (const std::string& line : text::split(cell, '\n')) {
        const std::string words = tidy(line);
        const bool others = values::is_email(words) || values::is_phone(words) || values::is_uscc_shaped(words);
        if (!others) own += (own.empty() ? "" : "\n") + line;
    }
    return own;
}

} // namespace

std::vector<Parsed> parse(std::string_view text, const ParseContext& context) {
    if (says_nothing(text)) return {};
    switch (context.type) {
    case FieldType::uscc:
        return parse_code(text, context);
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
    case FieldType::address:
        return parse_address(text, context);
    case FieldType::text:
        break;
    }
    std::string value = context.digital ? text::value(unbroken(text)) : tidy(unbroken(without_others_values(text)));
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
