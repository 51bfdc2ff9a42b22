#include "extractors/seal/vote.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <map>

namespace shenbao::ocr {

namespace {

using Line = std::vector<Symbol>;

bool blank(char32_t c) { return c == U' ' || c == U'\t' || c == U'\u3000'; }

std::u32string points_of(const Line& line) {
    std::u32string out;
    for (const Symbol& s : line)
        out.push_back(s.c);
    return out;
}

// For each symbol of `pivot` the index in `other` that stands for it, or -1. Least edits; equal symbols first.
std::vector<int> aligned(const Line& pivot, const Line& other) {
    const int n = int(pivot.size()), m = int(other.size());
    std::vector<int> cost(std::size_t(n + 1) * (m + 1));
    auto at = [&](int i, int j) -> int& { return cost[std::size_t(i) * (m + 1) + j]; };
    for (int i = 0; i <= n; ++i)
        at(i, 0) = i * 10;
    for (int j = 0; j <= m; ++j)
        at(0, j) = j * 10;
    auto differ = [&](int i, int j) {
        return pivot[i].c == other[j].c ? 0 : blank(pivot[i].c) != blank(other[j].c) ? 18 : 11;
    };
    for (int i = 1; i <= n; ++i)
        for (int j = 1; j <= m; ++j)
            at(i, j) = std::min({at(i - 1, j - 1) + differ(i - 1, j - 1), at(i - 1, j) + 10, at(i, j - 1) + 10});
    std::vector<int> out(n, -1);
    for (int i = n, j = m; i > 0 && j > 0;) {
        if (at(i, j) == at(i - 1, j - 1) + differ(i - 1, j - 1))
            out[--i] = --j;
        else if (at(i, j) == at(i - 1, j) + 10)
            --i;
        else
            --j;
    }
    return out;
}

double likeness(const Line& a, const Line& b) {
    const auto map = aligned(a, b);
    int same = 0;
    for (std::size_t i = 0; i < map.size(); ++i)
        same += map[i] >= 0 && b[map[i]].c == a[i].c;
    return 2.0 * same / std::max<std::size_t>(1, a.size() + b.size());
}

struct Ballot {
    std::map<char32_t, double> weight; // 0: nothing stands here
    std::map<char32_t, float> sure;
    double all = 0;
    void add(char32_t c, double w, float s) {
        weight[c] += w;
        sure[c] = std::max(sure[c], s);
        all += w;
    }
    std::pair<char32_t, double> winner() const {
        std::pair<char32_t, double> best{0, -1};
        for (const auto& [c, w] : weight)
            if (w > best.second) best = {c, w};
        return best;
    }
};

double weight_of(const Symbol& s) { return 0.05 + double(s.sure) * s.sure; }

std::size_t pivot_of(const std::vector<Spoken>& readings) {
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        double sum = readings[i].confidence();
        for (std::size_t j = 0; j < readings.size(); ++j)
            if (j != i) sum += likeness(readings[i].symbols, readings[j].symbols) * readings[j].confidence();
        if (sum > most) most = sum, best = i;
    }
    return best;
}

// What is in most readings but not in the pivot, before its symbol `i`.
void add_missing(const std::vector<Spoken>& readings, const std::vector<std::vector<int>>& maps, std::size_t pivot,
                 int i, int n, Line& out, double& least) {
    std::map<std::u32string, double> weight;
    std::map<std::u32string, Line> text;
    double all = 0;
    for (std::size_t r = 0; r < readings.size(); ++r) {
        const auto& other = readings[r].symbols;
        int from = -1, to = int(other.size());
        for (int k = i - 1; k >= 0 && from < 0; --k)
            from = maps[r][k];
        for (int k = i; k < n; ++k)
            if (maps[r][k] >= 0) {
                to = maps[r][k];
                break;
            }
        Line between(other.begin() + std::min<std::size_t>(other.size(), from + 1),
                     other.begin() + std::max(from + 1, to));
        if (r == pivot) between.clear();
        const double w = readings[r].confidence();
        weight[points_of(between)] += w;
        text[points_of(between)] = std::move(between);
        all += w;
    }
    auto best = std::max_element(weight.begin(), weight.end(), [](auto& a, auto& b) { return a.second < b.second; });
    if (best == weight.end() || best->first.empty() || best->second < 0.5 * all) return;
    for (const Symbol& s : text[best->first])
        out.push_back(s);
    least = std::min(least, best->second / all);
}

} // namespace

