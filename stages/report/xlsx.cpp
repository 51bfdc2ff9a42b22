#include "stages/report/xlsx.h"

#include "pipeline/model/text.h"
#include "stages/report/cities.h"
#include "stages/report/format.h"
#include "stages/report/overview.h"
#include "stages/report/revision_words.h"
#include "stages/report/when.h"
#include "stages/report/wording.h"
#include "stages/report/workbook.h"

#include <algorithm>
#include <new>

namespace shenbao {
namespace report {
namespace {

constexpr std::size_t fixed_columns = 14; // of the submissions, before the campaign's fields

// A column of the submissions that shows a field, or one year of a series.
struct FieldColumn {
    const Field* field;
    std::string year; // empty: the value itself

    bool money() const { return field->type == FieldType::money || field->type == FieldType::money_series; }
};

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
}

struct Book {
    const Campaign& campaign;
    std::span<const Record> records;
    const RosterView& roster;
    const Messages& messages;
    const Overview overview = overview_of(campaign, records, roster, messages);
    Workbook book{};
    lxw_format* money = book.format();
    lxw_format* unsure = book.coloured(0x7D5600, 0xFDF4DC);
    lxw_format* unsure_money = book.coloured(0x7D5600, 0xFDF4DC);

    std::string word(std::string_view key) const { return messages.word(key); }
    std::string verdict_word(const Record& record) const {
        return word("verdict." + std::string(to_string(record.verdict))) +
               (superseded(record) ? word("sheet.superseded_mark") : "");
    }
    lxw_format* verdict_format(const Record& record) const {
        return superseded(record) ? book.quiet : book.verdict(record.verdict);
    }

    // --- overview

    void write_overview() {
        Sheet sheet = book.sheet(word("sheet.overview"));
        make([&] {
            worksheet_set_column(sheet.handle(), 0, 0, 34, nullptr);
            worksheet_set_column(sheet.handle(), 1, 2, 12, nullptr);
            worksheet_set_column(sheet.handle(), 3, 3, 4, nullptr);
            worksheet_set_column(sheet.handle(), 4, 6, 14, nullptr);
            worksheet_fit_to_pages(sheet.handle(), 1, 0);
            worksheet_gridlines(sheet.handle(), LXW_HIDE_ALL_GRIDLINES);
            worksheet_set_paper(sheet.handle(), 9);
        });
        sheet.text(0, 0, campaign.title, book.title);
        make([&] { return worksheet_set_row(sheet.handle(), 0, 30, nullptr); });
        const std::string until = deadline_words(campaign, messages);
        sheet.text(1, 0, word("report.deadline") + "  " + (until.empty() ? word("report.no_deadline") : until),
                   book.note);
        sheet.text(2, 0, word("report.title"), book.note);
        const std::size_t row = defects(sheet, figures(sheet, 4) + 1);
        days(sheet, 4, 4);
        sheet.text(row + 1, 0, word("sheet.uncertain_note"), book.note);
    }

    std::size_t figures(Sheet& sheet, std::size_t row) {
        headings(sheet, row++, 0, {word("report.verdicts"), word("sheet.count")});
        for (auto verdict : {Verdict::deficient, Verdict::review, Verdict::unreadable, Verdict::complete}) {
            sheet.text(row, 0, word("verdict." + std::string(to_string(verdict))), book.verdict(verdict));
            sheet.number(row++, 1, overview.of(verdict), book.plain);
        }
        const std::vector<std::pair<const char*, std::size_t>> counts = {{"sheet.superseded", overview.superseded},
                                                                         {"sheet.arrived", overview.arrived},
                                                                         {"sheet.files", overview.files},
                                                                         {"sheet.pages", overview.pages},
                                                                         {"sheet.ocr_pages", overview.ocr_pages}};
        for (const auto& [key, count] : counts) {
            sheet.text(row, 0, word(key), book.plain);
            sheet.number(row++, 1, static_cast<double>(count), book.plain);
        }
        return row;
    }

    std::size_t defects(Sheet& sheet, std::size_t row) {
        headings(sheet, row++, 0, {word("report.defects"), word("sheet.count"), word("sheet.severity")});
        for (const auto& defect : overview.defects) {
            sheet.text(row, 0, defect.title, book.plain);
            sheet.number(row, 1, defect.submissions, book.plain);
            sheet.text(row++, 2, word("severity." + std::string(to_string(defect.severity))),
                       book.severity(defect.severity));
        }
        return row;
    }

