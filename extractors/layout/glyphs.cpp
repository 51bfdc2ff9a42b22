#include "extractors/layout/glyphs.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <cmath>

namespace shenbao::layout {
namespace {

// Chinese characters and the punctuation set with them need no space where a line is wrapped.
bool is_cjk(char32_t c) {
    return text::is_han(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF) || c == 0x201C ||
           c == 0x201D || c == 0x2014 || c == 0x2026;
}

char32_t first_of(const Line& line) {
    for (const Glyph& g : line.glyphs)
        if (!is_space(g.code)) return g.code;
    return 0;
}

char32_t last_of(const Line& line) {
    for (auto g = line.glyphs.rbegin(); g != line.glyphs.rend(); ++g)
        if (!is_space(g->code)) return g->code;
    return 0;
}

double em_of(const Line& line) { return std::max(line.box.height(), 1.0); }

double first_width(const Line& line) {
    for (const Glyph& g : line.glyphs)
        if (!is_space(g.code)) return 1.2 * g.box.width();
    return 0;
}

bool wide_gap(const Glyph& last, const Glyph& next, double allowance) {
    if (is_space(last.code) || is_space(next.code)) return false;
    double wide = text::is_han(last.code) || text::is_han(next.code) ? 0.6 : 0.2;
    return next.box.left - last.box.right > wide * next.box.height() + allowance;
}

// The gap that a run keeps between most of its glyphs: letters set apart are no words.
double tracking(const Line& run) {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < run.glyphs.size(); ++i)
        gaps.push_back(run.glyphs[i].box.left - run.glyphs[i - 1].box.right);
    if (gaps.size() < 2) return 0;
    auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return std::max(0.0, *middle);
}

// Puts a run at the end of a line, with a space before it and within it where the gap asks for one.
void append_run(const Line& run, Line& line) {
    double usual = tracking(run);
    for (std::size_t i = 0; i < run.glyphs.size(); ++i) {
        const Glyph& glyph = run.glyphs[i];
        if (!line.glyphs.empty()) {
            Glyph last = line.glyphs.back();
            if (wide_gap(last, glyph, i == 0 ? 0 : usual))
                line.glyphs.push_back({U' ', {last.box.right, glyph.box.top, glyph.box.left, glyph.box.bottom}});
        }
        line.glyphs.push_back(glyph);
    }
}

void append_wrapped(std::string& text, const Line& last, const Line& next) {
    if (!is_cjk(last_of(last)) && !is_cjk(first_of(next))) text += ' ';
    text += text_of(next);
}

// Whether `next` goes on where `last`, which may reach as far as `right`, was wrapped.
bool continues(const Line& last, const Line& next, double right) {
    double em = em_of(last);
    bool alike = next.box.height() < 1.35 * em && em < 1.35 * em_of(next);
    double gap = next.box.top - last.box.bottom;
    bool below = gap > -0.5 * em && gap < 1.3 * em;
    bool full = last.box.right > right - 1.8 * em;
    bool flush = next.box.left < last.box.left + 0.8 * em && next.box.left > last.box.left - 3.5 * em;
    return alike && below && full && flush;
}

// How far right the text around line `i` reaches: the widest of the neighbours that share its column.
double reach(std::span<const Line> lines, std::size_t i) {
    constexpr std::size_t around = 12;
    std::size_t from = i > around ? i - around : 0, to = std::min(lines.size(), i + around + 1);
    double right = lines[i].box.right;
    for (std::size_t k = from; k < to; ++k)
        if (lines[k].box.left < lines[i].box.right && lines[k].box.right > lines[i].box.left &&
            std::abs(lines[k].box.left - lines[i].box.left) < 4 * em_of(lines[i]))
            right = std::max(right, lines[k].box.right);
    return right;
}

} // namespace

bool is_space(char32_t code) { return code == ' ' || code == 0x3000 || code == 0xA0 || (code >= 9 && code <= 13); }

