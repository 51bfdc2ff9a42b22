#include "stages/report/wording.h"

#include "pipeline/model/text.h"
#include "stages/report/when.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdio>

namespace shenbao::report {
namespace {

bool is_variation_selector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }

// Characters that are not seen themselves but change what is seen.
bool hides(char32_t c) {
    if (c == '\n' || c == '\t') return false;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    if (c == 0x2028 || c == 0x2029 || (c >= 0xFFF9 && c <= 0xFFFB)) return true;
    const auto point = static_cast<UChar32>(c);
    return (u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !is_variation_selector(c)) ||
           u_hasBinaryProperty(point, UCHAR_BIDI_CONTROL);
}

std::u32string written_out(char32_t c) {
    char hex[16];
    std::snprintf(hex, sizeof hex, "%04X", static_cast<unsigned>(c));
    std::u32string out = U"⟨";
    for (const char* at = hex; *at; ++at)
        out += static_cast<char32_t>(*at);
    return out + U"⟩";
}

std::map<std::string, std::string> date_words(int day, int minutes) {
    const Date date = date_of(day);
    char minute[8];
    std::snprintf(minute, sizeof minute, "%02d", minutes % 60);
    return {{"year", std::to_string(date.year)},
            {"month", std::to_string(date.month)},
            {"day", std::to_string(date.day)},
            {"hour", std::to_string(minutes / 60)},
            {"minute", minute}};
}

} // namespace

std::string visible(std::string_view utf8) {
    // Plain ASCII is the common case, and holds nothing that hides but controls.
    if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n'; }))
        return std::string(utf8);
    std::u32string out;
    for (char32_t c : text::to_u32(utf8)) {
        if (hides(c))
            out += written_out(c);
        else
            out += c;
    }
    return text::to_utf8(out);
}

std::string one_line(std::string_view utf8) {
    std::string out;
    bool space = false;
    for (char c : visible(utf8)) {
        const bool white = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!white) {
            if (space && !out.empty()) out += ' ';
            out += c;
        }
        space = white;
    }
    return out;
}

std::map<std::string, std::string> titles(const Campaign& campaign) {
    std::map<std::string, std::string> out;
    for (const auto& field : campaign.fields)
        out[field.id] = field.labels.empty() ? field.id : field.labels.front();
    for (const auto& material : campaign.materials)
        out[material.slot] = material.title;
    return out;
}

std::string slot_title(const Campaign& campaign, const std::string& slot) {
    const Material* material = campaign.material(slot);
    return material && !material->title.empty() ? material->title : slot;
}

std::string field_title(const Campaign& campaign, const std::string& id) {
    const Field* field = campaign.field(id);
    return field && !field->labels.empty() ? field->labels.front() : id;
}

std::string by_code(std::string_view prefix, const Finding& finding, const Campaign& campaign,
                    const Messages& messages) {
    std::string key = std::string(prefix) + "." + finding.code;
    if (!messages.has(key)) key = std::string(prefix) + "." + finding.code.substr(0, finding.code.find('.')) + ".*";
    if (!messages.has(key)) return {};
    std::map<std::string, std::string> args = finding.args;
    std::string field = finding.field;
    if (field.empty() && finding.code.starts_with("consistency.")) field = finding.code.substr(12);
    args["slot"] = finding.slot.empty() ? "" : slot_title(campaign, finding.slot);
    args["field"] = field.empty() ? "" : field_title(campaign, field);
    args["entry"] = finding.where.entry;
    args["evidence"] = finding.evidence;
    return messages.word(key, args);
}

std::string problem(const Finding& finding, const Campaign& campaign, const Messages& messages) {
    std::string words = by_code("title", finding, campaign, messages);
    return words.empty() ? finding.code : words;
}

std::string remedy(const Finding& finding, const Campaign& campaign, const Messages& messages) {
    return by_code("mend", finding, campaign, messages);
}

std::string place(const Locator& where, const Messages& messages) {
    std::string out = one_line(where.entry);
    if (where.page > 0) {
        if (!out.empty()) out += ' ';
        out += messages.word("report.page", {{"page", std::to_string(where.page)}});
    }
    return out;
}

std::string place_beside(std::string_view sentence, const Locator& where, const Messages& messages) {
    const std::string entry = one_line(where.entry);
    const bool named = !entry.empty() && one_line(sentence).find(entry) != std::string::npos;
    return named ? place({"", where.page, {}}, messages) : place(where, messages);
}

std::string evidence_beside(std::string_view sentence, const Finding& finding) {
    std::string evidence = one_line(finding.evidence);
    return one_line(sentence).find(evidence) == std::string::npos ? evidence : std::string();
}

std::string shared_folder(const Record& record) {
    const auto& files = record.files;
    if (files.size() < 2) return {};
    const std::string& first = files.front().entry;
    const std::size_t slash = first.find('/');
    const std::string folder =
        slash == first.npos || first.substr(0, slash).ends_with('!') ? "" : first.substr(0, slash + 1);
    const bool shared =
        std::all_of(files.begin(), files.end(), [&](const FileRecord& f) { return f.entry.starts_with(folder); });
    return shared ? folder : "";
}

std::string without(const std::string& folder, const std::string& entry) {
    return entry.starts_with(folder) ? entry.substr(folder.size()) : entry;
}

std::string deadline_words(const Campaign& campaign, const Messages& messages) {
    const auto moment = moment_from(campaign.deadline);
    if (!moment) return {};
    return messages.word("report.moment",
                         date_words(day_of(*moment, moment->offset), minute_of(*moment, moment->offset)));
}

std::string moment_words(std::string_view rfc3339, const Campaign& campaign, const Messages& messages) {
    const auto moment = moment_from(rfc3339);
    if (!moment) return {};
    const int offset = office_offset(campaign);
    return messages.word("report.moment", date_words(day_of(*moment, offset), minute_of(*moment, offset)));
}

int office_offset(const Campaign& campaign) {
    if (auto deadline = moment_from(campaign.deadline)) return deadline->offset;
    if (auto opens = moment_from(campaign.opens)) return opens->offset;
    return 8 * 60;
}

bool superseded(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(), [](const RecordFinding& f) {
        return f.finding.code == "resubmission.superseded" || f.finding.code == "resubmission.out_of_time";
    });
}

bool is_nobodys(const Record& record) {
    if (!record.applicant.company.empty() || !record.applicant.number.empty() || record.files.empty()) return false;
    return std::none_of(record.findings.begin(), record.findings.end(),
                        [](const RecordFinding& f) { return f.finding.code == "material.missing"; });
}

std::vector<RosterName> roster_mismatches(std::span<const Record> records) {
    std::vector<RosterName> out;
    for (const auto& record : records)
        for (const auto& f : record.findings)
            if (f.finding.code == "roster.mismatch" && !settled(f))
                out.push_back({record.applicant.number, record.applicant.company, f.message});
    return out;
}

bool settled(const RecordFinding& finding) { return finding.decision.has_value(); }

int open_findings(const Record& record, Severity severity) {
    return static_cast<int>(std::count_if(record.findings.begin(), record.findings.end(), [&](const RecordFinding& f) {
        return f.finding.severity == severity && !settled(f);
    }));
}

} // namespace shenbao::report
