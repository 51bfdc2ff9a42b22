#pragma once
// Values by type: what is well formed, how each is written in a record, and how two are compared. Pure functions of
// text; nothing here knows where a value came from.

#include "pipeline/model/campaign.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::values {

// --- Unified social credit code, GB 32100-2015 ---

// 18 characters of the code's alphabet (no I, O, S, V, Z), upper case. The check digit is not looked at.
bool is_uscc_shaped(std::string_view code);
// Shaped, and its 18th character is the one that 5.2 of the standard computes from the 17 before it.
bool is_uscc(std::string_view code);
// The 18th character for the first 17; nothing where they are not of the alphabet.
std::optional<char> uscc_check(std::string_view first17);
// Places 3 to 8: the registering authority's administrative division (GB/T 2260).
std::string uscc_region(std::string_view code);
// Places 9 to 17: the organisation code (GB 11714), whose last character is a check by modulus 11.
std::string uscc_organisation(std::string_view code);
bool is_organisation_code(std::string_view nine);

// --- Telephone and mail ---

bool is_mobile(std::string_view digits);                // 1[3-9] and nine digits more
bool is_landline(std::string_view phone);               // with or without area code and extension, '-' between
bool is_phone(std::string_view phone);                  // either
std::vector<std::string> phones(std::string_view cell); // all numbers in a cell, as written in a record, in order
bool is_email(std::string_view address);
std::vector<std::string> emails(std::string_view cell);

// --- Dates and money ---

// "2021年6月7日", "2021.06.07", "2021-6-7", "二〇二一年六月七日" -> "2021-06-07"; nothing for a day that is none.
std::optional<std::string> date(std::string_view text);

// An amount as a decimal string without separators: "1,234.50", "（12.3）" and "－12.3" for losses. Digits after the
// point are kept as they are written. Nothing where the text holds no amount, or more than one.
std::optional<std::string> amount(std::string_view text);
// The power of ten of a unit over 元: 元 0, 千元 3, 万元 4, 百万元 6, 亿元 8. Nothing for any other word.
std::optional<int> unit_power(std::string_view unit);
// The unit that a label, a column's head or a note names ("利润总额（万元）", "单位：亿元"); empty where none.
std::string unit_in(std::string_view text);
// Moves the decimal point, exactly: convert("1.5", "亿元", "万元") is "15000".
std::string convert(const std::string& amount, std::string_view from, std::string_view to);
// Sign of a decimal string: -1, 0, 1.
int sign_of(std::string_view amount);

// --- Names ---

// A company's name for comparing: width, brackets, spaces and case folded.
std::string fold_company(std::string_view name);
// A name cut before its legal ending: "某某股份有限公司" -> {"某某", "股份有限公司"}; ending empty where there is none.
struct CompanyParts {
    std::string core, ending;
};
CompanyParts company_parts(std::string_view name);

enum class CompanyMatch {
    same,         // the same but for width, brackets and spaces
    short_form,   // the first is the second without its ending, or without its place
    other_ending, // same core, another legal form: never the same company without a finding
    different,
};
CompanyMatch compare_companies(std::string_view a, std::string_view b);
bool is_company(std::string_view name); // ends as companies, institutes and works do
bool is_person(std::string_view name);  // 2 to 4 Chinese characters (more with '·'), or a Latin name

// --- All types ---

// A value as the contract writes it; for a type with a form of its own (uscc, phone, date, money) in that form where
// the text has it, else cleaned as it stands.
std::string normalise(FieldType type, std::string_view text, std::string_view from_unit = {},
                      std::string_view to_unit = {});
// Whether a value, normalised, is well formed. `pattern` is the campaign's for `number`; an empty one allows any.
bool is_valid(FieldType type, std::string_view value, std::string_view pattern = {});

} // namespace shenbao::values
