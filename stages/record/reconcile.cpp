#include "stages/record/reconcile.h"

#include "stages/check/witness.h"
#include "stages/fields/values.h"
#include "stages/record/cover.h"
#include "stages/record/duplicates.h"
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

// Numbers of which one character differs, is missing or is too much.
bool is_near_number(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty() || a == b) return false;
    const std::string &longer = a.size() >= b.size() ? a : b, &shorter = a.size() >= b.size() ? b : a;
    if (longer.size() - shorter.size() > 1) return false;
    const auto at = std::mismatch(shorter.begin(), shorter.end(), longer.begin());
    const bool same_length = longer.size() == shorter.size();
    return std::equal(at.first + (same_length ? 1 : 0), shorter.end(), at.second + 1, longer.end());
}

bool is_near_name(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() &&
           (values::compare_companies(a, b) != values::CompanyMatch::different || likeness_of(a, b) >= 0.75);
}

// The entry that an unknown applicant may mean, and why; it is named, and not taken.
struct NearMiss {
    const RosterEntry* entry = nullptr;
    std::string why;
};

NearMiss near_miss(const Roster& roster, const Applicant& applicant) {
    NearMiss best;
    for (const auto& entry : roster.entries) {
        const bool number = is_near_number(applicant.number, entry.number);
        const bool name = is_near_name(applicant.company, entry.company);
        if (number && name) return {&entry, "reason.near_both"};
        if (name && !best.entry) best = {&entry, "reason.near_name"};
        // Numbers are given one after another: a near one tells something only where there is no name.
        if (number && applicant.company.empty() && !best.entry) best = {&entry, "reason.near_number"};
    }
    return best;
}

std::string words_of(const std::string& number, const std::string& company) {
    return number.empty() || company.empty() ? number + company : number + " " + company;
}

void add_unknown(const Campaign& campaign, const Roster& roster, bool awaited, Record& record, const Messages& messages,
                 RosterView& view) {
    RosterName name{record.applicant.number, record.applicant.company};
    const NearMiss near = near_miss(roster, record.applicant);
    Finding f = finding("roster.unknown", {}, name.company, {{"company", name.company}, {"number", name.number}});
    if (near.entry) {
        f.args["near"] = words_of(near.entry->number, near.entry->company);
        f.args["why"] = near.why;
        name.note = messages.word("roster.near_listed", {{"near", f.args["near"]}, {"why", messages.word(near.why)}});
    }
    // Who is on no table that came may be on one still to come.
    if (awaited)
        name.note += (name.note.empty() ? "" : "；") + messages.word("roster.table_awaited");
    else
        add_finding(record, std::move(f), campaign, messages);
    if (std::find(view.unknown.begin(), view.unknown.end(), name) == view.unknown.end()) view.unknown.push_back(name);
}

// The entry of the roster that a record is: by number, then credit code, then name. A number that is another's, while
// code or name are this one's, is a slip.
const RosterEntry* entry_of(const Campaign& campaign, const Roster& roster, const Record& record) {
    const RosterEntry* by_number = roster.by_number(record.applicant.number);
    const RosterEntry* known = is_code_sure(campaign, record) ? roster.by_uscc(record.applicant.uscc) : nullptr;
    if (!known) known = roster.by_company(record.applicant.company);
    if (!by_number) return known;
    const bool slip = known && known != by_number && same_company(record, by_number->company) == SameCompany::no;
    return slip ? known : by_number;
}

std::string recommender_of(const Campaign& campaign, const RosterEntry& entry) {
    const auto found = entry.fields.find(recommender_field(campaign));
    return found == entry.fields.end() ? std::string() : found->second;
}

// For one who sent nothing: the unknown submission that may be theirs.
std::string note_on_absent(const RosterEntry& entry, const RosterView& view, const Messages& messages) {
    for (const auto& unknown : view.unknown)
        if (is_near_name(unknown.company, entry.company) ||
            (unknown.company.empty() && is_near_number(unknown.number, entry.number)))
            return messages.word("roster.near_sent", {{"near", words_of(unknown.number, unknown.company)}});
    return {};
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
        if (is_cover(campaign, record)) continue;
        if (!holds_package(record)) {
            // What lies in a mail provider's store was sent, though it has not come.
            if (has_code(record, "mail.cloud_attachment")) came.insert(entry_of(campaign, roster, record));
            continue;
        }
        const RosterEntry* entry = entry_of(campaign, roster, record);
        came.insert(entry);
        if (is_replaced(record)) continue;
        if (entry)
            compare(campaign, *entry, record, messages);
        else
            add_unknown(campaign, roster, roster.partial && !has_table(campaign, record, records), record, messages,
                        view);
    }
    for (const auto& entry : roster.entries)
        if (!came.contains(&entry))
            view.absent.push_back(
                {entry.number, entry.company, note_on_absent(entry, view, messages), recommender_of(campaign, entry)});
    std::stable_sort(view.absent.begin(), view.absent.end(),
                     [](const RosterName& a, const RosterName& b) { return a.by < b.by; });
}

} // namespace shenbao
