#include "stages/record/revision.h"

#include <algorithm>
#include <map>
#include <set>

namespace shenbao {
namespace {

// The files in each slot, by content.
std::map<std::string, std::set<std::string>> slots_of(const Record& record) {
    std::map<std::string, std::set<std::string>> slots;
    for (const auto& material : record.materials)
        for (const auto& file : record.files)
            if (file.entry == material.entry) slots[material.slot].insert(file.sha256);
    return slots;
}

void compare_materials(const Record& before, const Record& after, Revision& revision) {
    const auto were = slots_of(before), are = slots_of(after);
    for (const auto& [slot, files] : are)
        if (const auto it = were.find(slot); it == were.end())
            revision.added.push_back(slot);
        else if (it->second != files)
            revision.changed.push_back(slot);
    for (const auto& [slot, files] : were)
        if (!are.contains(slot)) revision.dropped.push_back(slot);
}

std::string words_of(const FieldRecord& field) {
    std::string out = field.value;
    for (const auto& [year, amount] : field.series)
        out += (out.empty() ? "" : "；") + year + "：" + amount;
    return out;
}

void compare_fields(const Record& before, const Record& after, Revision& revision) {
    for (const auto& is : after.fields) {
        const auto was = std::find_if(before.fields.begin(), before.fields.end(),
                                      [&](const FieldRecord& f) { return f.id == is.id; });
        if (was == before.fields.end() || is.status == FieldStatus::uncertain || was->status == FieldStatus::uncertain)
            continue;
        if (words_of(*was) != words_of(is)) revision.fields.push_back({is.id, words_of(*was), words_of(is)});
    }
}

std::set<std::string> problems_of(const Record& record) {
    std::set<std::string> keys;
    for (const auto& f : record.findings)
        if (f.finding.severity != Severity::info) keys.insert(revision_key(f.finding));
    return keys;
}

void compare_problems(const Record& before, const Record& after, Revision& revision) {
    const auto were = problems_of(before), are = problems_of(after);
    for (const auto& key : were)
        (are.contains(key) ? revision.remaining : revision.mended).push_back(key);
    for (const auto& key : are)
        if (!were.contains(key)) revision.fresh.push_back(key);
}

} // namespace

std::string revision_key(const Finding& finding) {
    const std::string& about = finding.slot.empty() ? finding.field : finding.slot;
    return about.empty() ? finding.code : finding.code + " " + about;
}

Revision revision_of(const Record& before, const Record& after) {
    Revision revision;
    revision.before = before.submission.id;
    compare_materials(before, after, revision);
    compare_fields(before, after, revision);
    compare_problems(before, after, revision);
    return revision;
}

} // namespace shenbao
