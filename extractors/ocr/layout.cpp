#include "extractors/ocr/layout.h"

#include "extractors/ocr/grid.h"
#include "extractors/ocr/lines.h"
#include "extractors/ocr/paragraphs.h"
#include "extractors/ocr/read.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cctype>

namespace shenbao::ocr {

using namespace picture;

namespace {

constexpr std::size_t kRunningLines = 4; // a cell of more lines than this holds running text
constexpr double kLongLine = 18;         // in em: a line of this length is one of running text
constexpr std::size_t kMostLines = 400;  // of a page; what comes after is left unread
const std::string kUnread(unread_mark);

// Whether there is more in a text than marks, which smudges and the remains of rules are taken for; they are taken for
// strokes too.
bool has_words(const std::string& text) {
    const std::u32string line = text::to_u32(text);
    return std::any_of(line.begin(), line.end(), [](char32_t c) {
        const bool stroke = c == U'一' || c == U'丨' || c == U'丿';
        return (text::is_han(c) && !stroke) || (c < 128 && std::isalnum(int(c)) != 0);
    });
}

struct Reader {
    const Upright& page;
    Grey words; // without rules
    int ink;
    Extent extent;
    const std::function<void()>& alive;
    std::size_t lines = 0;
    int unread_lines = 0;

    Box share(const Rect& rect) const { return share_of(rect, words.width, words.height); }

    // A line, its parts read apart where wide gaps stand in it.
    Text line(const Rect& box, Care care) {
        std::vector<Text> parts;
        const double gap = care == Care::value ? 0.95 : 3;
        for (const Rect& part : parts_of(words, box, ink, gap * page.em)) {
            parts.push_back(read_words(words, part, ink, page.em, care));
            alive();
        }
        // A speck at some distance from the line is none of its words.
        if (parts.size() > 1)
            std::erase_if(parts, [](const Text& part) {
                return !has_words(part.text) || (text::length(part.text) <= 1 && part.confidence < 0.9);
            });
        ++lines;
        if (parts.empty()) return {};
        if (parts.size() == 1) return parts.front();
        Text out = stacked(parts);
        out.text = text::replace_all(out.text, "\n", "  ");
        for (Reading& r : out.readings)
            r.text = text::replace_all(r.text, "\n", "  ");
        return out;
    }

    // How much of a column, or of a row, of a cell is ink.
    double ink_in_column(const Rect& cell, int x) const {
        int n = 0;
        for (int y = cell.top; y < cell.bottom; ++y)
            n += words.at(x, y) < ink;
        return double(n) / cell.height();
    }
    double ink_in_row(const Rect& cell, int y) const {
        int n = 0;
        for (int x = cell.left; x < cell.right; ++x)
            n += words.at(x, y) < ink;
        return double(n) / cell.width();
    }

    // The cell without what is left of its own rules along its sides, which is no character and would make the lines
    // within look taller than they are.
    Rect within_rules(Rect cell) const {
        const int reach = int(0.6 * page.em), left = cell.left, right = cell.right, top = cell.top,
                  bottom = cell.bottom;
        if (cell.height() > 1.3 * page.em && cell.width() > 2 * page.em)
            for (int i = 0; i < reach; ++i) {
                if (ink_in_column({left, top, right, bottom}, left + i) > 0.7) cell.left = left + i + 1;
                if (ink_in_column({left, top, right, bottom}, right - 1 - i) > 0.7) cell.right = right - 1 - i;
            }
        if (cell.height() > 1.3 * page.em && cell.width() > 3 * page.em)
            for (int i = 0; i < reach / 2; ++i) {
                if (ink_in_row({left, top, right, bottom}, top + i) > 0.6) cell.top = top + i + 1;
                if (ink_in_row({left, top, right, bottom}, bottom - 1 - i) > 0.6) cell.bottom = bottom - 1 - i;
            }
        return cell;
    }

    // Whether a line is left unread; a mark stands for those that are, once for all that follow each other.
    bool left_out(bool unread, std::vector<Text>& texts) {
        if (!unread) return false;
        ++unread_lines;
        if (texts.empty() || texts.back().text != kUnread) texts.push_back({kUnread});
        return true;
    }

