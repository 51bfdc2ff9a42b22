#include "extractors/ocr/spoken.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::ocr {

namespace {

// Words that stand in the labels of forms.
bool has_label_word(std::u32string_view line) {
    static constexpr std::u32string_view kWords[] = {
        U"名称", U"单位", U"地址", U"电话", U"手机", U"邮箱", U"邮件",  U"邮编", U"代码", U"编号",
        U"姓名", U"职务", U"联系", U"代表", U"日期", U"意见", U"盖章",  U"签字", U"负责", U"收入",
        U"利润", U"总额", U"指标", U"年度", U"万元", U"情况", U"简介",  U"题目", U"类型", U"行业",
        U"性质", U"人数", U"资产", U"推荐", U"备注", U"项目", U"承诺书"};
    return std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return line.find(word) != line.npos; });
}

} // namespace

bool is_latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
bool is_figure(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_mark(char32_t c) { return !text::is_han(c) && !is_figure(c) && !is_latin(c); }

Make make_of(const Spoken& reading) {
    Make out;
    for (const Symbol& s : reading.symbols) {
        if (s.c == U' ') continue;
        if (text::is_han(s.c))
            ++out.han;
        else if (is_figure(s.c))
            ++out.figures;
        else if (is_latin(s.c))
            ++out.latin;
        else
            ++out.marks;
    }
    return out;
}

bool is_label(const Spoken& reading) {
    std::u32string line;
    bool ended = false;
    for (const Symbol& s : reading.symbols) {
        if (is_mark(s.c)) {
            ended = ended || s.c == U':' || s.c == U'：';
            continue;
        }
        if (ended || s.sure < 0.85F) return false;
        line.push_back(s.c);
    }
    return line.size() <= 8 && has_label_word(line);
}

std::u32string characters_of(const Spoken& reading) {
    std::u32string line;
    for (const Symbol& s : reading.symbols)
        line.push_back(s.c);
    return line;
}

std::u32string without_blanks(const Spoken& reading) {
    std::u32string line = characters_of(reading);
    std::erase(line, U' ');
    return line;
}

std::u32string words_of(const Spoken& reading) {
    const std::u32string line = without_blanks(reading);
    std::u32string out;
    auto figure_at = [&](std::size_t i) { return i < line.size() && is_figure(line[i]); };
    for (std::size_t i = 0; i < line.size(); ++i)
        if (!is_mark(line[i]) || (i > 0 && figure_at(i - 1) && figure_at(i + 1))) out.push_back(line[i]);
    return out;
}

std::u32string letters_of(const Spoken& reading) {
    std::u32string out;
    for (const Symbol& s : reading.symbols)
        if (is_latin(s.c) || is_figure(s.c)) out.push_back(s.c);
    return out;
}

bool is_date(std::u32string_view line) {
    std::size_t figures = 0;
    std::u32string units;
    for (char32_t c : line)
        if (is_figure(c))
            ++figures;
        else
            units.push_back(c);
    return units == U"年月日" && figures >= 6 && figures <= 8 && line.front() != U'年' && line.back() == U'日';
}

std::optional<std::size_t> colon_after_label(const std::u32string& line) {
    const std::size_t at = line.find_first_of(U":：;；,，");
    if (at == line.npos || at < 2 || at > 16 || at + 1 >= line.size()) return std::nullopt;
    const std::u32string label = text::to_u32(text::replace_all(text::to_utf8(line.substr(0, at)), " ", ""));
    const bool year = label.size() == 5 && label.back() == U'年' && is_figure(label.front());
    return year || has_label_word(label) ? std::optional(at) : std::nullopt;
}

std::optional<std::size_t> second_label(const std::u32string& line) {
    static constexpr std::u32string_view kLabels[] = {
        U"联系人姓名", U"联系人",   U"联系电话",   U"移动电话", U"固定电话", U"办公电话", U"手机号码",
        U"手机",       U"申报编号", U"编号",       U"电子邮箱", U"电子邮件", U"邮箱",     U"电话",
        U"邮编",       U"传真",     U"法定代表人", U"法人代表", U"企业规模", U"职务"};
    for (std::size_t colon = line.find_first_of(U":：;；", 3); colon != line.npos;
         colon = line.find_first_of(U":：;；", colon + 1)) {
        std::size_t end = colon;
        while (end > 0 && line[end - 1] == U' ')
            --end;
        for (std::u32string_view label : kLabels)
            if (end >= label.size() + 2 && line.compare(end - label.size(), label.size(), label) == 0)
                return end - label.size();
    }
    return std::nullopt;
}

void bear_out(Spoken& a, Spoken& b) {
    auto next = [](std::vector<Symbol>& symbols, std::size_t i) {
        while (i < symbols.size() && is_mark(symbols[i].c))
            ++i;
        return i;
    };
    std::size_t i = next(a.symbols, 0), j = next(b.symbols, 0);
    for (; i < a.symbols.size() && j < b.symbols.size(); i = next(a.symbols, i + 1), j = next(b.symbols, j + 1)) {
        Symbol &one = a.symbols[i], &other = b.symbols[j];
        if (one.c != other.c) return;
        const float most = std::max(one.sure, other.sure), least = std::min(one.sure, other.sure);
        one.sure = other.sure = most + (1 - most) * 0.5F * least;
    }
}

Spoken as_code(Spoken reading) {
    for (Symbol& s : reading.symbols) {
        if (s.c >= U'a' && s.c <= U'z') s.c -= 32;
        s.c = s.c == U'O' ? U'0' : s.c == U'I' ? U'1' : s.c == U'S' ? U'5' : s.c == U'Z' ? U'2' : s.c;
    }
    std::erase_if(reading.symbols,
                  [](const Symbol& s) { return !((s.c >= U'0' && s.c <= U'9') || (s.c >= U'A' && s.c <= U'Z')); });
    reading.by += "/as code";
    return reading;
}

} // namespace shenbao::ocr
