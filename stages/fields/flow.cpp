#include "stages/fields/flow.h"

#include "pipeline/model/text.h"
#include "stages/fields/parse.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>
#include <map>

namespace shenbao::fields_detail {

namespace {

constexpr std::size_t longest_line = 4000;
constexpr double unsure_place = 8;        // as label cost: enough to make a scan's value uncertain
constexpr std::size_t most_continued = 3; // lines that a value may run on

bool is_space(char32_t c) { return c == U' ' || c == U'\t' || c == 0x3000 || c == 0xA0; }

// One reading of a line, folded, with the labels in it.
struct Scanned {
    std::u32string original;
    likeness::Folded folded;
    std::vector<LabelHit> hits;

    std::u32string_view between(std::size_t begin, std::size_t end) const {
        const std::size_t from = begin < folded.at.size() ? folded.at[begin] : original.size();
        const std::size_t to = end < folded.at.size() ? folded.at[end] : original.size();
        return std::u32string_view(original).substr(std::min(from, to), to - std::min(from, to));
    }
};

// Where a further "label:" begins that no book knows: a run of Chinese characters before a colon, after a space.
std::size_t unknown_label(std::u32string_view value) {
    for (std::size_t colon = value.find_first_of(U":："); colon != std::u32string_view::npos;
         colon = value.find_first_of(U":：", colon + 1)) {
        std::size_t begin = colon;
        while (begin > 0 && (text::is_han(value[begin - 1]) ||
                             std::u32string_view(U"（）()").find(value[begin - 1]) != std::u32string_view::npos))
            --begin;
        const std::size_t length = colon - begin;
        if (length >= 2 && length <= 14 && begin > 0 &&
            (is_space(value[begin - 1]) ||
             std::u32string_view(U";；,，").find(value[begin - 1]) != std::u32string_view::npos))
            return begin;
    }
    return value.size();
}

bool ends_at_marks(FieldType type) {
    return type != FieldType::text && type != FieldType::address && type != FieldType::money_series;
}

// The end of a value in what follows its label: before a bracket that was not opened in it, or the sentence's end.
std::size_t end_of_value(std::u32string_view rest, FieldType type) {
    std::size_t end = unknown_label(rest);
    if (!ends_at_marks(type)) return end;
    int open = 0;
    for (std::size_t i = 0; i < end; ++i) {
        if (rest[i] == U'(' || rest[i] == U'（') ++open;
        if (rest[i] == U')' || rest[i] == U'）')
            if (--open < 0) return i;
        if (rest[i] == U'。' || rest[i] == U';' || rest[i] == U'；') return i;
        if ((rest[i] == U'，' || rest[i] == U',') &&
            (type == FieldType::company || type == FieldType::person || type == FieldType::uscc))
            return i;
    }
    return end;
}

// A value written on a printed line: "企业名称：__某某公司__".
std::string off_its_line(std::string value) {
    value = text::trim(value);
    for (std::string_view line : {"_", "＿", "—"}) {
        while (value.starts_with(line))
            value = text::trim(value.substr(line.size()));
        while (value.ends_with(line))
            value = text::trim(value.substr(0, value.size() - line.size()));
    }
    return value;
}

class Scan {
  public:
    Scan(const std::vector<FlowLine>& lines, const Campaign& campaign, const LabelBook& labels, const std::string& unit,
         bool in_cell, const InkSink& found)
        : lines_(lines), campaign_(campaign), labels_(labels), unit_(unit), in_cell_(in_cell), found_(found) {}

    void run() {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            line(i);
    }

  private:
    struct Found {
        Ink ink;
        bool empty = true; // the label stands there, its value does not
    };

    Scanned scan(const Reading& reading, bool digital) const {
        Scanned s{text::to_u32(reading.text), {}, {}};
        if (s.original.size() > longest_line) s.original.resize(longest_line);
        s.folded = likeness::folded(s.original);
        s.hits = labels_.within(s.folded, !digital);
        return s;
    }

    // What the line after says up to its first label, as the same way of reading has it.
    std::u32string continued(std::size_t i, const std::string& by) const {
        if (i >= lines_.size() || i == 0 || lines_[i].page != lines_[i - 1].page) return {};
        const FlowLine& next = lines_[i];
        const auto same =
            std::find_if(next.readings.begin(), next.readings.end(), [&](const Reading& r) { return r.by == by; });
        const Scanned s = scan(same == next.readings.end() ? next.readings.front() : *same, next.digital);
        return std::u32string(s.between(0, s.hits.empty() ? s.folded.chars.size() : s.hits.front().begin));
    }

