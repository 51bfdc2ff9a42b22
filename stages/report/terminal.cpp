#include "stages/report/terminal.h"

#include "pipeline/model/text.h"
#include "stages/report/revision_words.h"
#include "stages/report/when.h"
#include "stages/report/wording.h"

#include <algorithm>
#include <vector>

namespace shenbao {
namespace report {
namespace {

enum class Ink { plain, bold, faint, red, yellow, green, magenta };

const char* code(Ink ink) {
    switch (ink) {
    case Ink::bold:
        return "\x1b[1m";
    case Ink::faint:
        return "\x1b[2m";
    case Ink::red:
        return "\x1b[1;31m";
    case Ink::yellow:
        return "\x1b[1;33m";
    case Ink::green:
        return "\x1b[1;32m";
    case Ink::magenta:
        return "\x1b[1;35m";
    case Ink::plain:
        break;
    }
    return "";
}

Ink ink_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::complete:
        return Ink::green;
    case Verdict::review:
        return Ink::yellow;
    case Verdict::deficient:
        return Ink::red;
    case Verdict::unreadable:
        break;
    }
    return Ink::magenta;
}

const char* mark_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::complete:
        return "●";
    case Verdict::review:
        return "▲";
    case Verdict::deficient:
        return "■";
    case Verdict::unreadable:
        break;
    }
    return "✕";
}

Ink ink_of(Severity severity) {
    return severity == Severity::error ? Ink::red : severity == Severity::warning ? Ink::yellow : Ink::faint;
}

// Characters that may not begin a line of Chinese text.
bool clings(char32_t c) {
    return std::u32string_view(U"，。；：、！？）》」』”’…,.;:!?)]}%").find(c) != std::u32string_view::npos;
}
bool breaks_before(char32_t before, char32_t c) {
    if (c == ' ') return true;
    if (clings(c) || std::u32string_view(U"（《「『“‘([").find(before) != std::u32string_view::npos) return false;
    return text::columns(text::to_utf8(std::u32string(1, c))) == 2 ||
           text::columns(text::to_utf8(std::u32string(1, before))) == 2;
}

int columns_of(std::u32string_view piece) { return text::columns(text::to_utf8(piece)); }

// Pieces that are not to be parted, in order.
std::vector<std::u32string> pieces_of(std::string_view text) {
    std::vector<std::u32string> pieces;
    for (char32_t c : text::to_u32(text)) {
        if (pieces.empty() || breaks_before(pieces.back().back(), c))
            pieces.push_back({c});
        else
            pieces.back() += c;
    }
    return pieces;
}

// Cuts a piece that is wider than a line wherever the line ends.
std::vector<std::u32string> cut(const std::u32string& piece, int width) {
    std::vector<std::u32string> out(1);
    for (char32_t c : piece) {
        if (columns_of(out.back()) + columns_of({&c, 1}) > width && !out.back().empty()) out.emplace_back();
        out.back() += c;
    }
    return out;
}

struct Terminal {
    const Campaign& campaign;
    const Record& record;
    const Messages& messages;
    bool colour;
    int width;
    std::string out{};
    const std::string folder = shared_folder(record);

    std::string word(std::string_view key) const { return messages.word(key); }
    std::string inked(const std::string& text, Ink ink) const {
        return colour && ink != Ink::plain ? code(ink) + text + "\x1b[0m" : text;
    }

    // A label of `lead` columns, and a text that hangs beside it.
    void hanging(const std::string& label, int lead, const std::string& text, Ink label_ink, Ink ink = Ink::plain) {
        const auto lines = wrapped(one_line(text), std::max(width - lead, 16));
        for (std::size_t i = 0; i < lines.size(); ++i)
            out += (i == 0 ? inked(padded(label, lead), label_ink) : std::string(static_cast<std::size_t>(lead), ' ')) +
                   inked(lines[i], ink) + "\n";
    }

    void fact(std::string_view key, const std::string& value) {
        if (!value.empty()) hanging(word(key), 10, value, Ink::faint);
    }

    void head() {
        out += inked(std::string(mark_of(record.verdict)) + " " +
                         word("verdict." + std::string(to_string(record.verdict))),
                     ink_of(record.verdict)) +
               "  " + inked(one_line(campaign.title), Ink::bold) + "\n\n";
        fact("terminal.number", record.applicant.number);
        fact("terminal.applicant", record.applicant.company);
        fact("terminal.package", record.submission.package);
        fact("terminal.received", short_time(record.submission.received, office_offset(campaign)));
        fact("terminal.deadline", deadline_words(campaign, messages));
    }

    void finding(std::size_t number, const RecordFinding& f) {
        const bool done = settled(f);
        const std::string sentence = f.message.empty() ? problem(f.finding, campaign, messages) : f.message;
        hanging("  " + std::to_string(number) + ".", 5, sentence + (done ? word("terminal.settled") : ""),
                ink_of(f.finding.severity), done ? Ink::faint : Ink::bold);
        auto detail = [&](std::string_view key, const std::string& text) {
            if (!text.empty()) hanging("     " + word(key), 11, text, Ink::faint);
        };
        Locator where = f.finding.where;
        where.entry = without(folder, where.entry);
        detail("terminal.place", place_beside(sentence, where, messages));
        detail("terminal.evidence", text::shorten(evidence_beside(sentence, f.finding), 200));
        if (f.finding.severity != Severity::info && !done)
            detail("terminal.mend", remedy(f.finding, campaign, messages));
        if (f.decision) detail("sheet.decision", f.decision->note);
        if (f.outdated) detail("sheet.decision", word("ui.decision_outdated") + "：" + f.outdated->note);
    }