bool is_tracking(std::span<const Glyph> glyphs, std::size_t i) {
    if (!is_space(glyphs[i].code) || i == 0 || i + 1 == glyphs.size()) return false;
    const Glyph &last = glyphs[i - 1], &next = glyphs[i + 1];
    bool mixed = is_cjk(last.code) != is_cjk(next.code);
    double em = std::max(last.box.height(), next.box.height());
    return mixed && next.box.left - last.box.right < 0.3 * em;
}

Box joined(const Box& a, const Box& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

std::string text_of(const Line& line) {
    std::u32string text;
    for (const Glyph& g : line.glyphs)
        text.push_back(g.code);
    return text::trim(text::nfc(text::to_utf8(text)));
}

std::vector<Line> lines_of_runs(std::span<const Line> runs) {
    std::vector<const Line*> sorted;
    for (const Line& run : runs)
        if (!run.glyphs.empty()) sorted.push_back(&run);
    auto middle = [](const Line& line) { return (line.box.top + line.box.bottom) / 2; };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const Line* a, const Line* b) { return middle(*a) < middle(*b); });
    // A run belongs to the line whose middle its own falls near; only the last few lines can be near.
    struct Row {
        Box box;
        std::vector<const Line*> runs;
    };
    std::vector<Row> rows;
    for (const Line* run : sorted) {
        Row* home = nullptr;
        for (std::size_t k = rows.size(); k > 0 && rows.size() - k < 4; --k) {
            Row& row = rows[k - 1];
            double slack = 0.2 * row.box.height();
            if (middle(*run) > row.box.top + slack && middle(*run) < row.box.bottom - slack) home = &row;
        }
        if (home == nullptr) home = &rows.emplace_back(Row{run->box, {}});
        home->box = joined(home->box, run->box);
        home->runs.push_back(run);
    }
    std::vector<Line> lines;
    for (Row& row : rows) {
        std::stable_sort(row.runs.begin(), row.runs.end(),
                         [](const Line* a, const Line* b) { return a->box.left < b->box.left; });
        Line line{{}, row.box};
        for (const Line* run : row.runs)
            append_run(*run, line);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<Line> lines_of(std::span<const Glyph> glyphs) {
    std::vector<Line> runs;
    for (const Glyph& glyph : glyphs)
        runs.push_back({{glyph}, glyph.box});
    return lines_of_runs(runs);
}

std::vector<Run> paragraphs_of(std::span<const Line> lines) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0 && !runs.empty() && continues(lines[i - 1], lines[i], reach(lines, i - 1))) {
            append_wrapped(runs.back().text, lines[i - 1], lines[i]);
            runs.back().box = joined(runs.back().box, lines[i].box);
        } else {
            runs.push_back({text_of(lines[i]), lines[i].box});
        }
    }
    std::erase_if(runs, [](const Run& run) { return run.text.empty(); });
    return runs;
}

Run cell_text(std::span<const Line> lines, double left, double right) {
    constexpr double margins = 12; // points: what word processors leave on both sides of a cell together
    Run run;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i == 0) {
            run = {text_of(lines[0]), lines[0].box};
            continue;
        }
        // In a cell a line is full when nothing more would have fitted; centred words may leave room on both sides.
        double room = (right - lines[i - 1].box.right) + (lines[i - 1].box.left - left);
        bool wrapped =
            room < 3 * em_of(lines[i - 1]) && lines[i].box.top - lines[i - 1].box.bottom < 1.3 * em_of(lines[i]);
        bool one_token = std::none_of(lines[i - 1].glyphs.begin(), lines[i - 1].glyphs.end(),
                                      [](const Glyph& g) { return is_space(g.code); });
        if (wrapped && one_token && room < margins + first_width(lines[i])) {
            // A code or number that did not fit was broken within.
            run.text += text_of(lines[i]);
        } else if (wrapped) {
            append_wrapped(run.text, lines[i - 1], lines[i]);
        } else {
            run.text += '\n';
            run.text += text_of(lines[i]);
        }
        run.box = joined(run.box, lines[i].box);
    }
    return run;
}

} // namespace shenbao::layout
