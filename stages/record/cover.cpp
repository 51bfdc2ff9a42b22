#include "stages/record/cover.h"

#include "pipeline/model/text.h"
#include "stages/check/roster.h"
#include "stages/classify/junk.h"
#include "stages/fields/values.h"
#include "stages/record/judge.h"

#include <algorithm>
#include <array>
#include <set>

namespace shenbao {
namespace {

constexpr std::size_t title_bytes = 600; // of a document's beginning, where its title stands
constexpr std::size_t fewest_listed = 2;

bool names_a_list(std::string_view words) {
    constexpr std::array<std::string_view, 6> names = {"统计表", "汇总表", "名单", "名册", "一览表", "花名册"};
    const std::string folded = text::fold(words);
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return folded.find(name) != std::string::npos; });
}

std::size_t companies_in(const Roster& roster) {
    std::set<std::string> names;
    for (const auto& entry : roster.entries)
        if (!entry.company.empty()) names.insert(values::fold_company(entry.company));
    return names.size();
}

std::vector<RosterEntry> listed_in(const Campaign& campaign, const SubmittedFile& file) {
    const Document& document = file.document;
    if (!names_a_list(file.entry) && !names_a_list(plain_text(document).substr(0, title_bytes))) return {};
    Roster roster = read_roster(campaign, document);
    if (companies_in(roster) < fewest_listed) return {};
    return std::move(roster.entries);
}

std::string value_of(const Record& record, const std::string& field) {
    for (const auto& f : record.fields)
        if (f.id == field) return f.value;
    return {};
}

// "滨湾市工信局" and "滨湾市工业和信息化局" are one office: a city has one.
std::string city_in(const std::string& office) {
    constexpr std::string_view ending = "市";
    const std::size_t at = office.find(ending);
    return at == office.npos || at == 0 ? std::string() : office.substr(0, at + ending.size());
}

bool is_same_recommender(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return false;
    return text::fold(a) == text::fold(b) || (!city_in(a).empty() && city_in(a) == city_in(b));
}

bool is_shared(const Campaign& campaign, const MaterialRecord& m) {
    const Material* material = campaign.material(m.slot);
    return material && material->shared;
}

} // namespace

std::vector<RosterEntry> listed_in(const Campaign& campaign, const Submission& submission) {
    std::vector<RosterEntry> out;
    for (const auto& file : submission.files)
        for (auto& entry : listed_in(campaign, file))
            out.push_back(std::move(entry));
    return out;
}

bool is_cover(const Campaign& campaign, const Submission& submission, const std::vector<MaterialRecord>& materials) {
    bool any = false;
    for (const auto& file : submission.files) {
        if (file.archive || is_junk(file.entry)) continue;
        bool shared = !listed_in(campaign, file).empty();
        for (const auto& m : materials) {
            if (m.entry != file.entry) continue;
            if (!shared && !is_shared(campaign, m)) return false;
            shared = true;
        }
        if (!shared) return false;
        any = true;
    }
    return any;
}

bool is_cover(const Campaign& campaign, const Record& record) {
    if (!record.applicant.company.empty() || !record.applicant.number.empty()) return false;
    const auto& materials = record.materials;
    const bool accompanies = std::any_of(record.findings.begin(), record.findings.end(), [](const RecordFinding& f) {
        return f.finding.code == "mail.several_packages";
    });
    return !record.sent_roster.empty() || accompanies ||
           (!materials.empty() && std::all_of(materials.begin(), materials.end(),
                                              [&](const MaterialRecord& m) { return is_shared(campaign, m); }));
}

void keep_shared(const Campaign& campaign, std::vector<MaterialRecord>& materials) {
    std::erase_if(materials, [&](const MaterialRecord& m) { return !is_shared(campaign, m); });
}

void make_cover(const Campaign& campaign, Record& record) {
    record.applicant = {};
    const std::string kept = recommender_field(campaign);
    std::erase_if(record.fields, [&](const FieldRecord& f) { return f.id != kept; });
}

Roster roster_of_covers(const Campaign& campaign, const std::vector<Record>& records) {
    Roster roster;
    roster.partial = true;
    const std::string field = recommender_field(campaign);
    for (const Record& record : records)
        for (const RosterEntry& entry : record.sent_roster) {
            roster.entries.push_back(entry);
            if (field.empty()) continue;
            std::string& by = roster.entries.back().fields[field];
            if (by.empty()) by = value_of(record, field);
        }
    return roster;
}

std::string recommender_field(const Campaign& campaign) {
    if (!campaign.quota_rule.by.empty()) return campaign.quota_rule.by;
    return campaign.field("recommender") ? "recommender" : "";
}

bool has_table(const Campaign& campaign, const Record& record, const std::vector<Record>& records) {
    const std::string field = recommender_field(campaign);
    const std::string by = value_of(record, field);
    const SubmissionInfo& own = record.submission;
    return std::any_of(records.begin(), records.end(), [&](const Record& cover) {
        const SubmissionInfo& its = cover.submission;
        if (cover.sent_roster.empty()) return false;
        if (!own.message_id.empty() && own.message_id == its.message_id) return true;
        if (!own.from.empty() && own.from == its.from) return true;
        if (is_same_recommender(by, value_of(cover, field))) return true;
        const auto names = [&](const RosterEntry& e) {
            return e.fields.contains(field) && is_same_recommender(by, e.fields.at(field));
        };
        return std::any_of(cover.sent_roster.begin(), cover.sent_roster.end(), names);
    });
}

const Record* cover_of(const Campaign& campaign, const Record& record, const std::vector<Record>& records) {
    const auto lists = [&](const RosterEntry& entry) {
        const bool numbered = !campaign.naming.number.empty() && !entry.number.empty();
        return numbered ? entry.number == record.applicant.number
                        : values::fold_company(entry.company) == values::fold_company(record.applicant.company);
    };
    for (const Record& cover : records)
        if (std::any_of(cover.sent_roster.begin(), cover.sent_roster.end(), lists)) return &cover;
    return nullptr;
}

void find_missing_shared(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    const auto holds = [](const Record* record, const std::string& slot) {
        return record && std::any_of(record->materials.begin(), record->materials.end(),
                                     [&](const MaterialRecord& m) { return m.slot == slot; });
    };
    for (const Material& material : campaign.materials) {
        if (!material.shared || !material.required) continue;
        for (Record& record : records) {
            const bool applies = !is_cover(campaign, record) && !record.materials.empty();
            if (!applies || holds(&record, material.slot) || holds(cover_of(campaign, record, records), material.slot))
                continue;
            Finding f = finding("material.missing");
            f.slot = material.slot;
            add_finding(record, std::move(f), campaign, messages);
        }
    }
}

} // namespace shenbao
