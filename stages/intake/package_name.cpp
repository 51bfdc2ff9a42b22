#include "stages/intake/package_name.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace shenbao {
namespace {

using Names = std::vector<std::string>;

constexpr std::string_view literal_mark = "literal:";
// A number that is not as asked is still where the number belongs: letters and figures, at least one figure.
constexpr const char* loose_number = "[0-9A-Za-z]*[0-9][0-9A-Za-z]*";
constexpr const char* loose_number_with_marks = "[0-9A-Za-z#._\\-]*[0-9][0-9A-Za-z#._\\-]*";
constexpr const char* any_date = "(?:\\d{4}|\\d{2})[.\\-/年]?\\d{1,2}[.\\-/月]?\\d{1,2}日?|\\d{8}";

bool is_literal(const std::string& word) { return word.starts_with(literal_mark); }

std::string joint(const Names& separators) {
    std::string out;
    for (const auto& separator : separators) {
        const std::string one = separator.empty() ? "" : "\\s*" + RE2::QuoteMeta(separator) + "\\s*";
        out += (out.empty() ? "(" : "|") + (separator == " " ? std::string("\\s+") : one);
    }
    return out + ")";
}

// How one element is looked for. Anything but a number and a date is known by what stands round it.
std::string element(const Naming& naming, const std::string& word, const std::string& number) {
    if (is_literal(word)) return "(" + RE2::QuoteMeta(word.substr(literal_mark.size())) + ")";
    if (word == "number") return "(" + number + ")";
    if (word == "date") return "(" + (naming.date.empty() ? any_date : naming.date) + ")";
    return "(.+?)";
}

struct Attempt {
    Names order;
    Names separators;
    std::string number;
};

std::string expression(const Naming& naming, const Attempt& attempt) {
    std::string out;
    for (std::size_t i = 0; i < attempt.order.size(); ++i) {
        const bool fixed = is_literal(attempt.order[i]) || (i > 0 && is_literal(attempt.order[i - 1]));
        if (i > 0) out += joint(attempt.separators) + (fixed ? "?" : "");
        out += element(naming, attempt.order[i], attempt.number);
    }
    return out;
}

// The campaign's own expressions may hold groups of their own: they must not count.
std::string without_groups(const std::string& pattern) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        out += pattern[i];
        if (pattern[i] == '\\' && i + 1 < pattern.size())
            out += pattern[++i];
        else if (pattern[i] == '(' && pattern.substr(i + 1, 1) != "?")
            out += "?:";
    }
    return out;
}

bool alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// With nothing between them, a number ends where letters and figures end: "20210111山东…" does not begin with 2021011.
// A company may begin with Latin letters, so two of them are a name's.
bool number_cut_short(const std::string& number, const std::string& rest) {
    if (rest.empty() || !alnum(rest[0]) || number.empty()) return false;
    const bool figure = rest[0] >= '0' && rest[0] <= '9';
    return figure || rest.size() < 2 || !alnum(rest[1]);
}

bool has_name(const std::string& text) {
    const std::u32string points = text::to_u32(text);
    const auto letters = std::count_if(points.begin(), points.end(), [](char32_t c) {
        return text::is_han(c) || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
    });
    return letters >= 2;
}

constexpr std::array<std::string_view, 21> afterwords = {"最终", "终版", "终稿", "定稿", "修改", "更新", "新版",
                                                         "副本", "材料", "申报", "报送", "提交", "质量", "标杆",
                                                         "附件", "资料", "全套", "电子", "盖章", "补充", "final"};

// What stands after a company's name is not part of it: "某某有限公司（最终版）".
std::string cut_afterwords(const std::string& company) {
    constexpr std::string_view ending = "公司";
    const std::size_t at = company.rfind(ending);
    if (at == company.npos || at == 0) return company;
    const std::string rest = company.substr(at + ending.size());
    const std::u32string points = text::to_u32(rest);
    const bool mark = !points.empty() && !text::is_han(points[0]);
    const bool word = std::any_of(afterwords.begin(), afterwords.end(), [&](auto w) { return rest.starts_with(w); });
    return mark || word ? company.substr(0, at + ending.size()) : company;
}

