#include "stages/check/code_readings.h"
#include "stages/check/rule.h"
#include "stages/check/witness.h"

#include "stages/fields/values.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

namespace shenbao {
namespace {

// Fields that something depends on: their want or doubt is worth a person's time.
bool matters(const Campaign& campaign, const Field& field) {
    const bool identifies =
        field.type == FieldType::company || field.type == FieldType::uscc || field.type == FieldType::number;
    const bool profit = campaign.profitable && campaign.profitable->field == field.id;
    const bool quota = campaign.quota_rule.by == field.id || campaign.quota_rule.kind == field.id;
    return field.required || identifies || profit || quota;
}

bool is_needed(const Campaign& campaign, const Field& field) {
    return field.required || (campaign.profitable && campaign.profitable->field == field.id);
}

void add(std::vector<Finding>& findings, std::string_view code, const Field& field, const Locator& where,
         const std::string& evidence, std::map<std::string, std::string> args) {
    Finding f = finding(code, where, evidence, std::move(args));
    f.field = field.id;
    findings.push_back(std::move(f));
}

Locator place_of(const FieldRecord& record) {
    if (record.readings.empty()) return {};
    const FieldReading& best = record.readings.front();
    return {best.entry, best.page, best.box};
}

std::string shown(const FieldRecord& record) {
    if (record.series.empty()) return record.value;
    std::string out;
    for (const auto& [year, value] : record.series)
        out += (out.empty() ? "" : " ") + year + ":" + value;
    return out;
}

// Titles of the materials the field is to stand in; empty where none of them came, since then they are missing.
std::string expected_in(const Case& c, const Field& field) {
    std::string titles;
    bool came = field.from.empty();
    for (const auto& slot : field.from) {
        const Material* material = c.campaign.material(slot);
        const MaterialRecord* record = c.material(slot);
        const SubmittedFile* file = record ? c.file(record->entry) : nullptr;
        came = came || (file && !file->document.format.empty());
        if (material) titles += (titles.empty() ? "" : "、") + material->title;
    }
    return came ? titles : std::string();
}

void check_missing(const Case& c, const Field& field, std::vector<Finding>& findings) {
    if (!is_needed(c.campaign, field)) return;
    const std::string from = expected_in(c, field);
    if (from.empty() && !field.from.empty()) return;
    add(findings, "field.missing", field, {}, "", {{"from", from}});
}

constexpr double legible = 0.6; // of a reading that another document bears out

// A code that some reading of the ink has, and that checks: then what most of them have is a mistake of recognition,
// which two scans in one typeface share.
bool checks_otherwise(const Field& field, const FieldRecord& record) {
    return field.type == FieldType::uscc &&
           std::any_of(record.readings.begin(), record.readings.end(), [&](const FieldReading& reading) {
               return values::is_uscc(reading.value) && mistakes_between(reading.value, record.value) <= 1;
           });
}

// The same wrong value legible in two documents, or one in type, is the applicant's and not a recogniser's. A code
// that its reader passes although the check digit fails was read the same way by all its readings.
bool is_surely_written(const Case& c, const Field& field, const FieldRecord& record) {
    if (is_certain(record, c.submission)) return true;
    std::set<std::string> entries;
    for (const auto& reading : record.readings) {
        if (reading.value != record.value) continue;
        if (is_typed(reading, c.submission)) return true;
        if (reading.confidence >= legible) entries.insert(reading.entry);
    }
    if (checks_otherwise(field, record)) return false;
    return entries.size() >= 2 || (field.type == FieldType::uscc && record.status == FieldStatus::read) ||
           (field.type == FieldType::uscc && fails_however_read(record));
}

bool fits_pattern(const std::string& value, const std::string& pattern) {
    const re2::RE2 expression(pattern, re2::RE2::Quiet);
    return pattern.empty() || !expression.ok() || re2::RE2::FullMatch(value, expression);
}

// The key of a word that says what is wrong with a value; empty where nothing is.
std::string fault_of(const Case& c, const Field& field, const std::string& value) {
    if (!fits_pattern(value, field.pattern)) return "reason.pattern";
    const std::string pattern = field.type == FieldType::number ? c.campaign.naming.number : std::string();
    if (values::is_valid(field.type, value, pattern)) return {};
    return field.type == FieldType::uscc && values::is_uscc_shaped(value) ? "reason.check_digit" : "reason.form";
}

// Only codes and numbers have a form that is wrong or right; names and addresses are as people write them.
bool has_form(const Field& field) {
    using enum FieldType;
    switch (field.type) {
    case uscc:
    case number:
    case phone:
    case mobile:
    case email:
    case date:
        return true;
    default:
        return !field.pattern.empty();
    }
}

bool check_invalid(const Case& c, const Field& field, const FieldRecord& record, std::vector<Finding>& findings) {
    if (!has_form(field) || record.value.empty() || !is_surely_written(c, field, record)) return false;
    const std::string fault = fault_of(c, field, record.value);
    if (fault.empty()) return false;
    add(findings, "field.invalid", field, place_of(record), record.value, {{"found", record.value}, {"reason", fault}});
    return true;
}

// The campaign's condition cannot be judged without these years.
bool lacks_year(const Campaign& campaign, const FieldRecord& record) {
    if (!campaign.profitable || campaign.profitable->field != record.id) return false;
    const auto& years = campaign.profitable->years;
    return std::any_of(years.begin(), years.end(), [&](int y) { return !record.series.contains(std::to_string(y)); });
}

class FieldRule : public Rule {
  public:
    std::string_view name() const override { return "field"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        for (const auto& field : c.campaign.fields) {
            const FieldRecord* record = c.field(field.id);
            if (!record || (record->value.empty() && record->series.empty())) {
                check_missing(c, field, findings);
                continue;
            }
            if (check_invalid(c, field, *record, findings)) continue;
            const bool doubtful = record->status == FieldStatus::uncertain && matters(c.campaign, field);
            if (doubtful || lacks_year(c.campaign, *record))
                add(findings, "field.uncertain", field, place_of(*record), shown(*record), {{"found", shown(*record)}});
        }
    }
};

} // namespace

const Rule& field_rule() {
    static const FieldRule rule;
    return rule;
}

} // namespace shenbao
