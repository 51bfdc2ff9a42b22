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

// One way of preparing a line's picture.
struct Look {
    double height = 36; // of the line's ink, in pixels
    double blur = 0;    // before scaling
    int cut = 0;        // made black and white at this value; 0: left grey
};

Grey looked_at(const Grey& words, const Rect& line, double em, const Look& look) {
    // A line of small letters alone is taken with the height that capitals would have: case is told by size.
    const double size = std::max<double>(line.height(), 0.85 * em);
    Rect area = line.grown(std::max(2, int(0.12 * em)));
    const int lacking = int(0.85 * em) - line.height();
    if (lacking > 0) area.top -= lacking * 2 / 3, area.bottom += lacking / 3;
    Grey part = crop(words, area);
    if (look.blur > 0) part = blurred(part, look.blur);
    part = scaled(part, look.height / size);
    if (look.cut > 0) part = cut_at(part, look.cut);
    return framed(part, 10);
}

Spoken read_as(const Grey& words, const Rect& line, double em, const Look& look, Alphabet alphabet, bool raw,
               const char* by) {
    Spoken out = tidied(read_line(looked_at(words, line, em, look), alphabet, raw));
    out.by += by;
    return out;
}

bool agree(const Spoken& a, const Spoken& b) { return a.text() == b.text(); }

} // namespace

Text read_words(const Grey& words, const Rect& line, int ink, double em, Care care) {
    std::vector<Spoken> out;
    auto add = [&](const Look& look, Alphabet alphabet, bool raw, const char* by) {
        out.push_back(read_as(words, line, em, look, alphabet, raw, by));
    };
    add({36, 0.7, 0}, Alphabet::chinese, false, "/soft");
    if (care == Care::running && out[0].confidence() > 0.93) return voted(out);
    add({44, 0, 0}, Alphabet::chinese, true, "/raw");
    const Make make = make_of(out[0].symbols.empty() ? out[1] : out[0]);
    const bool plain = make.figures + make.latin == 0;
    if (agree(out[0], out[1]) && std::min(out[0].confidence(), out[1].confidence()) > 0.85 && plain) return voted(out);
    if (care == Care::running) return voted(out);
    add({32, 0.5, ink}, Alphabet::chinese, false, "/cut");
    if (make.han > 1 && make.han * 2 > make.all()) {
        if (!agree(out[0], out[1]) || !agree(out[1], out[2])) add({30, 1.0, 0}, Alphabet::chinese, true, "/low");
        return voted(out);
    }
    add({36, 0.7, 0}, Alphabet::latin, false, "/soft");
    add({30, 0.4, 0}, Alphabet::latin, true, "/raw");
    const bool mail = make.latin > 3 && make.figures < 12;
    const bool code = make.latin + make.figures >= 15 && make.latin + make.figures <= 21;
    if (mail) add({36, 0.7, 0}, Alphabet::mail, false, "/soft");
    if (code) add({36, 0.7, 0}, Alphabet::code, false, "/soft"), add({30, 0.4, 0}, Alphabet::code, true, "/raw");
    if (make.latin <= 1 || make.figures > 3 * make.latin) {
        add({36, 0.7, 0}, Alphabet::digits, false, "/soft");
        add({36, 0.7, 0}, Alphabet::figures, true, "/soft");
    }
    return voted(out);
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
