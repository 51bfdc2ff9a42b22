#include "extractors/ocr/read.h"

#include "extractors/ocr/lines.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace shenbao::ocr {

using namespace picture;

namespace {

bool latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
bool figure(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_mark(char32_t c) { return !text::is_han(c) && !figure(c) && !latin(c); }

// What kind of characters a reading consists of.
struct Make {
    int han = 0, figures = 0, latin = 0, marks = 0;
    int all() const { return han + figures + latin + marks; }
};

Make make_of(const Spoken& reading) {
    Make out;
    for (const Symbol& s : reading.symbols) {
        if (s.c == U' ') continue;
        if (text::is_han(s.c))
            ++out.han;
        else if (figure(s.c))
            ++out.figures;
        else if (latin(s.c))
            ++out.latin;
        else
            ++out.marks;
    }
    return out;
}

bool small(char32_t c) { return c >= U'a' && c <= U'z'; }

// One way of preparing a line's picture. Ink as dark as `black` becomes black, paper as bright as `white` white: what
// is left of rules, seals and the paper's grain disturbs the engine far more than thin strokes do. Characters somewhat
// narrower than they stand on the page are read better, figures above all, and in less time.
struct Look {
    double height = 36; // of the line's ink, in pixels
    double blur = 0;    // before scaling
    int black = 60, white = 215;
    double narrow = 0.8; // width, as a share of what it would be at this height
    int margin = 4;      // white all round, in pixels
};

Look wide(Look look) {
    look.narrow = 1, look.margin = 10;
    return look;
}

// A line's picture, and where its pixels come from.
struct Looked {
    Grey picture;
    int left = 0;      // of the page, in pixels
    double factor = 1; // pixels of the picture, across, for each of the page
    int margin = 0;
    int page_x(int x) const { return left + int(std::lround((x - margin) / factor)); }
};

Looked looked_at(const Grey& words, const Rect& line, double em, const Look& look) {
    // A line of small letters alone is taken with the height that capitals would have: case is told by size.
    const double size = std::max<double>(line.height(), 0.85 * em);
    Rect area = line.grown(std::max(2, int(0.12 * em)));
    const int lacking = int(0.85 * em) - line.height();
    if (lacking > 0) area.top -= lacking * 2 / 3, area.bottom += lacking / 3;
    Grey part = crop(words, area);
    if (look.blur > 0) part = blurred(part, look.blur * std::min(1.0, em / 28));
    const double factor = look.height / size;
    if (factor < 0.95) part = blurred(part, 0.45 / factor);
    part = resized(part, std::max(1, int(std::lround(part.width * factor * look.narrow))),
                   std::max(1, int(std::lround(part.height * factor))));
    const int range = std::max(1, look.white - look.black);
    for (std::uint8_t& v : part.pixels)
        v = std::uint8_t(std::clamp((v - look.black) * 255 / range, 0, 255));
    return {framed(part, look.margin), within(area, words).left, factor * look.narrow, look.margin};
}

// Words that stand in the labels of forms.
bool has_label_word(std::u32string_view line) {
    static constexpr std::u32string_view kWords[] = {
        U"名称", U"单位", U"地址", U"电话", U"手机", U"邮箱", U"邮件",  U"邮编", U"代码", U"编号",
        U"姓名", U"职务", U"联系", U"代表", U"日期", U"意见", U"盖章",  U"签字", U"负责", U"收入",
        U"利润", U"总额", U"指标", U"年度", U"万元", U"情况", U"简介",  U"题目", U"类型", U"行业",
        U"性质", U"人数", U"资产", U"推荐", U"备注", U"项目", U"承诺书"};
    return std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return line.find(word) != line.npos; });
}

// A short line that holds such a word, and is read with certainty, is a label: it is known by likeness to what is
// looked for, so that one reading will do. Nothing follows its colon: that would be a value.
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

