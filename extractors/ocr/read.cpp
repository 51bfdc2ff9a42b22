#include "extractors/ocr/read.h"

#include "extractors/ocr/lines.h"
#include "extractors/ocr/look.h"
#include "extractors/ocr/mend.h"
#include "extractors/ocr/spoken.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace shenbao::ocr {

using namespace picture;

namespace {

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
        const std::u32string line = characters_of(votes_.front());
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
        const std::u32string line = characters_of(votes_.front());
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
        // Models of Chinese have no vote on letters, but whether they see the same tells how far the vote can be relied
        // on.
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
