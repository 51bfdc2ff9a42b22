#include "stages/record/duplicates.h"

#include "stages/fields/values.h"
#include "stages/record/judge.h"
#include "stages/record/page_likeness.h"
#include "stages/record/same_applicant.h"
#include "stages/record/text_likeness.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace shenbao {
namespace {

bool is_other_applicant(const Campaign& campaign, const Record& a, const Record& b) {
    return applicant_key(campaign, a) != applicant_key(campaign, b) && same_company(a, b) == SameCompany::no;
}

// --- files of the same bytes

struct Copy {
    Record* record;
    const MaterialRecord* material;
};

std::map<std::string, std::vector<Copy>> by_content(std::vector<Record>& records) {
    std::map<std::string, std::vector<Copy>> copies;
    for (auto& record : records) {
        if (is_replaced(record)) continue;
        for (const auto& material : record.materials)
            for (const auto& file : record.files)
                if (file.entry == material.entry && !file.sha256.empty() && file.bytes > 0)
                    copies[file.sha256].push_back({&record, &material});
    }
    return copies;
}

void find_same_files(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    for (const auto& [sha256, copies] : by_content(records))
        for (const auto& copy : copies) {
            auto is_others = [&](const Copy& o) { return is_other_applicant(campaign, *copy.record, *o.record); };
            const auto other = std::find_if(copies.begin(), copies.end(), is_others);
            if (other == copies.end()) continue;
            Finding f = finding("duplicate.content", {copy.material->entry, 0, {}}, sha256,
                                {{"other", other->record->applicant.company}, {"how", "reason.identical"}});
            f.slot = copy.material->slot;
            add_finding(*copy.record, std::move(f), campaign, messages);
        }
}

// --- texts that are nearly the same

bool is_known(const Record& record, const std::string& entry) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const RecordFinding& f) {
        return f.finding.code == "duplicate.content" && f.finding.where.entry == entry;
    });
}

// Of two sketches, of texts or of pages, that are like each other: `where` is the own one's place, `how` says in what.
template <class Sketch>
void add_like(const Campaign& campaign, const Messages& messages, Record& record, const Sketch& own, Locator where,
              const Record& other, const Sketch& others, std::pair<const std::string, std::string> how) {
    if (is_known(record, own.entry)) return;
    Finding f = finding("duplicate.content", std::move(where), others.entry,
                        {{"other", other.applicant.company}, {"other_entry", others.entry}, std::move(how)});
    f.slot = own.slot;
    add_finding(record, std::move(f), campaign, messages);
}

void find_like_texts(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    std::vector<OwnedText> texts;
    for (std::size_t i = 0; i < records.size(); ++i)
        for (const auto& sketch : records[i].sketches)
            if (!is_replaced(records[i])) texts.push_back({i, &sketch});
    auto pairs = like_texts(texts);
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
    for (const LikeTexts& pair : pairs) {
        const auto &a = texts[pair.a], &b = texts[pair.b];
        if (!is_other_applicant(campaign, records[a.owner], records[b.owner])) continue;
        const std::pair<const std::string, std::string> how{"share", std::to_string(std::lround(pair.share * 100))};
        for (const auto& [own, others] : {std::pair(a, b), std::pair(b, a)})
            add_like(campaign, messages, records[own.owner], *own.sketch, {own.sketch->entry, 0, {}},
                     records[others.owner], *others.sketch, how);
    }
}

// --- the same sheet of paper

void find_same_pages(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    std::vector<OwnedPage> pages;
    for (std::size_t i = 0; i < records.size(); ++i)
        for (const auto& sketch : records[i].pages)
            if (!is_replaced(records[i])) pages.push_back({i, &sketch});
    for (const LikePages& pair : like_pages(pages)) {
        const auto &a = pages[pair.a], &b = pages[pair.b];
        if (!is_other_applicant(campaign, records[a.owner], records[b.owner])) continue;
        for (const auto& [own, others] : {std::pair(a, b), std::pair(b, a)})
            add_like(campaign, messages, records[own.owner], *own.sketch, {own.sketch->entry, own.sketch->page, {}},
                     records[others.owner], *others.sketch, {"how", "reason.same_page"});
    }
}

// --- the same credit code under two numbers

// A number that is not as the campaign asks may be a slip of the applicant's own.
bool is_numbered(const Campaign& campaign, const Record& record) {
    const std::string& asked = campaign.naming.number;
    return asked.empty() || values::is_valid(FieldType::number, record.applicant.number, asked);
}

void find_same_codes(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    std::map<std::string, std::vector<Record*>> by_code;
    for (auto& record : records)
        if (!is_replaced(record) && is_numbered(campaign, record) && values::is_uscc(record.applicant.uscc))
            by_code[record.applicant.uscc].push_back(&record);
    for (const auto& [code, group] : by_code)
        for (Record* record : group) {
            const std::string key = applicant_key(campaign, *record);
            const auto other = std::find_if(group.begin(), group.end(),
                                            [&](const Record* r) { return applicant_key(campaign, *r) != key; });
            if (other == group.end()) continue;
            add_finding(
                *record,
                finding(
                    "duplicate.applicant", {}, code,
                    {{"found", code}, {"number", (*other)->applicant.number}, {"other", (*other)->applicant.company}}),
                campaign, messages);
        }
}

// --- the same contact

struct Contact {
    Record* record;
    const FieldRecord* field;
};

std::vector<std::string> contacts_in(FieldType type, const std::string& value) {
    if (type == FieldType::phone || type == FieldType::mobile) return values::phones(value);
    if (type == FieldType::email) return values::emails(value);
    return {};
}

std::map<std::string, std::vector<Contact>> by_contact(const Campaign& campaign, std::vector<Record>& records) {
    std::map<std::string, std::vector<Contact>> contacts;
    for (auto& record : records) {
        if (is_replaced(record)) continue;
        for (const auto& field : record.fields) {
            const Field* asked = campaign.field(field.id);
            if (!asked || field.status == FieldStatus::uncertain) continue;
            for (const auto& contact : contacts_in(asked->type, field.value))
                contacts[contact].push_back({&record, &field});
        }
    }
    return contacts;
}

void find_same_contacts(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    for (const auto& [value, contacts] : by_contact(campaign, records))
        for (const auto& [record, field] : contacts) {
            auto is_others = [&, r = record](const Contact& o) { return is_other_applicant(campaign, *r, *o.record); };
            const auto other = std::find_if(contacts.begin(), contacts.end(), is_others);
            if (other == contacts.end()) continue;
            Finding f = finding("duplicate.contact", {}, value,
                                {{"found", value},
                                 {"number", other->record->applicant.number},
                                 {"other", other->record->applicant.company}});
            f.field = field->id;
            add_finding(*record, std::move(f), campaign, messages);
        }
}

} // namespace

std::string applicant_key(const Campaign& campaign, const Record& record) {
    if (!campaign.naming.number.empty()) return record.applicant.number;
    return values::fold_company(record.applicant.company);
}

bool is_replaced(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(), [](const RecordFinding& f) {
        return f.finding.code == "resubmission.superseded" || f.finding.code == "resubmission.out_of_time";
    });
}

void find_duplicates(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    find_same_files(campaign, messages, records);
    find_same_pages(campaign, messages, records);
    find_like_texts(campaign, messages, records);
    find_same_codes(campaign, messages, records);
    find_same_contacts(campaign, messages, records);
}

} // namespace shenbao
