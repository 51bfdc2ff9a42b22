#pragma once
// A rule looks at a whole submission and says what is wrong with it. Rules are pure: they change nothing, know nothing
// of each other, and give the same findings for the same case.
//
// To add a rule: one file NAME_rule.cpp in this folder defining `const Rule& NAME_rule()`, one line in rules.def, and a
// sentence for each new code in config/messages.

#include "pipeline/model/campaign.h"
#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"
#include "stages/intake/package_name.h"

#include <span>
#include <string_view>
#include <vector>

namespace shenbao {

// Everything known of one submission. Nothing is owned; all of it must outlive the rules' work.
struct Case {
    const Campaign& campaign;
    const Submission& submission;
    const std::vector<MaterialRecord>& materials; // with their seals judged
    const std::vector<FieldRecord>& fields;
    const Applicant& applicant;
    const PackageName& name;    // of the package; of form `none` and with an empty stem where there is none
    const PackageName& subject; // of the mail

    const SubmittedFile* file(std::string_view entry) const;
    const MaterialRecord* material(std::string_view slot) const; // the first that fills the slot
    const FieldRecord* field(std::string_view id) const;
    // The first field of a type: a campaign has one company, one code, one number.
    const FieldRecord* field_of(FieldType type) const;
    // Taking in, unpacking or reading found this.
    bool was_found(std::string_view code) const;
    // Something that was sent could not be unpacked, so what seems to be missing may be in it.
    bool is_incomplete() const;
};

class Rule {
  public:
    virtual ~Rule() = default;
    virtual std::string_view name() const = 0;
    // Adds findings; their severity is set by the judge.
    virtual void check(const Case& c, std::vector<Finding>& findings) const = 0;
};

// All rules, in the order of rules.def.
std::span<const Rule* const> rules();

} // namespace shenbao