// Of "3.某某市+某某有限公司" the part that is a company's name; the whole where none is, or nothing is joined on.
std::string company_among(const std::string& joined) {
    static const re2::RE2 counter("^(?:[(（]\\d{1,3}[)）]|\\d{1,2}[.．、_\\- ]+)");
    static const re2::RE2 mark("[+＋_、—]");
    std::string rest = joined;
    re2::RE2::Replace(&rest, counter, "");
    if (!re2::RE2::PartialMatch(rest, mark)) return rest;
    re2::RE2::GlobalReplace(&rest, mark, "\n");
    for (const auto& part : text::split(rest, '\n'))
        if (const std::string name = cut_afterwords(text::trim(part)); values::is_company(name)) return name;
    return joined;
}

std::string tidy(const std::string& word, const std::string& value) {
    const std::string trimmed = text::trim(value);
    return word == "company" ? cut_afterwords(company_among(trimmed)) : trimmed;
}

bool whole(const std::string& pattern, const std::string& text) {
    const re2::RE2 expression(pattern, re2::RE2::Quiet);
    return !pattern.empty() && expression.ok() && re2::RE2::FullMatch(text, expression);
}

std::optional<PackageName> take_apart(const Naming& naming, const Attempt& attempt, const std::string& stem) {
    const re2::RE2 pattern(expression(naming, attempt), re2::RE2::Quiet);
    const std::size_t groups = attempt.order.size() * 2 - 1;
    std::vector<std::string> found(groups);
    std::vector<re2::RE2::Arg> args(groups);
    std::vector<const re2::RE2::Arg*> pointers(groups);
    for (std::size_t i = 0; i < groups; ++i) {
        args[i] = &found[i];
        pointers[i] = &args[i];
    }
    if (!pattern.ok() || !re2::RE2::FullMatchN(stem, pattern, pointers.data(), static_cast<int>(groups))) return {};
    PackageName name;
    for (std::size_t i = 0; i < attempt.order.size(); ++i) {
        const std::string& word = attempt.order[i];
        const std::string& value = found[2 * i];
        if (is_literal(word)) continue;
        if (word != "number" && word != "date" && !has_name(value)) return {};
        if (word == "number" && 2 * i + 2 < groups && text::trim(found[2 * i + 1]).empty() &&
            number_cut_short(value, found[2 * i + 1] + found[2 * i + 2]))
            return {};
        name.parts[word] = tidy(word, value);
    }
    for (std::size_t i = 1; i < groups && name.separator.empty(); i += 2)
        name.separator = found[i];
    return name;
}

// Attempts in order: the nearest to what is asked comes first.
std::vector<std::pair<PackageName::Form, Attempt>> attempts(const Naming& naming) {
    using enum PackageName::Form;
    const std::string strict = without_groups(naming.number);
    std::vector<std::pair<PackageName::Form, Attempt>> list;
    list.push_back({asked, {naming.pattern, {naming.separator}, strict}});
    list.push_back({asked, {naming.pattern, {naming.separator}, loose_number_with_marks}});
    for (const auto& other : naming.understood_separators)
        list.push_back({separator, {naming.pattern, {other}, strict}});
    Names all = naming.understood_separators;
    all.insert(all.begin(), naming.separator);
    list.push_back({separator, {naming.pattern, all, strict}});
    list.push_back({separator, {naming.pattern, all, loose_number}});
    const Names turned(naming.pattern.rbegin(), naming.pattern.rend());
    if (turned.size() > 1) list.push_back({order, {turned, all, strict}});
    return list;
}

