#include "stages/record/across.h"

#include "pipeline/model/time.h"
#include "stages/fields/values.h"
#include "stages/record/judge.h"
#include "stages/record/reconcile.h"
#include "stages/record/same_applicant.h"

#include <algorithm>
#include <set>

namespace shenbao {
namespace {

using Group = std::vector<Record*>; // in the order of arrival

bool holds_package(const Record& record) { return !record.submission.package.empty() || !record.files.empty(); }

bool is_superseded(const Record& record) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [](const RecordFinding& f) { return f.finding.code == "resubmission.superseded"; });
}

// What makes two submissions one applicant's: the number, or the company where a campaign has no numbers.
std::string applicant_key(const Campaign& campaign, const Record& record) {
    if (!campaign.naming.number.empty()) return record.applicant.number;
    return values::fold_company(record.applicant.company);
}

std::map<std::string, Group> by_applicant(const Campaign& campaign, std::vector<Record>& records) {
    std::map<std::string, Group> groups;
    for (auto& record : records) {
        const std::string key = applicant_key(campaign, record);
        if (!key.empty() && holds_package(record)) groups[key].push_back(&record);
    }
    return groups;
}

// By the time of receipt where both have one; a copy without a mail stands where it arrived.
void sort_by_receipt(Group& group) {
    std::stable_sort(group.begin(), group.end(), [](const Record* a, const Record* b) {
        const auto left = epoch_seconds(a->submission.received), right = epoch_seconds(b->submission.received);
        return left && right && *left < *right;
    });
}

// Of each company's submissions the last one stands.
void supersede(const Campaign& campaign, const Messages& messages, const Group& group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
        auto same = [&](const Record* r) { return same_company(*group[i], *r) != SameCompany::no; };
        const auto later = std::find_if(group.begin() + static_cast<std::ptrdiff_t>(i) + 1, group.end(), same);
        if (later == group.end()) continue;
        SubmissionInfo& next = (*later)->submission;
        next.supersedes = group[i]->submission.id;
        const std::string when =
            campaign.deadline.empty() ? next.received : minute_at(next.received, campaign.deadline);
        add_finding(*group[i], finding("resubmission.superseded", {}, next.id, {{"later", when}}), campaign, messages);
    }
}

void find_conflicts(const Campaign& campaign, const Messages& messages, const Group& group) {
    for (Record* record : group) {
        if (is_superseded(*record)) continue;
        for (const Record* other : group) {
            if (is_superseded(*other) || same_company(*record, *other) != SameCompany::no) continue;
            add_finding(*record,
                        finding("resubmission.conflict", {}, other->applicant.company,
                                {{"number", record->applicant.number}, {"other", other->applicant.company}}),
                        campaign, messages);
        }
    }
}

bool is_other_applicant(const Campaign& campaign, const Record& a, const Record& b) {
    return applicant_key(campaign, a) != applicant_key(campaign, b) && same_company(a, b) == SameCompany::no;
}

struct Copy {
    Record* record;
    const MaterialRecord* material;
};

std::map<std::string, std::vector<Copy>> by_content(std::vector<Record>& records) {
    std::map<std::string, std::vector<Copy>> copies;
    for (auto& record : records) {
        if (is_superseded(record)) continue;
        for (const auto& material : record.materials)
            for (const auto& file : record.files)
                if (file.entry == material.entry && !file.sha256.empty() && file.bytes > 0)
                    copies[file.sha256].push_back({&record, &material});
    }
    return copies;
}

void find_duplicates(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    for (const auto& [sha256, copies] : by_content(records))
        for (const auto& copy : copies) {
            auto is_others = [&](const Copy& o) { return is_other_applicant(campaign, *copy.record, *o.record); };
            const auto other = std::find_if(copies.begin(), copies.end(), is_others);
            if (other == copies.end()) continue;
            Finding f = finding("duplicate.content", {copy.material->entry, 0, {}}, sha256,
                                {{"other", other->record->applicant.company}});
            f.slot = copy.material->slot;
            add_finding(*copy.record, std::move(f), campaign, messages);
        }
}

std::string value_of(const Record& record, const std::string& field) {
    for (const auto& f : record.fields)
        if (f.id == field) return f.value;
    return {};
}

// Who is bounded, and by how many; no bound: 0.
int bound_of(const Campaign& campaign, const std::string& recommender, const std::string& kind) {
    const QuotaRule& rule = campaign.quota_rule;
    const auto& free = rule.outside;
    if (std::find(free.begin(), free.end(), recommender) != free.end()) return 0;
    if (auto it = rule.kinds.find(kind); it != rule.kinds.end()) return it->second;
    if (auto it = rule.of.find(recommender); it != rule.of.end()) return it->second;
    return campaign.quota;
}

void check_quota(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    const QuotaRule& rule = campaign.quota_rule;
    if (campaign.quota == 0 && rule.of.empty() && rule.kinds.empty()) return;
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (auto& record : records) {
        const std::string by = rule.by.empty() ? record.submission.from : value_of(record, rule.by);
        if (by.empty() || !holds_package(record) || is_superseded(record)) continue;
        groups[{by, rule.kind.empty() ? "" : value_of(record, rule.kind)}].push_back(&record);
    }
    for (auto& [key, group] : groups) {
        const auto bound = static_cast<std::size_t>(bound_of(campaign, key.first, key.second));
        sort_by_receipt(group);
        for (std::size_t i = bound; bound > 0 && i < group.size(); ++i)
            add_finding(*group[i],
                        finding("eligibility.quota", {}, key.first,
                                {{"recommender", key.first},
                                 {"kind", key.second},
                                 {"found", std::to_string(group.size())},
                                 {"limit", std::to_string(bound)}}),
                        campaign, messages);
    }
}

} // namespace

void judge_across(const Campaign& campaign, const Roster* roster, std::vector<Record>& records,
                  const Messages& messages, RosterReconciliation& reconciliation) {
    // The roster may mend a number, so it comes before numbers are compared.
    if (roster) mend_by_roster(campaign, *roster, records, messages);
    for (auto& [number, group] : by_applicant(campaign, records)) {
        sort_by_receipt(group);
        supersede(campaign, messages, group);
        find_conflicts(campaign, messages, group);
    }
    find_duplicates(campaign, messages, records);
    check_quota(campaign, messages, records);
    if (roster) reconcile(campaign, *roster, records, messages, reconciliation);
    for (auto& record : records)
        settle_verdict(record);
    std::stable_sort(records.begin(), records.end(),
                     [](const Record& a, const Record& b) { return a.applicant.number < b.applicant.number; });
}

} // namespace shenbao
