#include "stages/record/reconcile.h"

#include "stages/fields/values.h"
#include "stages/record/judge.h"
#include "stages/record/same_applicant.h"

#include <algorithm>
#include <set>

namespace shenbao {
namespace {

bool has_code(const Record& record, std::string_view code) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [&](const RecordFinding& f) { return f.finding.code == code; });
}

bool holds_package(const Record& record) { return !record.submission.package.empty() || !record.files.empty(); }

bool is_short(const std::string& name, const std::string& full) {
    return values::compare_companies(name, full) == values::CompanyMatch::short_form &&
           values::company_parts(name).ending.empty();
}

bool names_company(const Campaign& campaign) {
    const auto& pattern = campaign.naming.pattern;
    return std::find(pattern.begin(), pattern.end(), "company") != pattern.end();
}

// Tells in the finding on the number what it ought to be.
void tell_number(const Campaign& campaign, Record& record, const Messages& messages) {
    for (auto& f : record.findings) {
        if (f.finding.code != "naming.number" || !f.finding.args["expected"].empty()) continue;
        f.finding.args["expected"] = record.applicant.number;
        f.message = messages.sentence(f.finding, titles_of(campaign));
    }
}

void mend_number(const Campaign& campaign, const Roster& roster, Record& record, const Messages& messages) {
    if (campaign.naming.number.empty()) return;
    if (values::is_valid(FieldType::number, record.applicant.number, campaign.naming.number)) return;
    const RosterEntry* entry = roster.by_company(record.applicant.company);
    if (!entry || entry->number.empty()) return;
    record.applicant.number = entry->number;
    tell_number(campaign, record, messages);
}

void mend_company(const Campaign& campaign, const Roster& roster, Record& record, const Messages& messages) {
    const RosterEntry* entry = roster.by_number(record.applicant.number);
    if (!entry || entry->company.empty()) return;
    const std::string given = record.applicant.company;
    if (!given.empty() && !is_short(given, entry->company)) return;
    record.applicant.company = entry->company;
    if (given.empty() || !names_company(campaign) || has_code(record, "naming.company_incomplete")) return;
    add_finding(record,
                finding("naming.company_incomplete", {}, record.submission.package,
                        {{"found", given}, {"expected", entry->company}}),
                campaign, messages);
}

std::string field_id(const Campaign& campaign, FieldType type) {
    for (const auto& field : campaign.fields)
        if (field.type == type) return field.id;
    return std::string(to_string(type));
}

void add_mismatch(const Campaign& campaign, Record& record, FieldType type, const std::string& found,
                  const std::string& expected, const Messages& messages) {
    Finding f = finding("roster.mismatch", {}, found, {{"found", found}, {"expected", expected}});
    f.field = field_id(campaign, type);
    add_finding(record, std::move(f), campaign, messages);
}

// The record's code can be held against the roster's.
bool is_code_sure(const Campaign& campaign, const Record& record) {
    const std::string id = field_id(campaign, FieldType::uscc);
    return std::any_of(record.fields.begin(), record.fields.end(), [&](const FieldRecord& f) {
        return f.id == id && f.status != FieldStatus::uncertain && values::is_uscc(f.value);
    });
}

void compare(const Campaign& campaign, const RosterEntry& entry, Record& record, const Messages& messages) {
    const Applicant& a = record.applicant;
    if (!entry.number.empty() && !a.number.empty() && entry.number != a.number)
        add_mismatch(campaign, record, FieldType::number, a.number, entry.number, messages);
    const bool exact = values::fold_company(a.company) == values::fold_company(entry.company);
    const bool other_ending = values::compare_companies(a.company, entry.company) == values::CompanyMatch::other_ending;
    if (!entry.company.empty() && !exact && (other_ending || same_company(record, entry.company) == SameCompany::no))
        add_mismatch(campaign, record, FieldType::company, a.company, entry.company, messages);
    if (!entry.uscc.empty() && entry.uscc != a.uscc && is_code_sure(campaign, record))
        add_mismatch(campaign, record, FieldType::uscc, a.uscc, entry.uscc, messages);
}

void add_unknown(const Campaign& campaign, Record& record, const Messages& messages, RosterView& view) {
    const RosterName name{record.applicant.number, record.applicant.company};
    add_finding(record,
                finding("roster.unknown", {}, name.company, {{"company", name.company}, {"number", name.number}}),
                campaign, messages);
    if (std::find(view.unknown.begin(), view.unknown.end(), name) == view.unknown.end()) view.unknown.push_back(name);
}

} // namespace

void mend_by_roster(const Campaign& campaign, const Roster& roster, std::vector<Record>& records,
                    const Messages& messages) {
    for (auto& record : records) {
        if (!holds_package(record)) continue;
        mend_number(campaign, roster, record, messages);
        mend_company(campaign, roster, record, messages);
    }
}

void reconcile(const Campaign& campaign, const Roster& roster, std::vector<Record>& records, const Messages& messages,
               RosterView& view) {
    view.given = true;
    std::set<const RosterEntry*> came;
    for (auto& record : records) {
        if (!holds_package(record)) continue;
        const RosterEntry* entry = roster.by_number(record.applicant.number);
        if (!entry) entry = roster.by_company(record.applicant.company);
        came.insert(entry);
        if (has_code(record, "resubmission.superseded")) continue;
        if (entry)
            compare(campaign, *entry, record, messages);
        else
            add_unknown(campaign, record, messages, view);
    }
    for (const auto& entry : roster.entries)
        if (!came.contains(&entry)) view.absent.push_back({entry.number, entry.company});
}

} // namespace shenbao
