#include "stages/record/judge.h"

#include <algorithm>

namespace shenbao {

namespace {

bool has_unread(const SubmittedFile& file) {
    return std::any_of(file.document.pages.begin(), file.document.pages.end(),
                       [](const Page& page) { return page.unread_lines > 0; });
}

// What is missing, a field or a material, is looked for in what a slot or none was found for.
bool may_hold(const Campaign& campaign, const Finding& missing, const MaterialRecord* material) {
    if (missing.code == "material.missing") return material == nullptr;
    const Field* field = missing.code == "field.missing" ? campaign.field(missing.field) : nullptr;
    if (!field) return false;
    if (!material || field->from.empty()) return true;
    return std::find(field->from.begin(), field->from.end(), material->slot) != field->from.end();
}

bool may_hold_missing(const Campaign& campaign, const Record& record, const std::string& entry) {
    const auto material = std::find_if(record.materials.begin(), record.materials.end(),
                                       [&](const MaterialRecord& m) { return m.entry == entry; });
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const RecordFinding& f) {
        return may_hold(campaign, f.finding, material == record.materials.end() ? nullptr : &*material);
    });
}

bool is_compared(const Record& record, const std::string& entry) {
    return std::any_of(record.sketches.begin(), record.sketches.end(),
                       [&](const TextSketch& sketch) { return sketch.entry == entry; });
}

bool holds_broken_value(const Record& record, const std::string& entry) {
    return std::any_of(record.fields.begin(), record.fields.end(), [&](const FieldRecord& field) {
        return std::any_of(field.readings.begin(), field.readings.end(), [&](const FieldReading& reading) {
            return reading.entry == entry && reading.value.find(unread_mark) != std::string::npos;
        });
    });
}

} // namespace

std::set<std::string> hanging_on_unread(const Campaign& campaign, const Submission& submission, const Record& record) {
    std::set<std::string> entries;
    for (const SubmittedFile& file : submission.files)
        if (has_unread(file) && (holds_broken_value(record, file.entry) || is_compared(record, file.entry) ||
                                 may_hold_missing(campaign, record, file.entry)))
            entries.insert(file.entry);
    return entries;
}

} // namespace shenbao