// The text without blanks, and without marks but those between figures, which part amounts, numbers and dates.
std::u32string words_of(const Spoken& reading) {
    std::u32string line, out;
    for (const Symbol& s : reading.symbols)
        if (s.c != U' ') line.push_back(s.c);
    auto figure_at = [&](std::size_t i) { return i < line.size() && figure(line[i]); };
    for (std::size_t i = 0; i < line.size(); ++i)
        if (!is_mark(line[i]) || (i > 0 && figure_at(i - 1) && figure_at(i + 1))) out.push_back(line[i]);
    return out;
}

std::u32string letters_of(const Spoken& reading) {
    std::u32string out;
    for (const Symbol& s : reading.symbols)
        if (latin(s.c) || figure(s.c)) out.push_back(s.c);
    return out;
}

// Two models seldom err in the same way: what they read alike is surer than either says of it.
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

// 2021年6月7日
bool is_date(std::u32string_view line) {
    std::size_t figures = 0;
    std::u32string units;
    for (char32_t c : line)
        if (figure(c))
            ++figures;
        else
            units.push_back(c);
    return units == U"年月日" && figures >= 6 && figures <= 8 && line.front() != U'年' && line.back() == U'日';
}

std::u32string characters_of(const std::vector<Symbol>& symbols) {
    std::u32string line;
    for (const Symbol& s : symbols)
        line.push_back(s.c);
    return line;
}

// The index of the colon, or what it was taken for, between a label and what follows it on the line.
std::optional<std::size_t> colon_after_label(const std::u32string& line) {
    const std::size_t at = line.find_first_of(U":：;；,，");
    if (at == line.npos || at < 2 || at > 16 || at + 1 >= line.size()) return std::nullopt;
    const std::u32string label = text::to_u32(text::replace_all(text::to_utf8(line.substr(0, at)), " ", ""));
    const bool year = label.size() == 5 && label.back() == U'年' && figure(label.front());
    return year || has_label_word(label) ? std::optional(at) : std::nullopt;
}

// Where on a line, some way behind its beginning, a second field begins: at a label with its colon.
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

// A code is written in the alphabet of GB 32100, which leaves out the letters that look like figures.
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

bool upright_stroke(char32_t c) { return c == U'l' || c == U']' || c == U'|' || c == U'I' || c == U'!'; }

// In many typefaces 1 and l are one shape. Between letters it is taken for a letter, between figures, and after figures
// before a Chinese character, for a figure; as the shape itself cannot tell, the text is then none to be relied on.
void part_look_alikes(Text& text) {
    std::u32string line = text::to_u32(text.text);
    bool changed = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char32_t before = i > 0 ? line[i - 1] : U' ', after = i + 1 < line.size() ? line[i + 1] : U' ';
        const char32_t next = after == U' ' && i + 2 < line.size() ? line[i + 2] : after;
        if (line[i] == U'1' && small(before) && small(after)) line[i] = U'l', changed = true;
        if (upright_stroke(line[i]) && figure(before) && (figure(after) || text::is_han(next)))
            line[i] = U'1', changed = true;
    }
    if (!changed) return;
    text.text = text::to_utf8(line);
    text.confidence = std::min(text.confidence, 0.7);
    text.readings.insert(text.readings.begin(), {text.text, text.confidence, "look-alikes"});
}

bool in_amount(char32_t c) { return figure(c) || c == U'.' || c == U',' || c == U':' || c == U';'; }

// 1,234,567.89 or 1234567.89: separators where they belong.
bool well_formed(std::u32string_view amount) {
    const std::size_t point = amount.find(U'.'), whole = std::min(point, amount.size());
    if (point != amount.npos && (point + 1 == amount.size() || amount.find_first_of(U".,:;", point + 1) != amount.npos))
        return false;
    if (whole == 0 || amount.find_first_of(U":;") != amount.npos) return false;
    const std::size_t first = amount.find(U',');
    if (first >= whole) return true;
    if (first == 0 || first > 3 || (whole - first) % 4 != 0) return false;
    for (std::size_t i = 0; i < whole; ++i)
        if ((amount[i] == U',') != (i >= first && (i - first) % 4 == 0)) return false;
    return true;
}