    Text cell(Rect inside) {
        inside = within_rules(within(inside, words));
        // What is left of a skewed upright rule is no character.
        inside.left += int(0.1 * page.em), inside.right -= int(0.07 * page.em);
        const auto boxes = lines_in(words, inside, ink, page.em);
        const Paragraphs running(boxes, page.em);
        const bool skims = extent == Extent::ends && boxes.size() > kRunningLines;
        std::vector<Text> texts;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const Rect& box = boxes[i];
            if (left_out(lines > kMostLines || (skims && running.amid(i)), texts)) continue;
            const bool runs = boxes.size() > kRunningLines || (boxes.size() > 2 && box.width() > kLongLine * page.em);
            Text text = line(box, runs ? Care::running : Care::value);
            if (runs && boxes.size() <= kRunningLines && begins_with_label(text)) text = line(box, Care::value);
            if (!text.text.empty()) texts.push_back(std::move(text));
        }
        if (texts.size() > 1)
            std::erase_if(texts, [](const Text& text) { return text.text != kUnread && !has_words(text.text); });
        return texts.empty() ? Text{} : stacked(texts);
    }

    Table table(const Grid& grid) {
        Table out;
        out.page = 1;
        out.rows = grid.rows, out.columns = grid.columns;
        out.box = share(grid.box);
        for (const GridCell& c : grid.cells) {
            Cell cell_;
            cell_.row = c.row, cell_.column = c.column, cell_.row_span = c.row_span, cell_.column_span = c.column_span;
            cell_.content = cell(c.inside);
            cell_.box = share(c.inside);
            out.cells.push_back(std::move(cell_));
        }
        return out;
    }

    // Lines between two heights as paragraphs: a line that fills its measure goes on in the next.
    void paragraphs(int top, int bottom, std::vector<Block>& out) {
        const auto boxes = lines_in(words, {0, top, words.width, bottom}, ink, page.em);
        if (boxes.empty()) return;
        const Paragraphs running(boxes, page.em);
        std::vector<Text> open;
        Rect area;
        auto close = [&] {
            if (open.empty()) return;
            Paragraph p;
            p.page = 1, p.content = stacked(open), p.box = share(area);
            out.push_back(std::move(p));
            open.clear();
        };
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const Rect& box = boxes[i];
            if (left_out(lines > kMostLines || (extent == Extent::ends && !open.empty() && running.amid(i)), open)) {
                area = joined(area, box);
                continue;
            }
            const bool is_long = box.width() > kLongLine * page.em;
            Text text = line(box, is_long ? Care::running : Care::value);
            if (is_long && begins_with_label(text)) text = line(box, Care::value);
            if (text.text.empty()) continue;
            if (!running.goes_on(i)) close();
            area = open.empty() ? box : joined(area, box);
            open.push_back(std::move(text));
        }
        close();
    }
};

void blank_out(Grey& words, const Rect& rect) {
    const Rect part = within(rect, words);
    for (int y = part.top; y < part.bottom; ++y)
        std::fill(words.row(y) + part.left, words.row(y) + part.right, 255);
}

// Whether a rule lies within a grid, or on its border, with its middle.
bool in_grid(const std::vector<Grid>& grids, const Rule& rule, bool upright, double em) {
    const int along = (rule.from() + rule.to()) / 2, across = int(rule(along));
    const int x = upright ? across : along, y = upright ? along : across;
    return std::any_of(grids.begin(), grids.end(), [&](const Grid& grid) {
        const Rect box = grid.box.grown(int(0.5 * em));
        return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    });
}

} // namespace

Ruled without_grids(const Upright& page) {
    Ruled out;
    const Rules found = find_rules(page.words, page.em);
    out.grids = find_grids(page.words, found, page.em);
    Rules printed;
    // Outside of grids: lines that values are written on, and what is left of grids that were not understood.
    for (const Rule& rule : found.level)
        if (rule.longest() > 3.5 * page.em && !in_grid(out.grids, rule, false, page.em)) printed.level.push_back(rule);
    for (const Rule& rule : found.upright)
        if (rule.longest() > 8 * page.em && !in_grid(out.grids, rule, true, page.em)) printed.upright.push_back(rule);
    for (const Grid& grid : out.grids) {
        printed.level.insert(printed.level.end(), grid.rules.level.begin(), grid.rules.level.end());
        printed.upright.insert(printed.upright.end(), grid.rules.upright.begin(), grid.rules.upright.end());
    }
    out.words = without_rules(page.words, printed);
    return out;
}

Layout read_layout(const Upright& page, const Ruled& ruled, Extent extent, const std::function<void()>& alive) {
    Reader reader{page, ruled.words, std::clamp(otsu(page.words), 130, 200), extent, alive};
    Layout out;
    int top = 0;
    for (const Grid& grid : ruled.grids) {
        reader.paragraphs(top, grid.box.top - 2, out.blocks);
        out.blocks.emplace_back(reader.table(grid));
        blank_out(reader.words, grid.box.grown(4));
        top = std::max(top, grid.box.bottom + 3);
    }
    reader.paragraphs(top, page.words.height, out.blocks);
    out.unread_lines = reader.unread_lines;
    return out;
}

} // namespace shenbao::ocr
