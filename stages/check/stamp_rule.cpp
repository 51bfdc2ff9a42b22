#include "pipeline/model/opened_as.h"
#include "stages/check/rule.h"
#include "stages/check/seal_verdict.h"

#include <algorithm>

namespace shenbao {
namespace {

struct Examined {
    const MaterialRecord* record;
    SealExamination seals;
};

// A company's seal outweighs a trace, and a trace a page without any.
int worth(const Examined& e) {
    switch (e.seals.verdict.state) {
    case SealState::present:
        return e.seals.owner == RingOwner::other ? 3 : 4;
    case SealState::unclear:
        return 2;
    default:
        return 1;
    }
}

// The file of a slot that is best stamped: a stamped scan need not be stamped again in Word. What came in a format
// asked for goes first, since the others are to be replaced anyway.
std::optional<Examined> best_stamped(const Case& c, const Material& material) {
    const auto names = applicant_names(c.applicant, c.name.part("company"), c.field_of(FieldType::company));
    std::optional<Examined> best;
    for (const auto& record : c.materials) {
        if (record.slot != material.slot) continue;
        Examined one{&record, examine_seals(material, record, c.file(record.entry), names, c.submission.findings)};
        if (!best || worth(one) > worth(*best)) best = std::move(one);
    }
    return best;
}

bool came_as_asked(const Case& c, const Material& material) {
    return material.formats.empty() ||
           std::any_of(c.materials.begin(), c.materials.end(), [&](const MaterialRecord& m) {
               const auto& formats = material.formats;
               return m.slot == material.slot &&
                      std::find(formats.begin(), formats.end(), opened_as(m.format, m.entry)) != formats.end();
           });
}

void add(std::vector<Finding>& findings, std::string_view code, const Material& material, const Examined& e,
         std::map<std::string, std::string> args) {
    Locator where = e.seals.verdict.where;
    where.entry = e.record->entry;
    Finding f = finding(code, where, e.seals.verdict.owner, std::move(args));
    f.slot = material.slot;
    findings.push_back(std::move(f));
}

void judge(const Case& c, const Material& material, const Examined& e, std::vector<Finding>& findings) {
    const SealVerdict& verdict = e.seals.verdict;
    if (verdict.state == SealState::absent) add(findings, "material.unstamped", material, e, {});
    if (verdict.state == SealState::unclear && came_as_asked(c, material))
        add(findings, "material.stamp_unclear", material, e, {{"reason", e.seals.reason}});
    if (verdict.state != SealState::present) return;
    if (e.seals.owner == RingOwner::other)
        add(findings, "material.stamp_owner", material, e,
            {{"found", verdict.owner}, {"expected", c.applicant.company}});
    if (e.seals.owner == RingOwner::unsure)
        add(findings, "material.stamp_unclear", material, e, {{"reason", "reason.owner"}});
}

class StampRule : public Rule {
  public:
    std::string_view name() const override { return "stamp"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        for (const auto& material : c.campaign.materials) {
            if (!material.stamped) continue;
            if (const auto best = best_stamped(c, material)) judge(c, material, *best, findings);
        }
    }
};

} // namespace

const Rule& stamp_rule() {
    static const StampRule rule;
    return rule;
}

} // namespace shenbao
