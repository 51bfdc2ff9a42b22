#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace shenbao::fields_detail {

namespace {

// A dash before what only 一 makes a word with is that: "供应链质量-体化".
void restore_one(std::u32string& text) {
    constexpr std::u32string_view dashes = U"-—–－", followers[] = {U"体化", U"站式", U"把手",   U"岗双责", U"票否决",
                                                                    U"企一", U"品一", U"带一路", U"揽子"};
    for (std::size_t i = 1; i + 2 < text.size(); ++i) {
        if (dashes.find(text[i]) == std::u32string_view::npos || !text::is_han(text[i - 1])) continue;
        const std::u32string_view rest = std::u32string_view(text).substr(i + 1);
        if (std::any_of(std::begin(followers), std::end(followers), [&](auto word) { return rest.starts_with(word); }))
            text[i] = U'一';
    }
}

} // namespace

std::string tidy(std::string_view text) {
    std::u32string s = text::to_u32(text::squeeze(text));
    constexpr std::u32string_view rubbish = U" |[]{}_~`'‘’“”\"^*=<>《》\\·。.,，、:：;；-—";
    while (!s.empty() && rubbish.find(s.front()) != std::u32string_view::npos)
        s.erase(0, 1);
    while (!s.empty() && rubbish.find(s.back()) != std::u32string_view::npos)
        s.pop_back();
    std::u32string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const bool between_scripts =
            s[i] == U' ' && i > 0 && i + 1 < s.size() && (text::is_han(s[i - 1]) || text::is_han(s[i + 1]));
        if (!between_scripts) out += s[i];
    }
    restore_one(out);
    return text::to_utf8(out);
}

std::string without_rule_remains(std::string_view text) {
    constexpr std::u32string_view strokes = U"|丨一—-_.,，。、'‘1Il!上下开本四国口目日司于人门冂";
    std::string out;
    for (const std::string& part : text::split(text, '\n')) {
        std::u32string line = text::to_u32(text::trim(part));
        for (auto gap = line.rfind(U"  "); gap != std::u32string::npos && gap > 0; gap = line.rfind(U"  ")) {
            const std::u32string_view tail = std::u32string_view(line).substr(gap);
            if (tail.size() > 7 || tail.find_first_not_of(std::u32string(strokes) + U" ") != std::u32string_view::npos)
                break;
            line.erase(gap);
            while (!line.empty() && line.back() == U' ')
                line.pop_back();
        }
        while (!line.empty() && (line.back() == U'|' || line.back() == U' '))
            line.pop_back();
        out += (out.empty() ? "" : "\n") + text::to_utf8(line);
    }
    return out;
}

std::string unbroken(std::string_view text) {
    const std::u32string s = text::to_u32(text);
    const auto latin = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); };
    std::u32string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] != U'\n' && s[i] != U'\r')
            out += s[i];
        else if (!out.empty() && i + 1 < s.size() && latin(out.back()) && latin(s[i + 1]))
            out += U' ';
    }
    return text::to_utf8(out);
}

std::string alphanumerics(std::string_view text) {
    std::string out;
    for (char c : text::fold_width(text))
        if (std::isalnum(static_cast<unsigned char>(c)) && static_cast<unsigned char>(c) < 0x80)
            out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

std::string digit_text(std::string_view text) {
    std::string s = text::fold_width(text);
    for (std::size_t i = 0; i < s.size(); ++i) {
        const bool near = (i > 0 && std::isdigit(static_cast<unsigned char>(s[i - 1]))) ||
                          (i + 1 < s.size() && std::isdigit(static_cast<unsigned char>(s[i + 1])));
        if (!near) continue;
        if (s[i] == 'O' || s[i] == 'o' || s[i] == 'D' || s[i] == 'Q') s[i] = '0';
        if (s[i] == 'l' || s[i] == 'I' || s[i] == '|' || s[i] == '!') s[i] = '1';
        if (s[i] == 'B') s[i] = '8';
        if (s[i] == 'S') s[i] = '5';
        if (s[i] == 'Z') s[i] = '2';
    }
    return s;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : "/") + part;
    return all;
}

} // namespace shenbao::fields_detail