    // A value that is not whole at its line's end runs on in the next ones, if it is whole then.
    std::string value_of(std::size_t i, const Reading& reading, const Scanned& s, std::size_t k,
                         const Field& field) const {
        std::size_t next = s.folded.chars.size();
        for (const LabelHit& other : s.hits)
            if (other.begin >= s.hits[k].end && other.colon) next = std::min(next, other.begin);
        const std::u32string_view rest = s.between(s.hits[k].end, next);
        const std::size_t end = end_of_value(rest, field.type);
        const std::string value = off_its_line(text::to_utf8(rest.substr(0, end)));
        if (end < rest.size() || next < s.folded.chars.size() || value.empty()) return value;
        std::string longer = value;
        for (std::size_t more = 1; more <= most_continued && !complete(field, longer, lines_[i].digital); ++more) {
            const std::u32string line = continued(i + more, reading.by);
            longer += "\n" + text::to_utf8(std::u32string_view(line).substr(0, end_of_value(line, field.type)));
        }
        return complete(field, longer, lines_[i].digital) ? longer : value;
    }

    // Whether a value needs no further line. Free text has no mark of its end: it is left to the line.
    static bool complete(const Field& field, const std::string& value, bool digital) {
        switch (field.type) {
        case FieldType::uscc:
            return values::normalise(field.type, value).size() >= 18;
        case FieldType::company:
        case FieldType::email:
            return values::is_valid(field.type, values::normalise(field.type, value));
        case FieldType::money_series:
            return parse_series(value, {field.type, digital, false, {}, {}, {}}, field.years).size() >=
                   field.years.size();
        default:
            return true;
        }
    }

    void line(std::size_t i) {
        const FlowLine& line = lines_[i];
        std::map<std::size_t, Found> by_field;
        for (const Reading& reading : line.readings) {
            const Scanned s = scan(reading, line.digital);
            for (std::size_t k = 0; k < s.hits.size(); ++k)
                if (s.hits[k].field != LabelBook::foreign) take(i, reading, s, k, by_field);
            phrase(i, reading, s, by_field);
        }
        for (auto& [field, found] : by_field) {
            if (found.empty && !beside(i, field, found)) continue;
            found_(field, std::move(found.ink));
        }
    }

    void take(std::size_t i, const Reading& reading, const Scanned& s, std::size_t k,
              std::map<std::size_t, Found>& by_field) {
        const LabelHit& hit = s.hits[k];
        const Field& field = campaign_.fields[hit.field];
        std::string value = value_of(i, reading, s, k, field);
        if (!hit.colon && !counts_without_colon(hit, s, value, field.type)) return;
        Found& found = by_field[hit.field];
        if (found.ink.readings.empty() && found.empty) found.ink = start(i, hit, Route::inside);
        if (value.empty()) return;
        if (found.empty) found.ink.readings.clear();
        found.empty = false;
        // In a cell without a colon, what follows a name's label may be the remains of a rule: such a name is doubted.
        const bool doubtful = in_cell_ && !hit.colon && field.type == FieldType::person && !lines_[i].digital;
        found.ink.label_cost = doubtful ? unsure_place : std::min(found.ink.label_cost, hit.cost);
        found.ink.readings.push_back({std::move(value), reading.confidence, reading.by});
    }

    // Without a colon there must be a gap, and what follows must look like a value.
    bool counts_without_colon(const LabelHit& hit, const Scanned& s, const std::string& value, FieldType type) const {
        if (value.empty()) return !in_cell_ && hit.end == s.folded.chars.size() && hit.begin <= 3;
        const bool gap =
            hit.end < s.folded.at.size() && hit.end > 0 && s.folded.at[hit.end] > s.folded.at[hit.end - 1] + 1;
        const bool free_text = type == FieldType::text || type == FieldType::address;
        if (free_text) return gap && !in_cell_;
        return plausible(type, value) && (gap || type != FieldType::person);
    }

    Ink start(std::size_t i, const LabelHit& hit, Route route) const {
        Ink ink;
        ink.digital = lines_[i].digital;
        ink.page = lines_[i].page;
        ink.box = lines_[i].box;
        ink.route = route;
        ink.label_cost = hit.cost;
        ink.unit = hit.unit.empty() ? unit_ : hit.unit;
        ink.year = hit.year;
        return ink;
    }