std::u32string figures_of(std::u32string_view amount) {
    std::u32string out;
    for (char32_t c : amount)
        if (figure(c)) out.push_back(c);
    return out;
}

// The amounts in a line: runs of figures and separators, as begin and length.
std::vector<std::pair<std::size_t, std::size_t>> amounts_in(const std::u32string& line) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i;
        while (end < line.size() && in_amount(line[end]))
            ++end;
        std::size_t begin = i;
        while (begin < end && !figure(line[begin]))
            ++begin;
        std::size_t last = end;
        while (last > begin && !figure(line[last - 1]))
            --last;
        if (last - begin >= 4) out.emplace_back(begin, last - begin);
        i = std::max(end, i + 1);
    }
    return out;
}

// An amount whose separators are mixed up is written as another reading of the same figures has it.
void mend_amounts(Text& text) {
    std::u32string line = text::to_u32(text.text);
    bool changed = false;
    for (std::size_t i = 1; i + 2 < line.size(); ++i)
        if (line[i] == U' ' && figure(line[i - 1]) && (line[i + 1] == U'.' || line[i + 1] == U',') &&
            figure(line[i + 2]))
            line.erase(i, 1), changed = true;
    const auto amounts = amounts_in(line);
    for (auto at = amounts.rbegin(); at != amounts.rend(); ++at) {
        const std::u32string amount = line.substr(at->first, at->second);
        if (well_formed(amount)) continue;
        for (const Reading& reading : text.readings) {
            const std::u32string other = text::to_u32(reading.text);
            const auto found = amounts_in(other);
            const auto better = std::find_if(found.begin(), found.end(), [&](auto& f) {
                const auto candidate = other.substr(f.first, f.second);
                return well_formed(candidate) && figures_of(candidate) == figures_of(amount);
            });
            if (better == found.end()) continue;
            line.replace(at->first, at->second, other.substr(better->first, better->second));
            changed = true;
            break;
        }
    }
    if (!changed) return;
    text.text = text::to_utf8(line);
    text.readings.insert(text.readings.begin(), {text.text, text.confidence, "mended"});
}

// The readings of one line: as many as it takes until they agree. Which of them have a vote depends on what the line
// holds.
class Line {
  public:
    // `stamped`: a seal is asked for where the line stands.
    Line(const Grey& words, const Rect& box, int ink, double em, bool stamped = false)
        : words_(words), box_(box), ink_(ink), em_(em), stamped_(stamped) {
        soft_ = {36, 0.7, 60, 215};
        hard_ = {40, 0.5, std::min(110, ink - 40), std::min(205, ink + 35)};
        cut_ = {40, 0.5, ink - 1, ink};
    }
    Text running() {
        Look narrow = soft_;
        narrow.narrow = 0.75, narrow.margin = 8;
        const Spoken& first = add(narrow, Alphabet::chinese, "/soft");
        if (first.confidence() < 0.93) add(hard_, Alphabet::han, "/hard");
        return voted(votes_);
    }
    // `depth`: how many labels of the line have been read.
    Text value(int depth = 0) {
        if (is_label(add(soft_, Alphabet::chinese, "/soft"))) return voted(votes_);
        if (auto text = depth < 3 ? two_fields(depth) : std::nullopt) return *text;
        if (auto text = depth < 3 ? labelled(depth) : std::nullopt) return *text;
        Make make = make_of(votes_.front());
        if (make.all() == 0) make = make_of(add(hard_, Alphabet::han, "/hard"));
        if (make.all() == make.marks) return voted(votes_); // a smudge, or the remains of a rule
        if (make.han > 0) return words(make);
        if (looks_like_code(make)) return code();
        return make.latin > 0 ? mail_like(make) : figures();
    }

