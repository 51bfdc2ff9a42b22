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
    return !record.sent_roster.empty() ||
           (!materials.empty() && std::all_of(materials.begin(), materials.end(),
                                              [&](const MaterialRecord& m) { return is_shared(campaign, m); }));
}

void keep_shared(const Campaign& campaign, std::vector<MaterialRecord>& materials) {
    std::erase_if(materials, [&](const MaterialRecord& m) { return !is_shared(campaign, m); });
}

void make_cover(const Campaign& campaign, Record& record) {
    record.applicant = {};
    std::erase_if(record.fields, [&](const FieldRecord& f) { return f.id != campaign.quota_rule.by; });
}

Roster roster_of_covers(const std::vector<Record>& records) {
    Roster roster;
    roster.partial = true;
    for (const Record& record : records)
        roster.entries.insert(roster.entries.end(), record.sent_roster.begin(), record.sent_roster.end());
    return roster;
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