    // The label stands alone: its value is the nearest line to the right at the same height, else the next line.
    bool beside(std::size_t i, std::size_t field, Found& found) {
        const FlowLine* line = right_neighbour(i);
        if (!line && i + 1 < lines_.size() && lines_[i + 1].page == lines_[i].page) line = &lines_[i + 1];
        if (!line) return false;
        const Reading& top = line->readings.front();
        if (labels_.is_label(top.text, !line->digital)) return false;
        const FieldType type = campaign_.fields[field].type;
        found.ink.readings.clear();
        for (const Reading& reading : line->readings) {
            const Scanned s = scan(reading, line->digital);
            std::u32string_view rest = s.between(0, s.hits.empty() ? s.folded.chars.size() : s.hits.front().begin);
            std::string value = text::trim(text::to_utf8(rest.substr(0, end_of_value(rest, type))));
            if (plausible(type, value))
                found.ink.readings.push_back({std::move(value), reading.confidence, reading.by});
        }
        found.ink.route = Route::beside;
        found.ink.digital = line->digital;
        found.ink.page = line->page;
        found.ink.box = line->box;
        return !found.ink.readings.empty();
    }

    const FlowLine* right_neighbour(std::size_t i) const {
        if (!lines_[i].box) return nullptr;
        const Box& own = *lines_[i].box;
        const FlowLine* best = nullptr;
        for (const FlowLine& other : lines_) {
            if (&other == &lines_[i] || other.page != lines_[i].page || !other.box) continue;
            const double overlap = std::min(own.bottom, other.box->bottom) - std::max(own.top, other.box->top);
            if (overlap < 0.5 * std::min(own.height(), other.box->height()) || other.box->left < own.right - 0.01)
                continue;
            if (!best || other.box->left < best->box->left) best = &other;
        }
        return best;
    }

    // "某某公司（统一社会信用代码：…）郑重承诺", "某某公司郑重承诺": the company before it.
    void phrase(std::size_t i, const Reading& reading, const Scanned& s, std::map<std::size_t, Found>& by_field) {
        std::size_t end = std::u32string::npos;
        for (const LabelHit& hit : s.hits)
            if (hit.field != LabelBook::foreign && campaign_.fields[hit.field].type == FieldType::uscc &&
                hit.begin > 0 && s.folded.chars[hit.begin - 1] == U'(')
                end = hit.begin - 1;
        for (std::u32string_view word : {U"郑重承诺", U"(以下简称", U"现郑重承诺", U"自愿承诺"})
            if (const auto at = s.folded.chars.find(word); at != std::u32string::npos) end = std::min(end, at);
        if (end == std::u32string::npos || end < 4) return;
        std::size_t begin = end;
        while (begin > 0 &&
               std::u32string_view(U",，。:：;；、").find(s.folded.chars[begin - 1]) == std::u32string_view::npos)
            --begin;
        const std::string name = values::normalise(FieldType::company, text::to_utf8(s.between(begin, end)));
        if (!values::is_company(name)) return;
        for (std::size_t f = 0; f < campaign_.fields.size(); ++f) {
            if (campaign_.fields[f].type != FieldType::company) continue;
            Found& found = by_field[f];
            if (found.empty)
                found.ink = start(i, {}, Route::phrase), found.ink.readings.clear();
            else if (found.ink.route != Route::phrase)
                continue;
            found.empty = false;
            found.ink.readings.push_back({name, reading.confidence, reading.by});
        }
    }

    const std::vector<FlowLine>& lines_;
    const Campaign& campaign_;
    const LabelBook& labels_;
    std::string unit_;
    bool in_cell_;
    const InkSink& found_;
};

} // namespace

std::vector<FlowLine> lines_of_text(const Text& text, int page, const std::optional<Box>& box) {
    std::vector<FlowLine> lines;
    for (const std::string& part : text::split(text.text, '\n'))
        lines.push_back({{{part, text.confidence, {}}}, is_digital(text), page, box});
    for (const Reading& reading : text.readings) {
        const std::vector<std::string> parts = text::split(reading.text, '\n');
        if (parts.size() != lines.size()) continue;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (reading.text == text.text)
                lines[i].readings.front() = {parts[i], reading.confidence, reading.by};
            else
                lines[i].readings.push_back({parts[i], reading.confidence, reading.by});
        }
    }
    std::erase_if(lines, [](const FlowLine& line) { return text::trim(line.readings.front().text).empty(); });
    return lines;
}

void scan_flow(const std::vector<FlowLine>& lines, const Campaign& campaign, const LabelBook& labels,
               const std::string& unit, bool in_cell, const InkSink& found) {
    Scan(lines, campaign, labels, unit, in_cell, found).run();
}

} // namespace shenbao::fields_detail
