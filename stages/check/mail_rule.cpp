#include "stages/check/rule.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <map>

namespace shenbao {
namespace {

// A link beside a package that holds all that is asked for is no harm: it may stand in a quoted mail.
bool lacks_something(const Case& c) {
    if (!c.submission.has_package) return true;
    return std::any_of(c.campaign.materials.begin(), c.campaign.materials.end(),
                       [&](const Material& m) { return m.required && !c.material(m.slot); });
}

bool is_packed(std::string_view name) {
    const std::string ending = ending_of(name);
    return ending == "rar" || ending == "zip" || ending == "7z";
}

// Whose an archive is by its name: the number, else a full company name; empty where it does not say.
std::string owner_of(const Naming& naming, const std::string& name) {
    const PackageName parsed = parse_package_name(naming, name);
    if (parsed.number_fits) return parsed.number();
    return values::is_company(parsed.company()) ? values::fold_company(parsed.company()) : std::string();
}

// One mail with the packages of several applicants, as a city may send them: only one is judged as a package.
void check_several(const Case& c, std::vector<Finding>& findings) {
    std::map<std::string, std::string> names;
    for (const MailPart& part : c.submission.mail.parts) {
        if (!part.attachment || !is_packed(part.file.name)) continue;
        if (std::string owner = owner_of(c.campaign.naming, part.file.name); !owner.empty())
            names.try_emplace(std::move(owner), part.file.name);
    }
    if (names.size() < 2) return;
    std::string all;
    for (const auto& [owner, name] : names)
        all += (all.empty() ? "" : "、") + name;
    findings.push_back(finding("mail.several_packages", {}, all,
                               {{"count", std::to_string(names.size())}, {"name", c.submission.package.name}}));
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
        check_several(c, findings);
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
