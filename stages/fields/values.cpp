#include "stages/fields/values.h"

#include "pipeline/model/text.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

namespace shenbao::values {

namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view with) {
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : std::string(with)) + part;
    return all;
}

// Codes and numbers: half-width, upper case, without the spaces and hyphens that people group them by.
std::string code_text(std::string_view text) {
    std::string code;
    for (char c : text::fold_width(text::nfc(text)))
        if (!std::isspace(static_cast<unsigned char>(c)) && c != '-')
            code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return code;
}

// Words that stand round a name on a form and are no part of it.
std::string without_marks(std::string value) {
    for (std::string_view mark :
         {"（盖章）", "(盖章)", "（公章）", "(公章)", "（签字）", "(签字)", "（签章）", "(签章)", "（加盖公章）"})
        value = text::replace_all(std::move(value), mark, "");
    for (std::string_view edge : {"：", ":", "。", "，", ",", "；", ";", "、", "_", "|", "."}) {
        while (value.starts_with(edge))
            value.erase(0, edge.size());
        while (value.ends_with(edge))
            value.erase(value.size() - edge.size());
    }
    return text::squeeze(value);
}

std::string phone_value(std::string_view text, bool mobile_only) {
    std::vector<std::string> found = phones(text);
    const auto is_other = [](const std::string& p) { return !is_mobile(p); };
    if (mobile_only && std::any_of(found.begin(), found.end(), [](const std::string& p) { return is_mobile(p); }))
        std::erase_if(found, is_other);
    return found.empty() ? text::value(text) : joined(found, "/");
}

std::string money_value(std::string_view text, std::string_view from_unit, std::string_view to_unit) {
    const auto read = amount(text);
    if (!read) return text::value(text);
    const std::string own = unit_in(text);
    return convert(*read, own.empty() ? from_unit : std::string_view(own), to_unit);
}

bool all_valid(std::string_view value, bool (*valid)(std::string_view)) {
    const std::vector<std::string> parts = text::split(value, '/');
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](const std::string& p) { return valid(p); });
}

bool is_amount(std::string_view value) {
    std::string_view s = value;
    if (s.starts_with("-")) s.remove_prefix(1);
    return !s.empty() && s.find_first_not_of("0123456789.") == std::string_view::npos && s.front() != '.' &&
           s.back() != '.' && std::count(s.begin(), s.end(), '.') <= 1;
}

} // namespace

std::string normalise(FieldType type, std::string_view text, std::string_view from_unit, std::string_view to_unit) {
    switch (type) {
    case FieldType::uscc:
        return code_text(text);
    case FieldType::number:
        return code_text(text);
    case FieldType::phone:
        return phone_value(text, false);
    case FieldType::mobile:
        return phone_value(text, true);
    case FieldType::email: {
        const std::vector<std::string> found = emails(text);
        return found.empty() ? text::value(text) : joined(found, "/");
    }
    case FieldType::date: {
        const auto found = date(text);
        return found ? *found : text::value(text);
    }
    case FieldType::money:
    case FieldType::money_series:
        return money_value(text, from_unit, to_unit);
    case FieldType::company:
    case FieldType::person:
        return without_marks(text::value(text));
    case FieldType::text:
    case FieldType::address:
        break;
    }
    return text::value(text);
}

bool is_valid(FieldType type, std::string_view value, std::string_view pattern) {
    switch (type) {
    case FieldType::uscc:
        return is_uscc(value);
    case FieldType::number:
        return pattern.empty() ? !value.empty()
                               : RE2::FullMatch(re2::StringPiece(value.data(), value.size()),
                                                RE2(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet));
    case FieldType::phone:
        return all_valid(value, is_phone);
    case FieldType::mobile:
        return all_valid(value, is_mobile);
    case FieldType::email:
        return all_valid(value, is_email);
    case FieldType::date:
        return date(value) == value;
    case FieldType::money:
    case FieldType::money_series:
        return is_amount(value);
    case FieldType::company:
        return is_company(value);
    case FieldType::person:
        return is_person(value);
    case FieldType::text:
    case FieldType::address:
        break;
    }
    return !value.empty();
}

} // namespace shenbao::values