  private:
    // Two fields that stand close are read each for itself.
    std::optional<Text> two_fields(int depth) {
        const auto& symbols = votes_.front().symbols;
        const std::u32string line = characters_of(symbols);
        const auto second = second_label(line);
        if (!second || (depth == 0 && line.find_first_of(U":：;；") >= *second)) return std::nullopt;
        std::size_t before = *second - 1;
        while (before > 0 && line[before] == U' ')
            --before;
        const auto begin = value_begins(symbols[before]);
        if (!begin) return std::nullopt;
        Rect left = box_, right = box_;
        left.right = right.left = *begin;
        Text out =
            stacked({Line(words_, left, ink_, em_).value(depth + 1), Line(words_, right, ink_, em_).value(depth + 1)});
        out.text = text::replace_all(out.text, "\n", "  ");
        for (Reading& reading : out.readings)
            reading.text = text::replace_all(reading.text, "\n", "  ");
        return out;
    }
    // What follows a label on the line has characters of its own, and is read for itself.
    std::optional<Text> labelled(int depth) {
        const auto& symbols = votes_.front().symbols;
        const std::u32string line = characters_of(symbols);
        const auto colon = colon_after_label(line);
        if (!colon) return std::nullopt;
        const auto begin = value_begins(symbols[*colon]);
        if (!begin) return std::nullopt;
        const std::string label = text::to_utf8(line.substr(0, line.find_last_not_of(U' ', *colon - 1) + 1)) + ":";
        const bool stamped = label.find("章") != std::string::npos;
        Text out = Line(words_, {*begin, box_.top, box_.right, box_.bottom}, ink_, em_, stamped).value(depth + 1);
        if (out.text.empty()) return std::nullopt;
        out.text = label + out.text;
        for (Reading& reading : out.readings)
            reading.text = label + reading.text;
        return out;
    }
    // The widest gap near where the colon is thought to end, which engines tell but roughly.
    std::optional<int> value_begins(const Symbol& colon) const {
        if (colon.right < 0) return std::nullopt;
        const int near = looked_at(words_, box_, em_, soft_).page_x(colon.right);
        std::optional<int> best;
        int widest = int(0.12 * em_), before = -1;
        for (const Rect& part : parts_of(words_, box_, ink_, 1)) {
            const bool close = before > near - 0.8 * em_ && before < near + 0.5 * em_;
            if (before >= 0 && close && part.left - before > widest) widest = part.left - before, best = part.left;
            before = part.right;
        }
        return best;
    }
    const Spoken& add(const Look& look, Alphabet alphabet, const char* by) { return take(look, alphabet, true, by); }
    // The engine finds the line in the picture by itself, and cuts it out closer.
    const Spoken& add_found(const Look& look, Alphabet alphabet, const char* by) {
        return take(wide(look), alphabet, false, by);
    }
    const Spoken& take(const Look& look, Alphabet alphabet, bool raw, const char* by) {
        Spoken out = tidied(read_line(looked_at(words_, box_, em_, look).picture, alphabet, raw));
        out.by += by;
        return votes_.emplace_back(std::move(out));
    }
    // Blanks apart: where they stand between figures, they say nothing.
    static std::u32string without_blanks(const Spoken& reading) {
        std::u32string out;
        for (const Symbol& s : reading.symbols)
            if (s.c != U' ') out.push_back(s.c);
        return out;
    }
    bool agreed(double sure) const {
        const std::u32string first = without_blanks(votes_.front());
        return votes_.size() > 1 && std::all_of(votes_.begin(), votes_.end(), [&](const Spoken& s) {
                   return s.confidence() > sure && without_blanks(s) == first;
               });
    }
    // Agreed, but for marks that part nothing.
    bool alike(double sure) const {
        const std::u32string first = words_of(votes_.front());
        return votes_.size() > 1 && std::all_of(votes_.begin(), votes_.end(), [&](const Spoken& s) {
                   return s.confidence() > sure && words_of(s) == first;
               });
    }
    // Two ways read one date.
    bool date_settled() const {
        std::map<std::u32string, int> read;
        for (const Spoken& reading : votes_)
            if (reading.confidence() > 0.95) ++read[words_of(reading)];
        return std::any_of(read.begin(), read.end(), [](auto& r) { return r.second > 1 && is_date(r.first); });
    }
    // Every one of the characters read with this certainty.
    bool certain(double sure) const {
        return std::all_of(votes_.begin(), votes_.end(), [&](const Spoken& reading) {
            return !reading.symbols.empty() &&
                   std::all_of(reading.symbols.begin(), reading.symbols.end(),
                               [&](const Symbol& s) { return is_mark(s.c) || s.sure > sure; });
        });
    }
    // What three ways cannot read is no text.
    bool hopeless() const {
        return std::all_of(votes_.begin(), votes_.end(), [](const Spoken& s) { return s.confidence() < 0.7; });
    }
    static bool looks_like_code(const Make& make) {
        return make.latin + make.figures >= 15 && make.latin + make.figures <= 21 && make.figures >= 8 &&
               make.marks <= 3;
    }
    // Chinese words, perhaps with figures among them. The Latin model would vote for nonsense.
    Text words(const Make& make) {
        if (make.figures == 0 && certain(0.975)) return voted(votes_);
        if (votes_.size() < 2) add(hard_, Alphabet::han, "/hard");
        if (is_label(votes_.back())) return voted({votes_.back()}, {votes_.front()});
        if (alike(0.9) && certain(0.95)) return voted(votes_);
        // Not of so short a line as a name: no word of it tells that 吕 is no 昌, and both models take it for that.
        if (votes_.size() == 2 && make.han > 4 && alike(0.8)) {
            bear_out(votes_[0], votes_[1]);
            if (certain(0.93)) return voted(votes_);
        }
        std::vector<Spoken> others;
        if (make.han >= 2 && make.all() == make.han && make.han <= 4) {
            add_apart(others, {48, 0.9, 60, 215}, Alphabet::name, "/high");
            add_apart(others, {48, 0.8, 60, 225}, Alphabet::han_name, "/high");
        }
        add_found(soft_, Alphabet::chinese, "/found");
        // A seal hides the same strokes whichever way one looks: three ways tell whether the line can be read at all.
        if (alike(0.95) || hopeless() || stamped_ || date_settled() || make.all() < 2) return voted(votes_, others);
        add_found(hard_, Alphabet::han, "/found hard");
        add({48, 0.8, 40, 225}, Alphabet::chinese, "/high");
        add(wide({32, 0.4, 80, 210}), Alphabet::han, "/fine");
        if (make.figures >= 4) {
            std::swap(others, votes_);
            add({48, 0.9, 60, 215}, Alphabet::latin, "/high");
            add(soft_, Alphabet::figures, "/soft");
            std::swap(others, votes_);
        }
        return voted(votes_, others);
    }
    Text code() {
        std::vector<Spoken> others;
        std::swap(others, votes_);
        for (const Spoken& reading : others)
            votes_.push_back(as_code(reading));
        add(soft_, Alphabet::code, "/soft");
        votes_.push_back(as_code(add_apart(others, soft_, Alphabet::latin, "/soft")));
        if (agreed(0.9)) return voted(votes_, others);
        add(hard_, Alphabet::code, "/hard");
        add_found(soft_, Alphabet::code, "/found");
        add_found({48, 0.9, 60, 215}, Alphabet::code, "/found high");
        votes_.push_back(as_code(add_apart(others, hard_, Alphabet::chinese, "/hard")));
        votes_.push_back(as_code(add_apart(others, {48, 0.9, 60, 215}, Alphabet::latin, "/high")));
        return voted(votes_, others);
    }
    Text mail_like(const Make& make) {
        std::vector<Spoken> others;
        std::swap(others, votes_);
        add(soft_, Alphabet::latin, "/soft");
        add(hard_, Alphabet::mail, "/hard");
        const bool addressed = votes_.front().text().find('@') != std::string::npos;
        if (!agreed(0.95) || !addressed) {
            add_found({48, 0.9, 60, 215}, Alphabet::latin, "/found high");
            add_found(hard_, Alphabet::mail, "/found hard");
            add_found({30, 0.4, 60, 215}, Alphabet::latin, "/found low");
            add(cut_, Alphabet::latin, "/cut");
        }
        // Models of Chinese have no vote on letters, but whether they see the same tells how far the vote can be relied on.
        const std::u32string own = letters_of(votes_.front());
        const auto the_same = [&](const Spoken& other) { return letters_of(other) == own; };
        if (addressed && std::none_of(others.begin(), others.end(), the_same))
            add_apart(others, soft_, Alphabet::han, "/soft");
        if (make.figures > 2 * make.latin) {
            add(soft_, Alphabet::digits, "/soft");
            for (const Spoken& reading : others)
                votes_.push_back(reading);
        }
        Text out = voted(votes_, others);
        for (const Spoken& other : others)
            if (const std::string text = text::nfc(tidied(other).text()); text == out.text)
                out.readings.push_back({text, other.confidence(), other.by}); // told though it says the same
        return out;
    }
    Text figures() {
        add(soft_, Alphabet::latin, "/soft");
        if (agreed(0.9)) return voted(votes_);
        add(hard_, Alphabet::chinese, "/hard");
        add(hard_, Alphabet::digits, "/hard");
        add_found({48, 0.9, 60, 215}, Alphabet::latin, "/found high");
        add_found(soft_, Alphabet::digits, "/found");
        add(cut_, Alphabet::figures, "/cut");
        return voted(votes_);
    }
    Spoken add_apart(std::vector<Spoken>& to, const Look& look, Alphabet alphabet, const char* by) {
        Spoken out = add(look, alphabet, by);
        votes_.pop_back();
        to.push_back(out);
        return out;
    }

