#include "stages/check/rule.h"
#include "stages/check/witness.h"

#include "pipeline/model/opened_as.h"
#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <re2/re2.h>

#include <algorithm>

namespace shenbao {
namespace {

using Form = PackageName::Form;
using Args = std::map<std::string, std::string>;

void add(std::vector<Finding>& findings, std::string_view code, const Case& c, Args args) {
    findings.push_back(finding(code, {}, c.submission.package.name, std::move(args)));
}

// What the name is to be, of this applicant; empty where not all of it is known.
std::string expected_name(const Case& c) {
    std::map<std::string, std::string> parts = c.name.parts;
    parts["number"] = c.applicant.number;
    parts["company"] = c.applicant.company;
    return proper_name(c.campaign.naming, parts);
}

void check_form(const Case& c, std::vector<Finding>& findings) {
    const std::string asked = asked_name(c.campaign.naming);
    if (c.name.form == Form::none)
        add(findings, "naming.unparsable", c, {{"name", c.submission.package.name}, {"asked", asked}});
    if (c.name.form == Form::order)
        add(findings, "naming.separator", c, {{"asked", asked}, {"how", "separator.order"}});
    if (c.name.form != Form::separator) return;
    const std::string seen = text::trim(c.name.separator);
    Args args = {{"asked", asked}};
    if (seen.empty())
        args["how"] = c.name.separator.empty() ? "separator.none" : "separator.space";
    else
        args["found"] = seen;
    add(findings, "naming.separator", c, std::move(args));
}

// The number a document gives, where it can be held against the name.
std::string documents_number(const Case& c) {
    const FieldRecord* field = c.field_of(FieldType::number);
    if (!field || !values::is_valid(FieldType::number, field->value, c.campaign.naming.number)) return {};
    return is_certain(*field, c.submission) || !c.name.number_fits ? field->value : std::string();
}

bool any_reading_is(const FieldRecord* field, const std::string& value) {
    if (!field) return false;
    return std::any_of(field->readings.begin(), field->readings.end(),
                       [&](const FieldReading& r) { return r.value == value; });
}

void check_number(const Case& c, std::vector<Finding>& findings) {
    if (c.name.form == Form::none || c.name.number().empty()) return;
    const std::string documents = documents_number(c);
    const bool other = !documents.empty() && documents != c.name.number() &&
                       !any_reading_is(c.field_of(FieldType::number), c.name.number());
    if (c.name.number_fits && !other) return;
    add(findings, "naming.number", c, {{"found", c.name.number()}, {"expected", documents}});
}

// A document gives the very name of the package, or one that a recogniser may have made of it.
bool is_borne_out(const Case& c, const FieldRecord& field, const std::string& name) {
    for (const auto& reading : field.readings) {
        if (values::compare_companies(name, reading.value) == values::CompanyMatch::same) return true;
        const bool blurred = !is_typed(reading, c.submission) && values::is_company(name);
        if (blurred && likeness_of(name, reading.value) >= 0.7 &&
            values::compare_companies(name, reading.value) != values::CompanyMatch::other_ending)
            return true;
    }
    return false;
}

// "山东潍坊明达重型机械" for "山东潍坊明达重型机械有限责任公司", also where a character of the latter was misread.
bool is_short(const std::string& name, const std::string& full) {
    if (values::compare_companies(name, full) == values::CompanyMatch::short_form) return true;
    const auto parts = values::company_parts(name), whole = values::company_parts(full);
    return parts.ending.empty() && !whole.ending.empty() && likeness_of(parts.core, whole.core) >= 0.75;
}

// Another company, on evidence that can be believed: in type, in two documents, or surely read and quite unlike.
bool is_other(const Case& c, const FieldRecord& field, const std::string& name) {
    if (field.status == FieldStatus::uncertain) return false;
    if (is_certain(field, c.submission)) return true;
    const bool ending = values::compare_companies(name, field.value) == values::CompanyMatch::other_ending;
    return field.confidence >= strong && (ending || likeness_of(name, field.value) < 0.5);
}

void check_company(const Case& c, std::vector<Finding>& findings) {
    const std::string& name = c.name.part("company");
    const FieldRecord* field = c.field_of(FieldType::company);
    if (c.name.form == Form::none || name.empty()) return;
    if (is_short(name, c.applicant.company)) {
        add(findings, "naming.company_incomplete", c, {{"found", name}, {"expected", c.applicant.company}});
        return;
    }
    if (!field || field->value.empty() || is_borne_out(c, *field, name) || !is_other(c, *field, name)) return;
    const bool incomplete = is_short(name, field->value);
    add(findings, incomplete ? "naming.company_incomplete" : "naming.company_mismatch", c,
        {{"found", name}, {"expected", field->value}});
}

// "rar5" and "rar4" are both "rar"; a single file is told by its class.
std::string container_of(const std::string& format) {
    if (format.starts_with("rar")) return "rar";
    if (format.starts_with("zip")) return "zip";
    return format;
}

bool single_file_asked(const Naming& naming) {
    return std::any_of(naming.containers.begin(), naming.containers.end(),
                       [](const std::string& c) { return c == "pdf" || c == "word" || c == "ofd"; });
}

void check_container(const Case& c, std::vector<Finding>& findings) {
    const auto& asked = c.campaign.naming.containers;
    std::string found = container_of(c.submission.package.format);
    if (found.empty() && single_file_asked(c.campaign.naming) && c.submission.files.size() == 1)
        found = opened_as(c.submission.files[0].document.format, c.submission.files[0].entry);
    if (asked.empty() || std::find(asked.begin(), asked.end(), found) != asked.end()) return;
    std::string words;
    for (const auto& one : asked)
        words += (words.empty() ? "format." : "、format.") + one;
    add(findings, "naming.container", c, {{"found", "format." + (found.empty() ? "loose" : found)}, {"asked", words}});
}

void check_encoding(const Case& c, std::vector<Finding>& findings) {
    const std::string& encoding = c.submission.package.names_encoding;
    if (c.was_found("naming.encoding") || encoding.empty()) return;
    if (encoding == "UTF-8" || encoding == "UTF-16" || encoding == "ASCII" || encoding == "US-ASCII") return;
    findings.push_back(finding("naming.encoding", {}, encoding, {{"encoding", encoding}}));
}

bool is_same_text(const std::string& a, const std::string& b) { return text::fold(a) == text::fold(b); }

// The subject is to be the package's name, or what that ought to have been.
bool subject_is_name(const Case& c, const std::string& subject) {
    if (is_same_text(subject, c.name.stem)) return true;
    const std::string expected = expected_name(c);
    if (!expected.empty() && is_same_text(subject, expected)) return true;
    const bool same_company = c.applicant.company.empty() || values::fold_company(c.subject.part("company")) ==
                                                                 values::fold_company(c.applicant.company);
    return c.subject.form == Form::asked && c.subject.number_fits && c.subject.number() == c.applicant.number &&
           same_company;
}

void check_subject(const Case& c, std::vector<Finding>& findings) {
    const std::string& asked = c.campaign.naming.subject;
    if (!c.submission.has_mail || asked == "any" || asked.empty()) return;
    const std::string subject = plain_subject(c.submission.mail.subject);
    const bool as_package = asked == "as-package";
    // The subject of a mail with several packages cannot be the name of each.
    if (as_package && c.submission.one_of_several) return;
    const re2::RE2 pattern(as_package ? "" : asked, re2::RE2::Quiet);
    if (as_package ? subject_is_name(c, subject) : re2::RE2::FullMatch(subject, pattern)) return;
    const std::string expected = as_package ? expected_name(c) : std::string();
    findings.push_back(finding("naming.subject", {}, subject, {{"found", subject}, {"expected", expected}}));
}

class NamingRule : public Rule {
  public:
    std::string_view name() const override { return "naming"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        if (!c.submission.has_package) return;
        if (!c.name.stem.empty() && !c.campaign.naming.pattern.empty()) {
            check_form(c, findings);
            check_number(c, findings);
            check_company(c, findings);
        }
        check_container(c, findings);
        check_encoding(c, findings);
        check_subject(c, findings);
    }
};

} // namespace

const Rule& naming_rule() {
    static const NamingRule rule;
    return rule;
}

} // namespace shenbao