    void findings() {
        if (record.findings.empty()) out += "\n" + word("terminal.none") + "\n";
        for (auto severity : {Severity::error, Severity::warning, Severity::info}) {
            std::vector<const RecordFinding*> list;
            for (const auto& f : record.findings)
                if (f.finding.severity == severity) list.push_back(&f);
            if (list.empty()) continue;
            out += "\n" + inked(word("severity." + std::string(to_string(severity))), ink_of(severity)) +
                   inked("（" + std::to_string(list.size()) + "）", Ink::faint) + "\n";
            for (std::size_t i = 0; i < list.size(); ++i)
                finding(i + 1, *list[i]);
        }
    }

    void revision() {
        const auto lines = revision_lines(record, campaign, messages);
        if (!lines.empty()) out += "\n" + inked(word("ui.revision"), Ink::bold) + "\n";
        int lead = 0;
        for (const auto& line : lines)
            lead = std::max(lead, text::columns(line.title) + 4);
        for (const auto& line : lines)
            hanging("  " + line.title, std::min(lead, width / 2), line.words, Ink::faint,
                    line.open ? Ink::bold : Ink::plain);
    }

    std::string material_state(const Material& asked) const {
        std::string state;
        bool sealed = true;
        for (const auto& m : record.materials) {
            if (m.slot != asked.slot) continue;
            sealed = sealed && (m.seal.state == SealState::present || m.seal.state == SealState::not_asked);
            state += (state.empty() ? "" : "；") + one_line(without(folder, m.entry));
            if (m.seal.state != SealState::not_asked)
                state += "（" + word("seal." + std::string(to_string(m.seal.state))) + "）";
        }
        if (!state.empty()) return (sealed ? "✓ " : "! ") + state;
        return asked.required ? "✗ " + word("ui.missing") : "– " + word("ui.not_given");
    }

    void materials() {
        int lead = 0;
        for (const auto& asked : campaign.materials)
            lead = std::max(lead, text::columns(asked.title) + 4);
        if (lead > 0) out += "\n" + inked(word("terminal.materials"), Ink::bold) + "\n";
        for (const auto& asked : campaign.materials)
            hanging("  " + asked.title, std::min(lead, width / 2), material_state(asked), Ink::faint);
    }

    static std::string value_of(const FieldRecord& field, const std::string& unit) {
        std::string out = field.value;
        for (const auto& [year, amount] : field.series)
            out += (out.empty() ? "" : "；") + year + "：" + amount;
        return out.empty() || unit.empty() ? out : out + " " + unit;
    }

    void fields() {
        int lead = 0;
        for (const auto& field : record.fields)
            lead = std::max(lead, text::columns(field_title(campaign, field.id)) + 4);
        if (lead > 0) out += "\n" + inked(word("terminal.fields"), Ink::bold) + "\n";
        for (const auto& field : record.fields) {
            const Field* asked = campaign.field(field.id);
            const std::string value = value_of(field, asked ? asked->unit : "");
            const std::string state =
                field.status == FieldStatus::uncertain ? "（" + word("status.uncertain") + "）" : "";
            hanging("  " + field_title(campaign, field.id), std::min(lead, width / 2),
                    value.empty() ? word("ui.no_value") : value + state, Ink::faint,
                    field.status == FieldStatus::uncertain ? Ink::yellow : Ink::plain);
        }
    }

    void files() {
        int pages = 0, ocr = 0;
        for (const auto& file : record.files) {
            pages += file.pages;
            ocr += file.ocr_pages;
        }
        out += "\n" +
               inked(messages.word("terminal.files", {{"files", std::to_string(record.files.size())},
                                                      {"pages", std::to_string(pages)},
                                                      {"ocr_pages", std::to_string(ocr)}}),
                     Ink::faint) +
               "\n";
    }
};

} // namespace

std::vector<std::string> wrapped(std::string_view text, int width) {
    std::vector<std::u32string> lines(1);
    for (const auto& whole : pieces_of(text))
        for (const auto& piece : cut(whole, width)) {
            if (!lines.back().empty() && columns_of(lines.back()) + columns_of(piece) > width) lines.emplace_back();
            lines.back() += lines.back().empty() && piece.front() == U' ' ? piece.substr(1) : piece;
        }
    std::vector<std::string> out;
    for (const auto& line : lines)
        out.push_back(text::to_utf8(line));
    return out;
}

std::string padded(std::string_view text, int width) {
    const int gap = std::max(width - text::columns(text), 1);
    return std::string(text) + std::string(static_cast<std::size_t>(gap), ' ');
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<int> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i == widths.size()) widths.push_back(0);
            widths[i] = std::max(widths[i], text::columns(row[i]));
        }
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += i + 1 < row.size() ? padded(row[i], widths[i] + 2) : row[i];
        out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return out;
}

} // namespace report

std::string terminal_report(const Campaign& campaign, const Record& record, const Messages& messages, bool colour,
                            int width) {
    report::Terminal terminal{campaign, record, messages, colour, width};
    terminal.head();
    terminal.findings();
    terminal.revision();
    terminal.materials();
    terminal.fields();
    terminal.files();
    return std::move(terminal.out);
}

} // namespace shenbao
