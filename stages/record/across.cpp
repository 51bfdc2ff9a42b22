#include "stages/record/across.h"

#include "pipeline/model/time.h"
#include "stages/fields/values.h"
#include "stages/record/cover.h"
#include "stages/record/duplicates.h"
#include "stages/record/judge.h"
#include "stages/record/reconcile.h"
#include "stages/record/revision.h"
#include "stages/record/same_applicant.h"

#include <algorithm>
#include <set>

namespace shenbao {
namespace {

using Group = std::vector<Record*>; // in the order of arrival

bool holds_package(const Record& record) { return !record.submission.package.empty() || !record.files.empty(); }

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

bool is_late(const Campaign& campaign, const Record& record) {
    const auto received = epoch_seconds(record.submission.received), deadline = epoch_seconds(campaign.deadline);
    return received && deadline && *received > *deadline;
}

std::string time_of(const Campaign& campaign, const SubmissionInfo& submission) {
    return campaign.deadline.empty() ? submission.received : minute_at(submission.received, campaign.deadline);
}

// Where what came in time stands: a late submission of a company that has one is set aside.
void set_late_aside(const Campaign& campaign, const Messages& messages, const Group& group) {
    if (campaign.standing != Standing::newest_in_time) return;
    for (Record* late : group) {
        if (!is_late(campaign, *late)) continue;
        const auto stands = std::find_if(group.rbegin(), group.rend(), [&](const Record* r) {
            return !is_late(campaign, *r) && same_company(*late, *r) != SameCompany::no;
        });
        if (stands == group.rend()) continue;
        const SubmissionInfo& earlier = (*stands)->submission;
        add_finding(*late,
                    finding("resubmission.out_of_time", {}, earlier.id, {{"earlier", time_of(campaign, earlier)}}),
                    campaign, messages);
    }
}

// Of each company's submissions that are not set aside the last one stands.
void supersede(const Campaign& campaign, const Messages& messages, const Group& group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (is_replaced(*group[i])) continue;
        auto same = [&](const Record* r) { return !is_replaced(*r) && same_company(*group[i], *r) != SameCompany::no; };
        const auto later = std::find_if(group.begin() + static_cast<std::ptrdiff_t>(i) + 1, group.end(), same);
        if (later == group.end()) continue;
        SubmissionInfo& next = (*later)->submission;
        next.supersedes = group[i]->submission.id;
        add_finding(*group[i], finding("resubmission.superseded", {}, next.id, {{"later", time_of(campaign, next)}}),
                    campaign, messages);
    }
}

void find_conflicts(const Campaign& campaign, const Messages& messages, const Group& group) {
    for (Record* record : group) {
        if (is_replaced(*record)) continue;
        for (const Record* other : group) {
            if (is_replaced(*other) || same_company(*record, *other) != SameCompany::no) continue;
            add_finding(*record,
                        finding("resubmission.conflict", {}, other->applicant.company,
                                {{"number", record->applicant.number}, {"other", other->applicant.company}}),
                        campaign, messages);
        }
    }
}

// A mail that gave its volumes to another's package is that applicant's.
void follow_joined(std::vector<Record>& records) {
    for (auto& record : records)
        for (const RecordFinding& f : record.findings) {
            if (f.finding.code != "resubmission.superseded" || !f.finding.args.contains("joined")) continue;
            auto home = std::find_if(records.begin(), records.end(),
                                     [&](const Record& r) { return r.submission.id == f.finding.evidence; });
            if (home == records.end()) continue;
            record.applicant = home->applicant;
            if (home->submission.supersedes.empty()) home->submission.supersedes = record.submission.id;
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

// Who recommends: as the submission says, else as the cover says that lists it. Where no field tells it, the sender.
std::string recommender_of(const Campaign& campaign, const Record& record, const std::vector<Record>& records) {
    const std::string& field = campaign.quota_rule.by;
    if (field.empty()) return record.submission.from;
    if (std::string own = value_of(record, field); !own.empty()) return own;
    const Record* cover = cover_of(campaign, record, records);
    return cover ? value_of(*cover, field) : std::string();
}

void check_quota(const Campaign& campaign, const Messages& messages, std::vector<Record>& records) {
    const QuotaRule& rule = campaign.quota_rule;
    if (campaign.quota == 0 && rule.of.empty() && rule.kinds.empty()) return;
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (auto& record : records) {
        const std::string by = recommender_of(campaign, record, records);
        if (by.empty() || is_cover(campaign, record) || !holds_package(record) || is_replaced(record)) continue;
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

void compare_revisions(std::vector<Record>& records) {
    std::map<std::string, const Record*> by_id;
    for (const auto& record : records)
        by_id[record.submission.id] = &record;
    for (auto& record : records)
        if (const auto before = by_id.find(record.submission.supersedes);
            before != by_id.end() && holds_package(*before->second))
            record.revision = revision_of(*before->second, record);
}

bool comes_of_comparing(const Finding& f) {
    const std::string_view code = f.code;
    // A mail that gave its volumes away said so by itself.
    if (code == "resubmission.superseded") return !f.args.contains("joined");
    return code.starts_with("resubmission.") || code.starts_with("duplicate.") || code == "eligibility.quota" ||
           code == "roster.unknown" || code == "roster.mismatch";
}

} // namespace

void undo_across(Record& record) {
    std::erase_if(record.findings, [](const RecordFinding& f) { return comes_of_comparing(f.finding); });
    for (auto& f : record.findings) {
        f.decision.reset();
        f.outdated.reset();
    }
    record.revision.reset();
    record.submission.supersedes.clear();
    settle_verdict(record);
}

void judge_across(const Campaign& campaign, const Roster* roster, std::vector<Record>& records,
                  const Messages& messages, RosterReconciliation& reconciliation) {
    const Roster found = roster_of_covers(campaign, records);
    if (!roster && !found.entries.empty()) roster = &found;
    // The roster may mend a number, so it comes before numbers are compared.
    if (roster) mend_by_roster(campaign, *roster, records, messages);
    for (auto& [number, group] : by_applicant(campaign, records)) {
        sort_by_receipt(group);
        set_late_aside(campaign, messages, group);
        supersede(campaign, messages, group);
        find_conflicts(campaign, messages, group);
    }
    follow_joined(records);
    find_duplicates(campaign, messages, records);
    find_missing_shared(campaign, messages, records);
    check_quota(campaign, messages, records);
    if (roster) reconcile(campaign, *roster, records, messages, reconciliation);
    compare_revisions(records);
    for (auto& record : records)
        settle_verdict(record);
    std::stable_sort(records.begin(), records.end(),
                     [](const Record& a, const Record& b) { return a.applicant.number < b.applicant.number; });
}

} // namespace shenbao
