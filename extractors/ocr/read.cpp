#include "extractors/ocr/read.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <cmath>

namespace shenbao::ocr {

using namespace picture;

namespace {

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
        else if (s.c >= U'0' && s.c <= U'9')
            ++out.figures;
        else if ((s.c >= U'A' && s.c <= U'Z') || (s.c >= U'a' && s.c <= U'z'))
            ++out.latin;
        else
            ++out.marks;
    }
    return out;
}

// One way of preparing a line's picture. Ink as dark as `black` becomes black, paper as bright as `white` white: what
// is left of rules, seals and the paper's grain disturbs the engine far more than thin strokes do.
struct Look {
    double height = 36; // of the line's ink, in pixels
    double blur = 0;    // before scaling
    int black = 60, white = 215;
};

Grey looked_at(const Grey& words, const Rect& line, double em, const Look& look) {
    // A line of small letters alone is taken with the height that capitals would have: case is told by size.
    const double size = std::max<double>(line.height(), 0.85 * em);
    Rect area = line.grown(std::max(2, int(0.12 * em)));
    const int lacking = int(0.85 * em) - line.height();
    if (lacking > 0) area.top -= lacking * 2 / 3, area.bottom += lacking / 3;
    Grey part = crop(words, area);
    if (look.blur > 0) part = blurred(part, look.blur * std::min(1.0, em / 28));
    part = scaled(part, look.height / size);
    const int range = std::max(1, look.white - look.black);
    for (std::uint8_t& v : part.pixels)
        v = std::uint8_t(std::clamp((v - look.black) * 255 / range, 0, 255));
    return framed(part, 10);
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

bool small(char32_t c) { return c >= U'a' && c <= U'z'; }
bool figure(char32_t c) { return c >= U'0' && c <= U'9'; }

// In many typefaces 1 and l are one shape. Between letters it is taken for a letter, between figures for a figure; as
// the shape itself cannot tell, the text is then none that can be relied on.
void part_look_alikes(Text& text) {
    std::u32string line = text::to_u32(text.text);
    bool changed = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char32_t before = i > 0 ? line[i - 1] : U' ', after = i + 1 < line.size() ? line[i + 1] : U' ';
        if (line[i] == U'1' && small(before) && small(after)) line[i] = U'l', changed = true;
        if (line[i] == U'l' && figure(before) && figure(after)) line[i] = U'1', changed = true;
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

// The readings of one line, and how it is decided which of them have a vote.
class Line {
  public:
    Line(const Grey& words, const Rect& box, int ink, double em) : words_(words), box_(box), em_(em) {
        soft_ = {36, 0.7, 60, 215};
        hard_ = {40, 0.5, std::min(110, ink - 40), std::min(205, ink + 35)};
        cut_ = {40, 0.5, ink - 1, ink};
    }
    Text running() {
        const Spoken& first = add(soft_, Alphabet::chinese, false, "/soft");
        if (first.confidence() < 0.93) add(hard_, Alphabet::chinese, true, "/hard");
        return voted(votes_);
    }
    Text value() {
        add(soft_, Alphabet::chinese, false, "/soft");
        add(hard_, Alphabet::chinese, true, "/hard");
        const Make make = make_of(votes_[votes_[0].symbols.empty() ? 1 : 0]);
        if (agreed(0.9) && make.han == make.all()) return voted(votes_);
        add(cut_, Alphabet::chinese, false, "/cut");
        if (make.han > 0) return words(make);
        if (looks_like_code(make)) return code();
        return make.latin > 0 ? mail_like(make) : figures();
    }

  private:
    const Spoken& add(const Look& look, Alphabet alphabet, bool raw, const char* by) {
        Spoken out = tidied(read_line(looked_at(words_, box_, em_, look), alphabet, raw));
        out.by += by;
        return votes_.emplace_back(std::move(out));
    }
    bool agreed(double sure) const {
        return std::all_of(votes_.begin(), votes_.end(),
                           [&](const Spoken& s) { return s.text() == votes_.front().text() && s.confidence() > sure; });
    }
    static bool looks_like_code(const Make& make) {
        return make.latin + make.figures >= 15 && make.latin + make.figures <= 21 && make.figures >= 8 &&
               make.marks <= 3;
    }
    // Chinese words, perhaps with figures among them. The Latin model would vote for nonsense.
    Text words(const Make& make) {
        if (!agreed(0.9)) {
            add({30, 1.0, 60, 200}, Alphabet::chinese, false, "/low");
            add({48, 0.8, 40, 225}, Alphabet::chinese, false, "/high");
            add({32, 0.4, 80, 210}, Alphabet::chinese, true, "/fine");
        }
        std::vector<Spoken> others;
        if (make.figures >= 4) {
            std::swap(others, votes_);
            add({48, 0.9, 60, 215}, Alphabet::latin, false, "/high");
            add(soft_, Alphabet::figures, true, "/soft");
            std::swap(others, votes_);
        }
        return voted(votes_, others);
    }
    Text code() {
        std::vector<Spoken> others;
        std::swap(others, votes_);
        for (const Spoken& reading : others)
            votes_.push_back(as_code(reading));
        for (const Look& look : {soft_, hard_, Look{48, 0.9, 60, 215}})
            add(look, Alphabet::code, false, "");
        votes_.push_back(as_code(add_apart(others, Look{48, 0.9, 60, 215}, Alphabet::latin)));
        return voted(votes_, others);
    }
    Text mail_like(const Make& make) {
        std::vector<Spoken> others;
        std::swap(others, votes_);
        add(soft_, Alphabet::latin, false, "/soft");
        add({48, 0.9, 60, 215}, Alphabet::latin, false, "/high");
        add(hard_, Alphabet::mail, false, "/hard");
        if (!agreed(0.95))
            add({30, 0.4, 60, 215}, Alphabet::latin, false, "/low"), add(cut_, Alphabet::latin, false, "/cut");
        if (make.figures > 2 * make.latin) {
            add(soft_, Alphabet::digits, false, "/soft");
            for (const Spoken& reading : others)
                votes_.push_back(reading);
        }
        return voted(votes_, others);
    }
    Text figures() {
        add({48, 0.9, 60, 215}, Alphabet::latin, false, "/high");
        if (!agreed(0.9)) {
            add(hard_, Alphabet::digits, false, "/hard");
            add(cut_, Alphabet::figures, true, "/cut");
            add(soft_, Alphabet::digits, false, "/soft");
        }
        return voted(votes_);
    }
    Spoken add_apart(std::vector<Spoken>& to, const Look& look, Alphabet alphabet) {
        Spoken out = add(look, alphabet, false, "/high");
        votes_.pop_back();
        to.push_back(out);
        return out;
    }

    const Grey& words_;
    Rect box_;
    double em_;
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

Text stacked(const std::vector<Text>& lines) {
    if (lines.size() == 1) return lines.front();
    Text out;
    std::size_t most = 0, length = 0;
    double sum = 0;
    for (const Text& line : lines) {
        if (!out.text.empty()) out.text += '\n';
        out.text += line.text;
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
