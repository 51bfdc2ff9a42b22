#include "stages/fields/likeness.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

namespace shenbao::likeness {

namespace {

constexpr double like_cost = 0.4;

// Groups of characters that recognisers take for one another; a character may stand in several groups.
constexpr std::array<std::u32string_view, 64> groups = {
    U"0ODQCoU〇○°",  U"1Il|!/i七丨tT7", U"2Z7z?",      U"3839B8S",    U"4A9",      U"5S6s$",
    U"6Gb8",         U"8B3&S",          U"9gqP",       U"UVYv",       U"MNHWw",    U"EFPR",
    U"CG(",          U"KXRx",           U"TJY",        U"DB",         U"XY",       U"LE1",
    U".,:·、'‘。",   U"-—一_~",         U"人入八",     U"己已巳",     U"未末木本", U"土士工王玉主",
    U"日曰目白自田", U"千干于十",       U"由申甲田电", U"大太犬天夫", U"企全金合", U"名各备",
    U"系条糸",       U"话活括",         U"手于毛千",   U"机札杋",     U"邮部郎",   U"箱籍筘",
    U"址扯趾",       U"号号旱昌",       U"编骗偏遍",   U"推椎准",     U"荐存若",   U"表衣农",
    U"承丞永",       U"诺话若诸",       U"书节卡",     U"料科枓",     U"证让征",   U"明朋",
    U"单羊革",       U"位仕住往",       U"利刹和科",   U"润涧闰",     U"额颔客",   U"营菅管",
    U"业亚北",       U"收牧攸",         U"代伐仪",     U"码玛吗",     U"信佶倍",   U"用甩月",
    U"社杜",         U"统绕纸"};

char32_t fold_char(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == U'〈' || c == U'《' || c == U'〔' || c == U'【') return U'(';
    if (c == U'〉' || c == U'》' || c == U'〕' || c == U'】') return U')';
    if (c >= U'A' && c <= U'Z') c += 32;
    return c;
}

// The groups each character stands in, a bit a group.
std::unordered_map<char32_t, std::uint64_t> group_masks() {
    std::unordered_map<char32_t, std::uint64_t> masks;
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (char32_t c : groups[g])
            masks[fold_char(c)] |= std::uint64_t{1} << g;
    return masks;
}

bool is_space(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0x3000 || c == 0xA0; }

double substitution(char32_t a, char32_t b) { return a == b ? 0 : look_alike(a, b) ? like_cost : 1; }

} // namespace

Folded folded(std::u32string_view text) {
    Folded out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_space(text[i])) continue;
        out.chars += fold_char(text[i]);
        out.at.push_back(i);
    }
    return out;
}

Folded folded(std::string_view utf8) { return folded(text::to_u32(utf8)); }

bool look_alike(char32_t a, char32_t b) {
    static const std::unordered_map<char32_t, std::uint64_t> masks = group_masks();
    const auto x = masks.find(fold_char(a)), y = masks.find(fold_char(b));
    return x != masks.end() && y != masks.end() && (x->second & y->second) != 0;
}

double distance(std::u32string_view a, std::u32string_view b, double most, std::u32string_view slight) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (const double least = static_cast<double>(gap) * (slight.empty() ? 1 : like_cost); least > most) return least;
    const auto loss = [&](char32_t c) { return slight.find(c) != slight.npos ? like_cost : 1.0; };
    std::vector<double> row(b.size() + 1);
    for (std::size_t j = 1; j <= b.size(); ++j)
        row[j] = row[j - 1] + loss(b[j - 1]);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        double diagonal = row[0];
        row[0] += loss(a[i - 1]);
        double least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const double cost = std::min(
                {row[j] + loss(a[i - 1]), row[j - 1] + loss(b[j - 1]), diagonal + substitution(a[i - 1], b[j - 1])});
            diagonal = row[j];
            row[j] = cost;
            least = std::min(least, cost);
        }
        if (least > most) return least;
    }
    return row[b.size()];
}

double tolerance(std::size_t length) {
    if (length <= 2) return 0;
    if (length == 3) return 0.4;
    if (length <= 5) return 1;
    return length <= 8 ? 1.5 : 2;
}

// Sellers' algorithm: the word may begin anywhere in the text at no cost.
std::optional<Hit> find(std::u32string_view text, std::u32string_view word, double most, std::size_t from) {
    if (word.empty()) return std::nullopt;
    if (const auto exact = text.find(word, from); exact != std::u32string_view::npos)
        return Hit{exact, exact + word.size(), 0};
    if (most <= 0 || from >= text.size()) return std::nullopt;
    struct State {
        double cost;
        std::size_t begin;
    };
    std::vector<State> column(word.size() + 1);
    for (std::size_t i = 0; i <= word.size(); ++i)
        column[i] = {static_cast<double>(i), from};
    std::optional<Hit> best;
    for (std::size_t j = from; j < text.size(); ++j) {
        State diagonal = column[0];
        column[0] = {0, j + 1};
        diagonal.begin = j;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            State next{diagonal.cost + substitution(word[i - 1], text[j]), diagonal.begin};
            if (column[i].cost + 1 < next.cost) next = {column[i].cost + 1, column[i].begin};
            if (column[i - 1].cost + 1 < next.cost) next = {column[i - 1].cost + 1, column[i - 1].begin};
            diagonal = column[i];
            column[i] = next;
        }
        const State& end = column[word.size()];
        if (end.cost <= most && (!best || end.cost < best->cost)) best = Hit{end.begin, j + 1, end.cost};
    }
    return best;
}

} // namespace shenbao::likeness