    const Grey& words_;
    Rect box_;
    int ink_;
    double em_;
    bool stamped_;
    Look soft_, hard_, cut_;
    std::vector<Spoken> votes_;
};

} // namespace

Text read_words(const Grey& words, const Rect& line, int ink, double em, Care care) {
    Line reader(words, line, ink, em);
    if (care == Care::running) return reader.running();
    Text out = reader.value();
    part_look_alikes(out);
    mend_amounts(out);
    return out;
}

bool begins_with_label(const Text& line) { return colon_after_label(text::to_u32(line.text)).has_value(); }

Text stacked(const std::vector<Text>& lines) {
    if (lines.size() == 1) return lines.front();
    Text out;
    std::size_t most = 0, length = 0;
    double sum = 0;
    for (const Text& line : lines) {
        if (!out.text.empty()) out.text += '\n';
        out.text += line.text;
        if (line.text == unread_mark) continue; // nobody's reading
        const std::size_t n = std::max<std::size_t>(1, text::length(line.text));
        sum += line.confidence * double(n), length += n;
        most = std::max(most, line.readings.size());
    }
    out.confidence = length > 0 ? sum / double(length) : 0;
    for (std::size_t i = 0; i < most; ++i) {
        Reading reading;
        double weight = 0;
        for (const Text& line : lines) {
            if (line.readings.empty()) continue;
            const Reading& r = line.readings[std::min(i, line.readings.size() - 1)];
            if (!reading.text.empty()) reading.text += '\n';
            reading.text += r.text;
            reading.confidence += r.confidence * double(text::length(r.text) + 1);
            weight += double(text::length(r.text) + 1);
            if (reading.by.empty() || i < line.readings.size()) reading.by = r.by;
        }
        reading.confidence = weight > 0 ? reading.confidence / weight : 0;
        out.readings.push_back(std::move(reading));
    }
    return out;
}

} // namespace shenbao::ocr
