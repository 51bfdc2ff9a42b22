#include "stages/report/notices.h"

#include "pipeline/model/text.h"
#include "stages/report/wording.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace shenbao {
namespace report {
namespace {

constexpr std::size_t longest_name = 80; // characters; three bytes each stay below the 255 of a file name

bool gets_notice(const Record& record) { return record.verdict == Verdict::deficient && !superseded(record); }
bool goes_back(const Record& record) {
    return gets_notice(record) || (record.verdict == Verdict::unreadable && !superseded(record));
}

// A name that no file system takes amiss: nothing that parts a path, no device, no leading or trailing point.
std::string file_name_safe(const std::string& name) {
    std::u32string out;
    for (char32_t c : text::to_u32(one_line(name))) {
        const bool foreign = std::u32string_view(U"/\\:*?\"<>|%").find(c) != std::u32string_view::npos;
        out += foreign ? U'_' : c;
    }
    std::string safe = text::shorten(text::to_utf8(out), longest_name);
    while (!safe.empty() && (safe.back() == '.' || safe.back() == ' '))
        safe.pop_back();
    while (!safe.empty() && (safe.front() == '.' || safe.front() == ' '))
        safe.erase(0, 1);
    return safe;
}

std::string base_name(const Record& record) {
    const std::string number = file_name_safe(record.applicant.number);
    const std::string company = file_name_safe(record.applicant.company);
    if (number.empty() && company.empty()) return file_name_safe(record.submission.id);
    return number + "+" + company;
}

// The sentence an applicant is told for a finding; empty where it is none of theirs.
std::string told(const RecordFinding& record, const std::string& folder, const Campaign& campaign,
                 const Messages& messages) {
    Finding f = record.finding;
    f.where.entry = without(folder, f.where.entry);
    // What was misread of a whole series would only puzzle its sender.
    const Field* field = campaign.field(f.field);
    if (f.code == "field.uncertain" && field && field->type == FieldType::money_series) f.args.erase("found");
    if (messages.has("notice." + f.code)) return one_line(by_code("notice", f, campaign, messages));
    return one_line(record.message.empty() ? problem(f, campaign, messages) : record.message);
}

struct Item {
    std::string sentence, place, mend;
};

bool is_of(std::string_view area, const Finding& f) { return std::string_view(f.code).starts_with(area); }

// Files that have to be sent anew.
std::set<std::string> lost_files(const Record& record) {
    std::set<std::string> lost;
    for (const auto& f : record.findings) {
        const bool sent_anew =
            is_of("archive.", f.finding) || (is_of("document.", f.finding) && f.finding.code != "document.damaged");
        if (sent_anew && f.finding.severity == Severity::error && !settled(f)) lost.insert(f.finding.where.entry);
    }
    lost.erase("");
    return lost;
}

// A file that has to be sent anew needs no second word on its damage, nor a question after the seal on it.
bool follows_from_loss(const std::set<std::string>& lost, const Finding& f) {
    return (f.code == "document.damaged" || f.code == "material.stamp_unclear") && lost.contains(f.where.entry);
}

// What is to be told of one severity, each thing once.
std::vector<Item> items_of(const Record& record, Severity severity, const Campaign& campaign,
                           const Messages& messages) {
    std::vector<Item> items;
    std::set<std::tuple<std::string, std::string, std::string>> told_before;
    const std::string folder = shared_folder(record);
    const std::set<std::string> lost = lost_files(record);
    for (const auto& f : record.findings) {
        if (f.finding.severity != severity || settled(f) || follows_from_loss(lost, f.finding)) continue;
        Item item{told(f, folder, campaign, messages), {}, one_line(remedy(f.finding, campaign, messages))};
        Locator where = f.finding.where;
        where.entry = without(folder, where.entry);
        item.place = place_beside(item.sentence, where, messages);
        if (item.sentence.empty() || !told_before.emplace(item.sentence, item.place, item.mend).second) continue;
        items.push_back(std::move(item));
    }
    return items;
}

// A remedy that several items share is told with the first of them.
std::string list_of(const std::vector<Item>& items, const Messages& messages) {
    std::string out;
    std::set<std::string> told_mends;
    for (std::size_t i = 0; i < items.size(); ++i) {
        out += messages.word("letter.item", {{"index", std::to_string(i + 1)}, {"sentence", items[i].sentence}}) + "\n";
        if (!items[i].place.empty()) out += messages.word("letter.place", {{"place", items[i].place}}) + "\n";
        if (!items[i].mend.empty() && told_mends.insert(items[i].mend).second)
            out += messages.word("letter.mend", {{"mend", items[i].mend}}) + "\n";
    }
    return out;
}

bool is_late(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [](const RecordFinding& f) { return f.finding.code == "timing.late" && !settled(f); });
}

std::string until(const Campaign& campaign, const Record& record, const Messages& messages) {
    const std::string deadline = deadline_words(campaign, messages);
    if (deadline.empty()) return messages.word("letter.until_open");
    if (is_late(record)) return messages.word("letter.until_late", {{"deadline", deadline}});
    const bool in_time = campaign.standing == Standing::newest_in_time;
    return messages.word(
        "letter.until",
        {{"deadline", deadline}, {"stands", messages.word(in_time ? "letter.stands_in_time" : "letter.stands")}});
}

// The name a package should have, where number and company are all that is asked for.
std::string asked_name(const Campaign& campaign, const Record& record) {
    std::string out;
    for (const auto& part : campaign.naming.pattern) {
        const std::string words = part == "number"    ? record.applicant.number
                                  : part == "company" ? record.applicant.company
                                                      : std::string();
        if (words.empty()) return {};
        out += (out.empty() ? "" : campaign.naming.separator) + one_line(words);
    }
    return out;
}

// The name is wrong in a way that the right name mends; a wrong number only where the right one is known.
bool misnamed(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(), [](const RecordFinding& f) {
        const auto& code = f.finding.code;
        return code == "naming.separator" || code == "naming.company_incomplete" || code == "naming.subject" ||
               code == "naming.unparsable" || (code == "naming.number" && f.finding.args.contains("expected"));
    });
}

