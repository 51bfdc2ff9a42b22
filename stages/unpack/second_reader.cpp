#include "stages/unpack/second_reader.h"

#include <algorithm>

namespace shenbao {
namespace {

// Does something to every finding of an archive, its own and its entries'.
template <class A, class Work> void each_finding(A& facts, Work&& work) {
    for (auto& found : facts.findings)
        work(found);
    if (auto* archive = std::get_if<ArchiveFacts>(&facts.body))
        for (auto& entry : archive->entries)
            for (auto& found : entry.findings)
                work(found);
}

bool is_refusal(const Finding& found) {
    return found.code == "archive.unsupported" || found.code == "archive.encrypted";
}

// The second reader's own finding where its program is not installed.
const Finding* absence(const Facts& second) {
    if (second.version != 0 || second.body.index() != 0 || second.findings.empty()) return nullptr;
    return second.findings.front().code == "archive.unsupported" ? &second.findings.front() : nullptr;
}

} // namespace

bool wants_second_reader(const Facts& first, bool passwords_known) {
    if (!first.archive()) return false;
    // Of an encrypted ZIP the first reader knows all there is to know.
    const bool opens_more = passwords_known && first.archive()->format != "zip";
    const bool nothing_read = entries_read(first) == 0;
    bool wanted = false;
    each_finding(first, [&](const Finding& found) {
        wanted |= found.code == "archive.unsupported" || (found.code == "archive.encrypted" && opens_more);
        // What is damage to the first may be a novelty that the second knows; but of ZIP none knows more than ours.
        wanted |= found.code == "archive.damaged" && nothing_read && first.archive()->format != "zip";
    });
    return wanted;
}

std::size_t entries_read(const Facts& facts) {
    if (!facts.archive()) return 0;
    const auto& entries = facts.archive()->entries;
    return static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return e.outcome == Outcome::ok; }));
}

Facts settle(const Facts& first, const Facts& second) {
    if (entries_read(second) > entries_read(first)) {
        Facts facts = second;
        const bool all_whole = second.outcome == Outcome::ok;
        for (const Finding& found : first.findings)
            if (!is_refusal(found) && !(all_whole && found.code == "archive.damaged") &&
                std::none_of(facts.findings.begin(), facts.findings.end(),
                             [&](const Finding& f) { return f.code == found.code; })) {
                facts.findings.push_back(found);
                if (found.severity == Severity::error) facts.outcome = worse(facts.outcome, Outcome::partial);
            }
        return facts;
    }
    Facts facts = first;
    if (const Finding* absent = absence(second))
        each_finding(facts, [&](Finding& found) {
            if (is_refusal(found)) found.evidence += (found.evidence.empty() ? "" : "; ") + absent->evidence;
        });
    return facts;
}

} // namespace shenbao
