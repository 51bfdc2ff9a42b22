#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>

namespace shenbao::values {

namespace {

// Legal endings, longest first: the first that fits is the name's.
constexpr std::array<std::string_view, 16> legal_endings = {"(集团)股份有限公司",
                                                            "(集团)有限责任公司",
                                                            "集团股份有限公司",
                                                            "集团有限责任公司",
                                                            "(集团)有限公司",
                                                            "集团有限公司",
                                                            "股份有限公司",
                                                            "有限责任公司",
                                                            "集团总公司",
                                                            "股份公司",
                                                            "集团公司",
                                                            "有限公司",
                                                            "分公司",
                                                            "总公司",
                                                            "集团",
                                                            "公司"};

// Words that names of applicants end with, besides companies.
constexpr std::array<std::string_view, 24> other_endings = {
    "厂",   "研究院", "研究所", "设计院", "医院", "学院",   "大学",  "学校", "中心", "合作社", "事务所", "银行",
    "协会", "学会",   "委员会", "酒店",   "商场", "实验室", "合伙)", "企业", "局",   "站",     "院",     "店"};

bool subsequence(std::u32string_view small, std::u32string_view large) {
    std::size_t i = 0;
    for (char32_t c : large)
        if (i < small.size() && small[i] == c) ++i;
    return i == small.size();
}

bool is_short_of(const CompanyParts& a, const CompanyParts& b) {
    if (!a.ending.empty() && a.ending != b.ending) return false;
    const std::u32string small = text::to_u32(a.core), large = text::to_u32(b.core);
    if (small.size() < 2 || small.size() > large.size()) return false;
    if (large.find(small) != std::u32string::npos) return true;
    return a.ending.empty() && small.size() >= 3 && subsequence(small, large);
}

} // namespace

std::string fold_company(std::string_view name) {
    std::string folded = text::fold(name);
    for (auto [from, to] : {std::pair{"【", "("}, {"】", ")"}, {"〔", "("}, {"〕", ")"}, {"[", "("}, {"]", ")"}})
        folded = text::replace_all(folded, from, to);
    return folded;
}

CompanyParts company_parts(std::string_view name) {
    const std::string folded = fold_company(name);
    for (std::string_view ending : legal_endings)
        if (folded.size() > ending.size() && folded.ends_with(ending))
            return {folded.substr(0, folded.size() - ending.size()), std::string(ending)};
    return {folded, {}};
}

CompanyMatch compare_companies(std::string_view a, std::string_view b) {
    if (fold_company(a) == fold_company(b)) return CompanyMatch::same;
    const CompanyParts left = company_parts(a), right = company_parts(b);
    if (left.core == right.core && !left.ending.empty()) return CompanyMatch::other_ending;
    return is_short_of(left, right) ? CompanyMatch::short_form : CompanyMatch::different;
}

bool is_company(std::string_view name) {
    const std::string folded = fold_company(name);
    const std::size_t points = text::length(folded);
    if (points < 4 || points > 60) return false;
    if (folded.find_first_of("0123456789:;,@") != std::string::npos && points < 8) return false;
    const auto ends = [&](std::string_view ending) {
        return folded.size() > ending.size() && folded.ends_with(ending);
    };
    return std::any_of(legal_endings.begin(), legal_endings.end(), ends) ||
           std::any_of(other_endings.begin(), other_endings.end(), ends);
}

bool is_person(std::string_view name) {
    const std::u32string s = text::to_u32(text::squeeze(name));
    const auto han = static_cast<std::size_t>(std::count_if(s.begin(), s.end(), text::is_han));
    const auto dots =
        static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char32_t c) { return c == U'·' || c == U'•'; }));
    if (han + dots == s.size()) return dots ? han >= 3 && han <= 20 : han >= 2 && han <= 4;
    const bool latin = std::all_of(s.begin(), s.end(), [](char32_t c) {
        return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || c == U' ' || c == U'.' || c == U'-' ||
               c == U'\'';
    });
    return latin && s.size() >= 3 && s.size() <= 40;
}

} // namespace shenbao::values