    void days(Sheet& sheet, std::size_t row, std::size_t column) {
        headings(sheet, row++, column, {word("sheet.day"), word("sheet.in_time"), word("sheet.late")});
        for (const auto& day : overview.days) {
            if (day.in_time + day.late == 0) continue;
            const Date date = date_of(day.day);
            sheet.text(row, column, fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day), book.plain);
            sheet.number(row, column + 1, day.in_time, book.plain);
            sheet.number(row++, column + 2, day.late, day.late > 0 ? book.severity(Severity::error) : book.plain);
        }
    }

    void headings(Sheet& sheet, std::size_t row, std::size_t column, const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size(); ++i)
            sheet.text(row, column + i, words[i], book.heading);
    }

    // --- one row a submission

    std::vector<FieldColumn> field_columns() const {
        std::vector<FieldColumn> out;
        for (const auto& field : campaign.fields) {
            if (field.type == FieldType::money_series && !field.years.empty()) {
                for (int year : field.years)
                    out.push_back({&field, std::to_string(year)});
            } else if (field.type != FieldType::uscc && field.type != FieldType::number) {
                out.push_back({&field, ""});
            }
        }
        return out;
    }

    std::string column_title(const FieldColumn& column) const {
        const std::string field = field_title(campaign, column.field->id);
        if (!column.money()) return field;
        return messages.word(column.year.empty() ? "sheet.money" : "sheet.series",
                             {{"field", field}, {"year", column.year}, {"unit", column.field->unit}});
    }

    std::string problems(const Record& record) const {
        std::vector<std::string> seen;
        for (auto severity : {Severity::error, Severity::warning})
            for (const auto& f : record.findings) {
                if (f.finding.severity != severity || settled(f)) continue;
                std::string title = one_line(problem(f.finding, campaign, messages));
                if (std::find(seen.begin(), seen.end(), title) == seen.end()) seen.push_back(std::move(title));
            }
        std::string out;
        for (const auto& title : seen)
            out += (out.empty() ? "" : "；") + title;
        return out;
    }

    void write_submissions() {
        Sheet sheet = book.sheet(word("sheet.submissions"));
        std::vector<Column> columns = {
            {word("ui.col_number"), 12},  {word("ui.col_company"), 36},  {word("ui.col_verdict"), 14},
            {word("sheet.errors"), 10},   {word("sheet.warnings"), 10},  {word("sheet.main_problems"), 48},
            {word("ui.col_city"), 12},    {word("ui.col_received"), 18}, {word("ui.uscc"), 22},
            {word("ui.from"), 30},        {word("ui.subject"), 36},      {word("ui.package"), 36},
            {word("sheet.revision"), 48}, {word("sheet.id"), 20}};
        const auto fields = field_columns();
        for (const auto& field : fields)
            columns.push_back({column_title(field), field.money() ? 18.0 : 22.0});
        sheet.heads(columns, 2);
        const auto city = cities(campaign, records);
        for (std::size_t i = 0; i < records.size(); ++i) {
            submission(sheet, i, city[i]);
            for (std::size_t f = 0; f < fields.size(); ++f)
                field(sheet, i + 1, fixed_columns + f, records[i], fields[f]);
        }
        sheet.filter(records.size(), columns.size());
        // On paper the fields would make the letters too small to read.
        make([&] { return worksheet_print_area(sheet.handle(), 0, 0, static_cast<lxw_row_t>(records.size()), 7); });
    }

    void submission(Sheet& sheet, std::size_t i, const std::string& city) {
        const Record& r = records[i];
        const std::size_t row = i + 1;
        sheet.text(row, 0, one_line(r.applicant.number), book.plain);
        sheet.text(row, 1, one_line(r.applicant.company), book.plain);
        sheet.text(row, 2, verdict_word(r), verdict_format(r));
        sheet.number(row, 3, open_findings(r, Severity::error), book.plain);
        sheet.number(row, 4, open_findings(r, Severity::warning), book.plain);
        sheet.paragraph(row, 5, problems(r), book.wrapped);
        sheet.text(row, 6, city, book.plain);
        sheet.text(row, 7, one_line(short_time(r.submission.received, office_offset(campaign))), book.plain);
        sheet.text(row, 8, one_line(r.applicant.uscc), book.plain);
        sheet.text(row, 9, one_line(r.submission.from), book.plain);
        sheet.text(row, 10, one_line(r.submission.subject), book.plain);
        sheet.text(row, 11, one_line(r.submission.package), book.plain);
        sheet.paragraph(row, 12, revision(r), book.wrapped);
        sheet.text(row, 13, one_line(r.submission.id), book.quiet);
    }

