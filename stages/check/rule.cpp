#include "stages/check/rule.h"

#include "stages/check/witness.h"

#include <algorithm>
#include <array>

namespace shenbao {

#define RULE(name) const Rule& name##_rule();
#include "stages/check/rules.def"
#undef RULE

std::span<const Rule* const> rules() {
    static const std::array list = {
#define RULE(name) &name##_rule(),
#include "stages/check/rules.def"
#undef RULE
    };
    return list;
}

const SubmittedFile* Case::file(std::string_view entry) const {
    const auto& files = submission.files;
    auto it = std::find_if(files.begin(), files.end(), [&](const SubmittedFile& f) { return f.entry == entry; });
    return it == files.end() ? nullptr : &*it;
}

const MaterialRecord* Case::material(std::string_view slot) const {
    auto it = std::find_if(materials.begin(), materials.end(), [&](const MaterialRecord& m) { return m.slot == slot; });
    return it == materials.end() ? nullptr : &*it;
}

const FieldRecord* Case::field(std::string_view id) const { return find_field(fields, id); }

const FieldRecord* Case::field_of(FieldType type) const {
    for (const auto& field : campaign.fields)
        if (field.type == type) return find_field(fields, field.id);
    return nullptr;
}

bool Case::was_found(std::string_view code) const {
    const auto& found = submission.findings;
    return std::any_of(found.begin(), found.end(), [&](const Finding& f) { return f.code == code; });
}

bool Case::is_incomplete() const {
    constexpr std::array<std::string_view, 9> lost = {
        "archive.damaged",        "archive.truncated",   "archive.encrypted",
        "archive.volume_missing", "archive.unsupported", "limit.bytes",
        "limit.entries",          "limit.ratio",         "limit.depth"};
    return std::any_of(lost.begin(), lost.end(), [&](std::string_view code) { return was_found(code); });
}

} // namespace shenbao