// A name that cannot be taken apart may still hold a number, and a company's name.
void guess(const Naming& naming, PackageName& name) {
    std::string run;
    for (std::size_t i = 0; i <= name.stem.size(); ++i) {
        if (i < name.stem.size() && alnum(name.stem[i])) {
            run += name.stem[i];
            continue;
        }
        if (whole(naming.number, run)) name.parts.emplace("number", run);
        run.clear();
    }
    static const re2::RE2 chunk("([\\p{Han}()（）·A-Za-z]+公司)");
    std::string company;
    if (re2::RE2::PartialMatch(name.stem, chunk, &company) && values::is_company(company))
        name.parts.emplace("company", company);
}

bool ends_with_fold(const std::string& text, std::string_view ending) {
    if (text.size() <= ending.size()) return false;
    return std::equal(ending.begin(), ending.end(), text.end() - static_cast<std::ptrdiff_t>(ending.size()),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

bool drop_ending(std::string& stem) {
    static const re2::RE2 volume("(?i)^(.+?)(?:\\.part\\d+|\\.\\d{3}|\\.[rz]\\d{2})$");
    std::string rest;
    if (re2::RE2::FullMatch(stem, volume, &rest)) {
        stem = rest;
        return true;
    }
    for (std::string_view ending :
         {".rar", ".zip", ".7z", ".tar", ".gz", ".tgz", ".exe", ".pdf", ".doc", ".docx", ".wps", ".ofd", ".rtf"})
        if (ends_with_fold(stem, ending)) {
            stem.resize(stem.size() - ending.size());
            return true;
        }
    return false;
}

bool drop_copy_mark(std::string& stem) {
    static const re2::RE2 mark("(.+?)\\s*(?:[(（\\[]\\d{1,2}[)）\\]]|[-_ ]*副本|[-_ ]+copy)$");
    std::string rest;
    if (!re2::RE2::FullMatch(stem, mark, &rest)) return false;
    stem = rest;
    return true;
}

} // namespace

const std::string& PackageName::part(const std::string& word) const {
    static const std::string none;
    auto it = parts.find(word);
    return it == parts.end() ? none : it->second;
}

const std::string& PackageName::company() const {
    return part("company").empty() ? part("short_company") : part("company");
}

std::string package_stem(std::string_view name) {
    std::string stem = text::value(name.substr(name.find_last_of('/') + 1));
    while (drop_ending(stem)) {
    }
    while (drop_copy_mark(stem)) {
    }
    return text::trim(stem);
}

std::string plain_subject(std::string_view subject) {
    static const re2::RE2 mark("(?i)^\\s*(?:re|fw|fwd|回复|答复|转发|自动回复)\\s*[:：]\\s*");
    std::string plain = text::value(subject);
    while (re2::RE2::Replace(&plain, mark, "")) {
    }
    return text::trim(plain);
}

PackageName parse_package_name(const Naming& naming, std::string_view name) {
    const std::string stem = package_stem(name);
    PackageName result;
    if (!naming.pattern.empty())
        for (const auto& [form, attempt] : attempts(naming))
            if (auto taken = take_apart(naming, attempt, stem)) {
                result = std::move(*taken);
                result.form = form;
                break;
            }
    result.stem = stem;
    if (result.form == PackageName::Form::none) guess(naming, result);
    result.number_fits = whole(naming.number, result.number());
    return result;
}

std::string asked_name(const Naming& naming) {
    std::string out;
    for (const auto& word : naming.pattern) {
        if (!out.empty()) out += naming.separator;
        out += is_literal(word) ? word.substr(literal_mark.size()) : "name." + word;
    }
    return out;
}

std::string proper_name(const Naming& naming, const std::map<std::string, std::string>& parts) {
    std::string out;
    for (const auto& word : naming.pattern) {
        auto it = parts.find(word);
        if (!is_literal(word) && (it == parts.end() || it->second.empty())) return {};
        if (!out.empty()) out += naming.separator;
        out += is_literal(word) ? word.substr(literal_mark.size()) : it->second;
    }
    return out;
}

} // namespace shenbao