std::string opening(const Campaign& campaign, const Record& record, const Messages& messages) {
    const std::string company = one_line(record.applicant.company);
    const std::string moment = moment_words(record.submission.received, campaign, messages);
    const std::string received = moment.empty() ? messages.word("letter.received_undated")
                                                : messages.word("letter.received", {{"received", moment}});
    return messages.word("letter.title") + "\n\n" +
           messages.word("letter.greeting",
                         {{"company", company.empty() ? messages.word("letter.no_company") : company}}) +
           "\n" +
           messages.word("letter.opening", {{"number", one_line(record.applicant.number)},
                                            {"received", received},
                                            {"campaign", campaign.title},
                                            {"package", one_line(record.submission.package)}}) +
           "\n";
}

} // namespace

std::string letter(const Campaign& campaign, const Record& record, const Messages& messages) {
    const auto errors = items_of(record, Severity::error, campaign, messages);
    const auto warnings = items_of(record, Severity::warning, campaign, messages);
    if (errors.empty() && warnings.empty()) return {};
    std::string out = opening(campaign, record, messages);
    if (!errors.empty()) out += "\n" + messages.word("letter.errors") + "\n" + list_of(errors, messages);
    if (!warnings.empty())
        out += "\n" + messages.word(errors.empty() ? "letter.warnings_alone" : "letter.warnings") + "\n" +
               list_of(warnings, messages);
    out += "\n" + until(campaign, record, messages) + "\n";
    const std::string name = misnamed(record) ? asked_name(campaign, record) : "";
    if (!name.empty()) out += messages.word("letter.naming", {{"name", name}}) + "\n";
    return out + messages.word("letter.closing") + "\n";
}

std::vector<std::string> letter_names(const Campaign& campaign, std::span<const Record> records,
                                      const Messages& messages) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (const auto& record : records) {
        std::string name;
        if (goes_back(record) && !letter(campaign, record, messages).empty()) {
            const std::string base = name = base_name(record);
            for (int n = 2; !taken.insert(text::fold(name)).second; ++n)
                name = base + " (" + std::to_string(n) + ")";
        }
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> notice_names(const Campaign& campaign, std::span<const Record> records,
                                      const Messages& messages) {
    std::vector<std::string> names = letter_names(campaign, records, messages);
    for (std::size_t i = 0; i < records.size(); ++i)
        if (!names[i].empty()) names[i] = gets_notice(records[i]) ? names[i] + ".txt" : std::string();
    return names;
}

} // namespace report

void each_notice(const Campaign& campaign, std::span<const Record> records, const Messages& messages,
                 const TakeLetter& take) {
    const auto names = report::notice_names(campaign, records, messages);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (names[i].empty()) continue;
        const std::string words = report::letter(campaign, records[i], messages);
        take(names[i], "\xEF\xBB\xBF" + text::replace_all(words, "\n", "\r\n"));
    }
}

std::map<std::string, std::string> notices(const Campaign& campaign, std::span<const Record> records,
                                           const Messages& messages) {
    std::map<std::string, std::string> out;
    each_notice(campaign, records, messages,
                [&](const std::string& name, const std::string& bytes) { out[name] = bytes; });
    return out;
}

} // namespace shenbao
