#include "stages/check/witness.h"

#include "stages/fields/likeness.h"

#include <algorithm>

namespace shenbao {

bool is_typed(const FieldReading& reading, const Submission& submission) {
    for (const auto& file : submission.files) {
        if (file.entry != reading.entry) continue;
        return std::none_of(file.document.pages.begin(), file.document.pages.end(), [&](const Page& page) {
            return page.recognised && (reading.page == 0 || page.number == reading.page);
        });
    }
    return false;
}

std::vector<Witness> witnesses(const FieldRecord& field, const Submission& submission) {
    std::vector<Witness> list;
    for (const auto& reading : field.readings) {
        auto same = [&](const Witness& w) { return w.best().entry == reading.entry; };
        auto it = std::find_if(list.begin(), list.end(), same);
        if (it == list.end()) it = list.insert(list.end(), Witness{{}, is_typed(reading, submission)});
        it->readings.push_back(&reading);
    }
    return list;
}

bool is_certain(const FieldRecord& field, const Submission& submission) {
    if (field.status == FieldStatus::uncertain) return false;
    if (field.status == FieldStatus::confirmed) return true;
    return !field.readings.empty() && is_typed(field.readings.front(), submission);
}

const FieldRecord* find_field(const std::vector<FieldRecord>& fields, std::string_view id) {
    auto it = std::find_if(fields.begin(), fields.end(), [&](const FieldRecord& f) { return f.id == id; });
    return it == fields.end() ? nullptr : &*it;
}

double mistakes_between(std::string_view a, std::string_view b) {
    const auto left = likeness::folded(a), right = likeness::folded(b);
    const auto most = static_cast<double>(std::max(left.chars.size(), right.chars.size()));
    return std::min(most, likeness::distance(left.chars, right.chars, most));
}

double likeness_of(std::string_view a, std::string_view b) {
    const std::size_t longest = std::max(likeness::folded(a).chars.size(), likeness::folded(b).chars.size());
    return longest == 0 ? 0 : 1 - mistakes_between(a, b) / static_cast<double>(longest);
}

} // namespace shenbao