Spoken tidied(Spoken reading) {
    Line out;
    auto wide = [](char32_t c) {
        return text::is_han(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
    };
    for (std::size_t i = 0; i < reading.symbols.size(); ++i) {
        Symbol s = reading.symbols[i];
        if (blank(s.c)) {
            s.c = U' ';
            const char32_t next = i + 1 < reading.symbols.size() ? reading.symbols[i + 1].c : U' ';
            if (out.empty() || out.back().c == U' ' || blank(next) || (wide(out.back().c) && wide(next))) continue;
        }
        out.push_back(s);
    }
    while (!out.empty() && blank(out.back().c))
        out.pop_back();
    reading.symbols = std::move(out);
    return reading;
}

Text voted(const std::vector<Spoken>& given, const std::vector<Spoken>& others) {
    std::vector<Spoken> readings;
    for (const Spoken& reading : given) {
        readings.push_back(tidied(reading));
        if (readings.back().symbols.empty() || readings.back().symbols.size() > 2000) readings.pop_back();
    }
    Text out;
    out.confidence = 0;
    if (readings.empty()) return out;
    const std::size_t pivot = pivot_of(readings);
    const Line& base = readings[pivot].symbols;
    std::vector<std::vector<int>> maps;
    for (const Spoken& r : readings)
        maps.push_back(aligned(base, r.symbols));
    Line line;
    double least = 1, sum = 0;
    const int n = int(base.size());
    int heard = 0; // places that are no blanks, which say nothing of how sure a line is
    for (int i = 0; i <= n; ++i) {
        add_missing(readings, maps, pivot, i, n, line, least);
        if (i == n) break;
        Ballot ballot;
        for (std::size_t r = 0; r < readings.size(); ++r) {
            const int j = maps[r][i];
            if (j >= 0)
                ballot.add(readings[r].symbols[j].c, weight_of(readings[r].symbols[j]), readings[r].symbols[j].sure);
            else
                ballot.add(0, 0.8 * weight_of({0, float(readings[r].confidence())}), float(readings[r].confidence()));
        }
        const auto [c, w] = ballot.winner();
        const double share = w / ballot.all * ballot.sure[c];
        if (!blank(base[i].c)) least = std::min(least, share), sum += share, ++heard;
        if (c != 0) line.push_back({c, float(share)});
    }
    out.text = text::nfc(Spoken{line, ""}.text());
    out.confidence = std::clamp(0.5 * least + 0.5 * sum / std::max(1, heard), 0.0, 1.0);
    std::stable_sort(readings.begin(), readings.end(),
                     [](auto& a, auto& b) { return a.confidence() > b.confidence(); });
    out.readings.push_back({out.text, out.confidence, readings.size() > 1 ? "vote" : readings.front().by});
    for (const Spoken& other : others)
        if (!other.symbols.empty()) readings.push_back(tidied(other));
    for (const Spoken& r : readings) {
        const std::string text = text::nfc(r.text());
        if (std::none_of(out.readings.begin(), out.readings.end(), [&](auto& kept) { return kept.text == text; }))
            out.readings.push_back({text, r.confidence(), r.by});
    }
    return out;
}

Text voted_for_owner(const std::vector<Spoken>& votes, const std::vector<Spoken>& ways) {
    Text out = voted(votes);
    if (!out.readings.empty()) out.readings.resize(1);
    for (const Spoken& way : ways)
        if (!way.symbols.empty()) out.readings.push_back({text::nfc(way.text()), way.confidence(), way.by});
    return out;
}

} // namespace shenbao::ocr
