#include "stages/report/revision_words.h"

#include "stages/report/wording.h"

#include <functional>

namespace shenbao::report {
namespace {

using Words = std::vector<std::string>;

std::string listed(const Words& words) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : "；") + word;
    return out;
}

Words each(const Words& keys, const std::function<std::string(const std::string&)>& words_of) {
    Words out;
    for (const auto& key : keys)
        out.push_back(words_of(key));
    return out;
}

// "material.missing commitment" -> "缺少材料：承诺书"
std::string problem_of(const std::string& key, const Campaign& campaign, const Messages& messages) {
    const std::size_t space = key.find(' ');
    Finding f = finding(key.substr(0, space));
    const std::string about = space == key.npos ? "" : key.substr(space + 1);
    (campaign.material(about) ? f.slot : f.field) = about;
    return one_line(problem(f, campaign, messages));
}

} // namespace

std::vector<RevisionLine> revision_lines(const Record& record, const Campaign& campaign, const Messages& messages) {
    std::vector<RevisionLine> lines;
    if (!record.revision) return lines;
    const Revision& r = *record.revision;
    auto add = [&](const char* key, const Words& words, bool open = false) {
        if (!words.empty()) lines.push_back({messages.word(key), listed(words), open});
    };
    auto slot = [&](const std::string& id) { return one_line(slot_title(campaign, id)); };
    auto told = [&](const std::string& key) { return problem_of(key, campaign, messages); };
    add("revision.added", each(r.added, slot));
    add("revision.changed", each(r.changed, slot));
    add("revision.dropped", each(r.dropped, slot), true);
    Words fields;
    for (const auto& f : r.fields)
        fields.push_back(messages.word(
            "revision.field",
            {{"field", field_title(campaign, f.field)}, {"was", one_line(f.was)}, {"is", one_line(f.is)}}));
    add("revision.fields", fields);
    add("revision.mended", each(r.mended, told));
    add("revision.remaining", each(r.remaining, told), true);
    add("revision.fresh", each(r.fresh, told), true);
    if (lines.empty()) lines.push_back({messages.word("revision.same"), {}, false});
    return lines;
}

} // namespace shenbao::report
