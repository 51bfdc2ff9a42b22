#include "stages/check/rule.h"

#include "pipeline/model/time.h"

namespace shenbao {
namespace {

class TimingRule : public Rule {
  public:
    std::string_view name() const override { return "timing"; }

    // A package that came without a mail has no time of arrival.
    void check(const Case& c, std::vector<Finding>& findings) const override {
        if (!c.submission.has_mail) return;
        const std::string& received =
            c.submission.mail.received.empty() ? c.submission.mail.date : c.submission.mail.received;
        const auto at = epoch_seconds(received);
        const auto opens = epoch_seconds(c.campaign.opens), deadline = epoch_seconds(c.campaign.deadline);
        if (!at) return;
        if (deadline && *at > *deadline)
            findings.push_back(finding("timing.late", {}, received,
                                       {{"received", minute_at(received, c.campaign.deadline)},
                                        {"deadline", minute_at(c.campaign.deadline, c.campaign.deadline)}}));
        if (opens && *at < *opens)
            findings.push_back(finding("timing.early", {}, received,
                                       {{"received", minute_at(received, c.campaign.opens)},
                                        {"opens", minute_at(c.campaign.opens, c.campaign.opens)}}));
    }
};

} // namespace

const Rule& timing_rule() {
    static const TimingRule rule;
    return rule;
}

} // namespace shenbao
