#include "stages/check/rule.h"

#include <algorithm>

namespace shenbao {
namespace {

// A link beside a package that holds all that is asked for is no harm: it may stand in a quoted mail.
bool lacks_something(const Case& c) {
    if (!c.submission.has_package) return true;
    return std::any_of(c.campaign.materials.begin(), c.campaign.materials.end(),
                       [&](const Material& m) { return m.required && !c.material(m.slot); });
}

class MailRule : public Rule {
  public:
    std::string_view name() const override { return "mail"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        if (!c.submission.has_mail) return;
        // Its volumes went to another mail's package, which is judged there.
        if (!c.submission.has_package && c.was_found("resubmission.superseded")) return;
        const auto& cloud = c.submission.mail.cloud;
        if (!c.submission.has_package && cloud.empty() && !c.was_found("mail.no_package"))
            findings.push_back(finding("mail.no_package", {}, c.submission.mail.subject));
        if (c.was_found("mail.cloud_attachment") || !lacks_something(c)) return;
        for (const auto& one : cloud)
            findings.push_back(finding("mail.cloud_attachment", {}, one.link,
                                       {{"name", one.name}, {"size", one.size}, {"expiry", one.expiry}}));
    }
};

} // namespace

const Rule& mail_rule() {
    static const MailRule rule;
    return rule;
}

} // namespace shenbao
