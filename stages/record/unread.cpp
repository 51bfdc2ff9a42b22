#include "stages/record/judge.h"

#include <algorithm>

namespace shenbao {

namespace {

bool has_unread(const SubmittedFile& file) {
    return std::any_of(file.document.pages.begin(), file.document.pages.end(),
                       [](const Page& page) { return page.unread_lines > 0; });
}

bool has_unread(const Submission& submission, const std::string& entry) {
    return std::any_of(submission.files.begin(), submission.files.end(),
                       [&](const SubmittedFile& file) { return file.entry == entry && has_unread(file); });
}

// What is missing, a field or a material, is looked for in what a slot or none was found for.
bool may_hold(const Campaign& campaign, const Finding& missing, const MaterialRecord* material) {
    if (missing.code == "material.missing") return material == nullptr;
    const Field* field = missing.code == "field.missing" ? campaign.field(missing.field) : nullptr;
    if (!field) return false;
    if (!material || field->from.empty()) return true;
    return std::find(field->from.begin(), field->from.end(), material->slot) != field->from.end();
}

bool goes_on_unread(const FieldRecord& field) { return field.value.find(unread_mark) != std::string::npos; }

} // namespace

bool hangs_on_unread(const Campaign& campaign, const Submission& submission, const Record& record) {
    if (std::none_of(submission.files.begin(), submission.files.end(), [](auto& f) { return has_unread(f); }))
        return false;
    if (std::any_of(record.fields.begin(), record.fields.end(), goes_on_unread)) return true;
    if (std::any_of(record.sketches.begin(), record.sketches.end(),
                    [&](const TextSketch& sketch) { return has_unread(submission, sketch.entry); }))
        return true;
    return std::any_of(submission.files.begin(), submission.files.end(), [&](const SubmittedFile& file) {
        if (!has_unread(file)) return false;
        const auto material = std::find_if(record.materials.begin(), record.materials.end(),
                                           [&](const MaterialRecord& m) { return m.entry == file.entry; });
        return std::any_of(record.findings.begin(), record.findings.end(), [&](const RecordFinding& f) {
            return may_hold(campaign, f.finding, material == record.materials.end() ? nullptr : &*material);
        });
    });
}

} // namespace shenbao