    std::string revision(const Record& record) const {
        std::string out;
        for (const auto& line : revision_lines(record, campaign, messages))
            out += (out.empty() ? "" : "\n") + line.title + (line.words.empty() ? "" : "：" + line.words);
        return out;
    }

    void field(Sheet& sheet, std::size_t row, std::size_t at, const Record& record, const FieldColumn& column) {
        const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                        [&](const FieldRecord& f) { return f.id == column.field->id; });
        std::string value;
        bool uncertain = false;
        if (found != record.fields.end()) {
            uncertain = found->status == FieldStatus::uncertain;
            auto year = found->series.find(column.year);
            value = column.year.empty() ? found->value : year == found->series.end() ? "" : year->second;
        }
        if (value.empty()) {
            sheet.text(row, at, "", book.plain);
        } else if (column.money()) {
            sheet.amount(row, at, one_line(value), uncertain ? unsure_money : money);
        } else {
            sheet.text(row, at, one_line(value) + (uncertain ? word("sheet.uncertain_format") : ""),
                       uncertain ? unsure : book.plain);
        }
    }

    // --- one row a finding

    void write_findings() {
        Sheet sheet = book.sheet(word("sheet.findings"));
        const std::vector<Column> columns = {
            {word("ui.col_number"), 12},  {word("ui.col_company"), 32}, {word("ui.col_verdict"), 14},
            {word("sheet.severity"), 11}, {word("sheet.problem"), 26},  {word("sheet.message"), 52},
            {word("sheet.mend"), 46},     {word("sheet.slot"), 14},     {word("sheet.field"), 16},
            {word("sheet.entry"), 36},    {word("sheet.page"), 7},      {word("sheet.evidence"), 44},
            {word("sheet.decision"), 26}, {word("sheet.code"), 24}};
        sheet.heads(columns, 2);
        std::size_t row = 1;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Shown shown{verdict_word(records[i]), verdict_format(records[i])};
            for (const auto& f : records[i].findings)
                finding(sheet, row++, i, f, shown);
        }
        sheet.filter(row - 1, columns.size());
        make([&] { return worksheet_print_area(sheet.handle(), 0, 0, static_cast<lxw_row_t>(row - 1), 6); });
    }

    // A record's verdict as its cells show it; told once, for a record may have thousands of findings.
    struct Shown {
        std::string words;
        lxw_format* format;
    };

    void finding(Sheet& sheet, std::size_t row, std::size_t i, const RecordFinding& record, const Shown& verdict) {
        const Record& r = records[i];
        const Finding& f = record.finding;
        const std::string number = one_line(r.applicant.number);
        sheet.link(row, 0, word("sheet.submissions"), i + 1, number.empty() ? word("ui.no_number") : number,
                   book.linked);
        sheet.text(row, 1, one_line(r.applicant.company), book.plain);
        sheet.text(row, 2, verdict.words, verdict.format);
        sheet.text(row, 3, word("severity." + std::string(to_string(f.severity))), book.severity(f.severity));
        sheet.text(row, 4, problem(f, campaign, messages), book.plain);
        sheet.paragraph(row, 5, record.message, book.wrapped);
        sheet.paragraph(row, 6, f.severity == Severity::info ? "" : remedy(f, campaign, messages), book.wrapped);
        sheet.text(row, 7, f.slot.empty() ? "" : slot_title(campaign, f.slot), book.plain);
        sheet.text(row, 8, f.field.empty() ? "" : field_title(campaign, f.field), book.plain);
        sheet.text(row, 9, one_line(f.where.entry), book.plain);
        if (f.where.page > 0)
            sheet.number(row, 10, f.where.page, book.plain);
        else
            sheet.text(row, 10, "", book.plain);
        sheet.paragraph(row, 11, f.evidence, book.wrapped);
        sheet.paragraph(row, 12, decision(record), book.wrapped);
        sheet.text(row, 13, f.code, book.quiet);
    }

    std::string decision(const RecordFinding& record) const {
        if (!record.decision && !record.outdated) return {};
        const Decision& d = record.decision ? *record.decision : *record.outdated;
        std::string out = word(!record.decision ? "ui.decision_outdated"
                               : d.accepted     ? "ui.decision_accept"
                                                : "ui.decision_reject");
        for (const auto& part : {d.note, d.by, d.at})
            if (!part.empty()) out += "，" + one_line(part);
        return out;
    }

    // --- materials, roster

    std::string material_state(const Record& record, const Material& asked, Severity& severity) const {
        const MaterialRecord* best = nullptr;
        for (const auto& m : record.materials)
            if (m.slot == asked.slot && (!best || m.seal.state == SealState::present)) best = &m;
        severity = Severity::info;
        if (!best) {
            const bool missing = asked.required && !is_nobodys(record);
            severity = missing ? Severity::error : Severity::info;
            return word(missing ? "ui.missing" : "ui.not_given");
        }
        if (best->seal.state == SealState::absent) severity = Severity::error;
        if (best->seal.state == SealState::unclear) severity = Severity::warning;
        std::string out = upper(text::shorten(one_line(best->format), 12));
        if (best->seal.state != SealState::not_asked)
            out += "，" + word("seal." + std::string(to_string(best->seal.state)));
        return out;
    }

    void write_materials() {
        Sheet sheet = book.sheet(word("sheet.materials"));
        std::vector<Column> columns = {
            {word("ui.col_number"), 12}, {word("ui.col_company"), 36}, {word("ui.col_verdict"), 14}};
        for (const auto& material : campaign.materials)
            columns.push_back({slot_title(campaign, material.slot), 20});
        sheet.heads(columns, 2);
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Record& r = records[i];
            const std::string number = one_line(r.applicant.number);
            sheet.link(i + 1, 0, word("sheet.submissions"), i + 1, number.empty() ? word("ui.no_number") : number,
                       book.linked);
            sheet.text(i + 1, 1, one_line(r.applicant.company), book.plain);
            sheet.text(i + 1, 2, verdict_word(r), verdict_format(r));
            for (std::size_t m = 0; m < campaign.materials.size(); ++m) {
                Severity severity = Severity::info;
                const std::string state = material_state(r, campaign.materials[m], severity);
                sheet.text(i + 1, 3 + m, state, book.severity(severity));
            }
        }
        sheet.filter(records.size(), columns.size());
    }

    void write_roster() {
        Sheet sheet = book.sheet(word("sheet.roster"));
        sheet.heads({{word("sheet.state"), 16},
                     {word("ui.col_number"), 14},
                     {word("ui.col_company"), 44},
                     {word("sheet.message"), 60},
                     {word("sheet.recommender"), 32}},
                    0);
        std::size_t row = 1;
        auto list = [&](const char* state, Severity severity, const std::vector<RosterName>& names) {
            for (const auto& name : names) {
                sheet.text(row, 0, word(state), book.severity(severity));
                sheet.text(row, 1, one_line(name.number), book.plain);
                sheet.text(row, 2, one_line(name.company), book.plain);
                sheet.paragraph(row, 3, one_line(name.note), book.wrapped);
                sheet.text(row++, 4, one_line(name.by), book.plain);
            }
        };
        if (!roster.compared()) sheet.text(row++, 0, word("report.roster_not_given"));
        list("report.roster_absent", Severity::error, roster.absent);
        list("report.roster_unknown", Severity::warning, roster.unknown);
        list("title.roster.mismatch", Severity::warning, roster_mismatches(records));
        sheet.filter(row - 1, 5);
    }

    std::string bytes() {
        format_set_num_format(money, "#,##0.00");
        format_set_num_format(unsure_money, ("#,##0.00\"" + word("sheet.uncertain_format") + "\"").c_str());
        write_overview();
        write_submissions();
        write_findings();
        write_materials();
        write_roster();
        return book.bytes();
    }
};

} // namespace
} // namespace report

std::string xlsx_report(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                        const Messages& messages) {
    const auto written = [&] { return report::Book{campaign, records, roster, messages}.bytes(); };
    // Of memory that is short for a moment the library does not always tell, and leaves something out: what comes out
    // alike twice is whole.
    std::string bytes = written();
    if (written() != bytes) throw std::bad_alloc();
    return bytes;
}

} // namespace shenbao
