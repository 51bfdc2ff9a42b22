#include "stages/fields/label_book.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>

namespace shenbao::fields_detail {

namespace {

// Labels that forms have and a campaign need not ask for: where they stand, no value of another field goes on.
constexpr std::array<std::u32string_view, 40> common_labels = {
    U"企业名称",     U"单位名称",   U"申报单位", U"统一社会信用代码",
    U"组织机构代码", U"法定代表人", U"法人代表", U"联系人",
    U"联系电话",     U"联系方式",   U"电话",     U"手机",
    U"传真",         U"电子邮箱",   U"邮箱",     U"通讯地址",
    U"通信地址",     U"地址",       U"注册地址", U"邮政编码",
    U"邮编",         U"职务",       U"职称",     U"部门",
    U"企业简介",     U"单位简介",   U"企业性质", U"所属行业",
    U"注册资本",     U"成立时间",   U"职工人数", U"推荐单位",
    U"推荐单位意见", U"申报编号",   U"日期",     U"负责人",
    U"网址",         U"指标",       U"备注",     U"项目名称"};

// What else an applicant's own name and code are called, in pledges above all.
std::vector<std::u32string_view> synonyms(FieldType type) {
    if (type == FieldType::company)
        return {U"企业名称", U"单位名称", U"公司名称", U"申报单位", U"申报企业", U"承诺单位", U"承诺企业", U"承诺人"};
    if (type == FieldType::uscc) return {U"统一社会信用代码", U"社会信用代码", U"统一信用代码"};
    return {};
}

constexpr std::array<std::u32string_view, 15> prefixes = {U"申报",   U"填报",   U"企业",   U"单位", U"公司",
                                                          U"本企业", U"本单位", U"本公司", U"项目", U"近三年",
                                                          U"全年",   U"年度",   U"主",     U"现",   U"年"};
constexpr std::array<std::u32string_view, 8> suffixes = {U"全称", U"号码", U"情况", U"如下",
                                                         U"一栏", U"是",   U"为",   U"(万元"};

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_one_of(std::u32string_view word, auto const& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// "1.", "(2)", "一、", "*", "□" before a label.
void strip_number(std::u32string& s) {
    std::size_t i = 0;
    constexpr std::u32string_view han = U"一二三四五六七八九十";
    constexpr std::u32string_view marks = U"*★□■●○·•-.、,)(";
    bool marked = false;
    while (i < s.size() && (is_digit(s[i]) || han.find(s[i]) != std::u32string_view::npos ||
                            marks.find(s[i]) != std::u32string_view::npos)) {
        marked = marked || marks.find(s[i]) != std::u32string_view::npos;
        ++i;
    }
    if (marked && i < s.size() && i <= 4) s.erase(0, i);
}

// "营业收入!万元)": a unit in brackets of which recognition took the first for something else.
void strip_torn_unit(std::u32string& s) {
    for (std::u32string_view unit : {U"万元)", U"亿元)", U"元)"})
        if (s.size() > unit.size() + 2 && s.ends_with(unit)) {
            s.resize(s.size() - unit.size());
            if (!text::is_han(s.back())) s.pop_back();
            return;
        }
}

constexpr std::size_t year_size = 4;

bool year_at(std::u32string_view s, std::size_t at) {
    return at + year_size <= s.size() && (s.substr(at, 2) == U"20" || s.substr(at, 2) == U"19") &&
           is_digit(s[at + 2]) && is_digit(s[at + 3]) && (at + year_size == s.size() || !is_digit(s[at + year_size])) &&
           (at == 0 || !is_digit(s[at - 1]));
}

int number(std::u32string_view digits) {
    int n = 0;
    for (char32_t c : digits)
        n = n * 10 + static_cast<int>(c - U'0');
    return n;
}

// "2018-2020年": a span of years says nothing of a single value.
void strip_span(std::u32string& s) {
    if (!year_at(s, 0) || s.size() <= year_size ||
        std::u32string_view(U"-—~至到、").find(s[year_size]) == std::u32string_view::npos)
        return;
    if (!year_at(s, year_size + 1)) return;
    std::size_t end = 2 * year_size + 1;
    while (end < s.size() && (s[end] == U'年' || s[end] == U'度'))
        ++end;
    s.erase(0, end);
}

// Takes a year off the label's beginning or end.
int take_year(std::u32string& s) {
    strip_span(s);
    const int year = year_of(s);
    if (year == 0) return 0;
    if (year_at(s, 0)) {
        std::size_t end = year_size;
        while (end < s.size() && (s[end] == U'年' || s[end] == U'度' || s[end] == U':'))
            ++end;
        s.erase(0, end);
    } else {
        s.resize(s.find_last_of(U"0123456789") + 1 - year_size);
    }
    return year;
}

bool is_list_number(std::u32string_view head) {
    std::u32string s(head);
    strip_number(s);
    return std::all_of(s.begin(), s.end(), [](char32_t c) { return is_digit(c) || c == U'.' || c == U'、'; });
}

// Whether a word may begin here: after a space, a mark or a digit, or after a word that labels are lengthened with.
// "单位名称" within "推荐单位名称" is another's label.
bool at_boundary(const likeness::Folded& line, std::size_t at) {
    if (at == 0 || line.at[at] > line.at[at - 1] + 1 || !text::is_han(line.chars[at - 1])) return true;
    std::size_t begin = at;
    while (begin > 0 && text::is_han(line.chars[begin - 1]) &&
           (begin == at || line.at[begin] == line.at[begin - 1] + 1))
        --begin;
    return is_one_of(std::u32string_view(line.chars).substr(begin, at - begin), prefixes);
}

double whole_tolerance(std::size_t length, bool recognised) {
    if (!recognised) return 0;
    if (length <= 2) return 0.4;
    if (length <= 3) return 1;
    return length <= 5 ? 1.4 : length <= 7 ? 2 : 2.4;
}

} // namespace

int year_of(std::u32string_view s) {
    if (year_at(s, 0)) return number(s.substr(0, year_size));
    while (!s.empty() && (s.back() == U'年' || s.back() == U'度' || s.back() == U':'))
        s.remove_suffix(1);
    if (s.size() >= year_size && year_at(s, s.size() - year_size)) return number(s.substr(s.size() - year_size));
    return 0;
}

struct LabelBook::Bare {
    std::u32string text; // without number, notes, year and colon
    std::string unit;
    int year = 0;
};

LabelBook::Bare LabelBook::strip(std::string_view text) {
    Bare bare;
    bare.text = likeness::folded(text).chars;
    bare.unit = values::unit_in(text);
    for (auto open = bare.text.find(U'('); open != std::u32string::npos && open > 0;
         open = bare.text.find(U'(', open)) {
        const auto close = bare.text.find(U')', open);
        bare.text.erase(open, close == std::u32string::npos ? close : close + 1 - open);
    }
    strip_torn_unit(bare.text);
    bare.text.erase(0, std::min(bare.text.find_first_not_of(U"|'\"‘’“”"), bare.text.size()));
    strip_number(bare.text);
    bare.year = take_year(bare.text);
    while (!bare.text.empty() &&
           std::u32string_view(U":;.,、。_|*\"'“”‘’!-—~·").find(bare.text.back()) != std::u32string_view::npos)
        bare.text.pop_back();
    if (bare.text.size() > 4 && bare.text.ends_with(U"万元")) bare.text.resize(bare.text.size() - 2);
    return bare;
}

LabelBook::LabelBook(const Campaign& campaign) {
    const auto known = [&](const std::u32string& text) {
        return std::any_of(labels_.begin(), labels_.end(), [&](const Label& l) { return l.text == text; });
    };
    for (std::size_t f = 0; f < campaign.fields.size(); ++f)
        for (const std::string& label : campaign.fields[f].labels) {
            Bare bare = strip(label);
            const bool there = std::any_of(labels_.begin(), labels_.end(),
                                           [&](const Label& l) { return l.text == bare.text && l.field == f; });
            if (!bare.text.empty() && !there) labels_.push_back({bare.text, f});
        }
    for (std::size_t f = 0; f < campaign.fields.size(); ++f)
        for (std::u32string_view label : synonyms(campaign.fields[f].type))
            if (!known(std::u32string(label))) labels_.push_back({std::u32string(label), f});
    for (std::u32string_view label : common_labels)
        if (!known(std::u32string(label))) labels_.push_back({std::u32string(label), foreign});
}

// The label nearest to a whole text. What two fields claim alike is given to the first in the campaign's order.
const LabelBook::Label* LabelBook::nearest(std::u32string_view text, bool recognised, double& cost) const {
    const Label* best = nullptr;
    for (const Label& label : labels_) {
        double c = likeness::distance(text, label.text, whole_tolerance(label.text.size(), recognised));
        if (c > whole_tolerance(label.text.size(), recognised)) {
            const bool longer = text.size() > label.text.size();
            const std::size_t extra = longer ? text.size() - label.text.size() : 0;
            if (longer && text.ends_with(label.text) && is_one_of(text.substr(0, extra), prefixes))
                c = 0.2;
            else if (longer && text.starts_with(label.text) && is_one_of(text.substr(label.text.size()), suffixes))
                c = 0.2;
            else
                continue;
        }
        if (!best || c < cost) best = &label, cost = c;
    }
    return best;
}

// The fields that a label of several parts names. A later part may be short for a label: "电话" for "联系电话".
std::vector<std::size_t> LabelBook::parts_of(std::u32string_view text) const {
    std::vector<std::u32string> parts(1);
    for (char32_t c : text) {
        if (std::u32string_view(U"及和与、/或,").find(c) != std::u32string_view::npos)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    std::vector<std::size_t> fields;
    if (parts.size() < 2) return fields;
    for (const std::u32string& part : parts) {
        const auto fits = [&](const Label& l) {
            return l.text == part || (part.size() >= 2 && l.text.ends_with(part));
        };
        const auto exact = std::find_if(labels_.begin(), labels_.end(), [&](const Label& l) { return l.text == part; });
        const auto label = exact != labels_.end() ? exact : std::find_if(labels_.begin(), labels_.end(), fits);
        if (label == labels_.end()) return {};
        if (label->field != foreign) fields.push_back(label->field);
    }
    return fields;
}

LabelMatch LabelBook::whole(std::string_view text, bool recognised) const {
    LabelMatch match;
    if (text.size() > 120) return match;
    const Bare bare = strip(text);
    match.unit = bare.unit;
    match.year = bare.year;
    if (bare.text.empty()) return match;
    if (const Label* label = nearest(bare.text, recognised, match.cost)) {
        if (label->field == foreign) return match;
        // Labels that several fields share ("联系方式" for phone and mobile) name each of them.
        for (const Label& other : labels_)
            if (other.text == label->text && other.field != foreign) match.fields.push_back(other.field);
        return match;
    }
    match.fields = parts_of(bare.text);
    return match;
}

bool LabelBook::is_label(std::string_view text, bool recognised) const {
    if (text.empty() || text.size() > 120) return false;
    const Bare bare = strip(text);
    double cost = 0;
    return bare.text.empty() ? false
                             : nearest(bare.text, recognised, cost) != nullptr || parts_of(bare.text).size() > 1;
}

namespace {

// Moves a hit's end past the note that follows the label: "（万元）", "（盖章）", of which recognition may lose a
// bracket.
void pass_note(std::u32string_view s, bool recognised, LabelHit& hit) {
    if (hit.end < s.size() && s[hit.end] == U'(') {
        const auto close = s.find(U')', hit.end);
        if (close != std::u32string_view::npos && close - hit.end <= 14) {
            hit.unit = values::unit_in(text::to_utf8(s.substr(hit.end, close + 1 - hit.end)));
            hit.end = close + 1;
            return;
        }
    }
    if (!recognised) return;
    const auto colon = s.find_first_of(U":;", hit.end);
    if (colon == std::u32string_view::npos || colon - hit.end > 9) return;
    if (s.substr(hit.end, colon - hit.end).find_first_of(U"签盖章()") != std::u32string_view::npos) hit.end = colon;
}

} // namespace

void LabelBook::collect(const likeness::Folded& line, const Label& label, bool recognised,
                        std::vector<LabelHit>& hits) const {
    const std::u32string_view s = line.chars;
    const double most = recognised ? likeness::tolerance(label.text.size()) : 0;
    for (std::size_t from = 0; from < s.size();) {
        const auto found = likeness::find(s, label.text, most, from);
        if (!found) return;
        from = std::max(found->end, from + 1);
        LabelHit hit{label.field, found->begin, found->end, found->cost, false, {}, 0};
        if (hit.begin > year_size && s[hit.begin - 1] == U'年' && year_at(s, hit.begin - 1 - year_size))
            hit.year = number(s.substr(hit.begin - 1 - year_size, year_size));
        pass_note(s, recognised, hit);
        hit.colon = hit.end < s.size() && (s[hit.end] == U':' || (recognised && (s[hit.end] == U';' || s[hit.end] == U'：')));
        // A colon whose lower dot has grown a tail.
        const bool tailed = recognised && hit.end < s.size() && (s[hit.end] == U',' || s[hit.end] == U'，');
        if (tailed && hit.cost == 0 && (hit.begin == 0 || at_boundary(line, hit.begin))) hit.colon = true;
        if (hit.colon) ++hit.end;
        const bool at_start = is_list_number(s.substr(0, hit.begin)) || (recognised && hit.begin <= 1);
        if (at_start || (hit.colon && at_boundary(line, hit.begin))) hits.push_back(std::move(hit));
    }
}

std::vector<LabelHit> LabelBook::within(const likeness::Folded& line, bool recognised) const {
    std::vector<LabelHit> hits;
    for (const Label& label : labels_)
        collect(line, label, recognised, hits);
    // Longer and surer hits push out those they overlap; "单位名称" inside "推荐单位名称:" is not this field's.
    std::stable_sort(hits.begin(), hits.end(), [](const LabelHit& a, const LabelHit& b) {
        if (a.colon != b.colon) return a.colon;
        if (a.cost != b.cost) return a.cost < b.cost;
        return a.end - a.begin > b.end - b.begin;
    });
    std::vector<LabelHit> kept;
    for (LabelHit& hit : hits)
        if (std::none_of(kept.begin(), kept.end(), [&](const LabelHit& k) {
                return hit.begin < k.end && k.begin < hit.end &&
                       !(hit.begin == k.begin && hit.end == k.end && hit.field != k.field && hit.field != foreign);
            }))
            kept.push_back(std::move(hit));
    std::sort(kept.begin(), kept.end(), [](const LabelHit& a, const LabelHit& b) { return a.begin < b.begin; });
    return kept;
}

} // namespace shenbao::fields_detail
