#pragma once
// From the text at a value's place to the values it may stand for.

#include "pipeline/model/campaign.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::fields_detail {

// One value that a text may stand for. `fitness` is what the form of the text says for it, 0 to 1: 1 for a value that
// is well formed as it stands, less where separators had to be guessed.
struct Parsed {
    std::string value;
    double fitness = 1;
};

struct ParseContext {
    FieldType type = FieldType::text;
    bool digital = true;       // characters are as the file has them: nothing is mended
    bool shared = false;       // other fields' values stand in the same cell
    std::string unit, to_unit; // of money
    std::string pattern;       // of numbers, RE2 syntax
};

// Nothing for a text that holds no value of the type ("无", "/", an empty cell).
std::vector<Parsed> parse(std::string_view text, const ParseContext& context);

// Whether a text may be a value of the type, by a rough look.
bool plausible(FieldType type, std::string_view text);

// Amounts with the year each belongs to, out of one text: "2018年：116,743.97 2019年：119,538.34". Where recognition
// lost a year's name, the neighbours tell it; `ordered` where no year is named at all.
struct YearAmount {
    int year = 0;
    std::string amount;
    double fitness = 1;
    bool ordered = false;
};
std::vector<YearAmount> parse_series(std::string_view text, const ParseContext& context, const std::vector<int>& years);

} // namespace shenbao::fields_detail
