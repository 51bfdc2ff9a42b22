#include "stages/record/judge.h"

#include "pipeline/model/text.h"
#include "stages/check/rule.h"
#include "stages/check/seal_verdict.h"
#include "stages/classify/classify.h"
#include "stages/fields/read_fields.h"
#include "stages/record/applicant.h"
#include "stages/record/cover.h"
#include "stages/record/text_likeness.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace shenbao {
namespace {

SubmissionInfo info_of(const Submission& s) {
    SubmissionInfo info;
    info.id = s.id;
    info.source = s.source;
    info.message_id = s.mail.message_id;
    info.from = s.mail.from_address;
    info.subject = s.mail.subject;
    info.received = s.mail.received.empty() ? s.mail.date : s.mail.received;
    info.package = s.package.name;
    info.sha256 = s.package.sha256.hex();
    return info;
}

std::vector<FileRecord> files_of(const Submission& s) {
    std::vector<FileRecord> files;
    for (const auto& f : s.files) {
        files.push_back({f.entry, f.sha256.hex(), f.document.format, f.bytes, static_cast<int>(f.document.pages.size()),
                         f.ocr_pages, f.outcome});
        for (const Page& page : f.document.pages) {
            files.back().unread_lines += page.unread_lines;
            if (!page.view.empty()) {
                Thumbnail& view = files.back().views[page.number] = page.view;
                view.cells = {}; // compared, and not kept
            }
        }
    }
    return files;
}

PackageName name_of(const Campaign& campaign, const Submission& s) {
    if (!s.has_package) return {};
    if (!s.package.name.empty()) return parse_package_name(campaign.naming, s.package.name);
    // A single file sent instead of an archive is named as the package would be.
    return s.files.size() == 1 ? parse_package_name(campaign.naming, s.files[0].entry) : PackageName{};
}

void judge_seals(const Campaign& campaign, const Submission& s, const std::vector<std::string>& names,
                 std::vector<MaterialRecord>& materials) {
    for (auto& record : materials) {
        const Material* material = campaign.material(record.slot);
        auto it = std::find_if(s.files.begin(), s.files.end(), [&](auto& f) { return f.entry == record.entry; });
        const SubmittedFile* file = it == s.files.end() ? nullptr : &*it;
        if (material) record.seal = examine_seals(*material, record, file, names, s.findings).verdict;
    }
}

std::string text_of(const MaterialRecord& material, const Document& document) {
    if (material.first_page == 0) return plain_text(document);
    std::string out;
    for (int page = material.first_page; page < material.first_page + material.pages; ++page)
        out += plain_text(document, page) + "\n";
    return out;
}

// Stamped papers are forms, the same for all but a few words: only what applicants write themselves is compared.
void sketch_texts(const Campaign& campaign, const Submission& s, Record& record) {
    for (const auto& m : record.materials) {
        const Material* material = campaign.material(m.slot);
        auto file = std::find_if(s.files.begin(), s.files.end(), [&](auto& f) { return f.entry == m.entry; });
        if (!material || material->stamped || material->shared || file == s.files.end()) continue;
        TextSketch sketch = sketch_of(text_of(m, file->document));
        sketch.slot = m.slot;
        sketch.entry = m.entry;
        if (!sketch.hashes.empty()) record.sketches.push_back(std::move(sketch));
    }
}

// A page is an applicant's own by the seal on it: without one it may be a form that was handed out.
bool is_stamped(const Document& document, int page) {
    return std::any_of(document.seals.begin(), document.seals.end(), [&](const Seal& s) { return s.page == page; });
}

void sketch_pages(const Campaign& campaign, const Submission& s, Record& record) {
    for (const auto& m : record.materials) {
        const Material* material = campaign.material(m.slot);
        auto file = std::find_if(s.files.begin(), s.files.end(), [&](auto& f) { return f.entry == m.entry; });
        if (!material || material->shared || file == s.files.end()) continue;
        for (const Page& page : file->document.pages) {
            const bool own = m.first_page == 0 || (page.number >= m.first_page && page.number < m.first_page + m.pages);
            if (own && !page.view.cells.empty() && is_stamped(file->document, page.number))
                record.pages.push_back({m.slot, m.entry, page.number, page.view.cells});
        }
    }
}

const FieldRecord* company_in(const Campaign& campaign, const std::vector<FieldRecord>& fields) {
    for (const auto& field : campaign.fields)
        for (const auto& record : fields)
            if (field.type == FieldType::company && record.id == field.id) return &record;
    return nullptr;
}

// Errors first; then in the contract's order of codes, then by place. The order in which rules spoke does not matter.
auto rank(const Finding& f) {
    const auto& list = codes();
    auto is_it = [&](const CodeInfo& info) {
        return info.code == f.code ||
               (info.code.ends_with('*') && f.code.starts_with(info.code.substr(0, info.code.size() - 1)));
    };
    const auto code = std::find_if(list.begin(), list.end(), is_it) - list.begin();
    return std::tuple(-static_cast<int>(f.severity), code, f.code, f.slot, f.where.entry, f.where.page, f.field);
}

// What makes two findings one.
auto identity(const Finding& f) { return std::tie(f.code, f.slot, f.field, f.where.entry, f.where.page, f.evidence); }

// The campaign's severity; a reader that made a finding milder than its code had a reason to (damage that cost
// nothing).
Severity severity_in(const Campaign& campaign, const Finding& found) {
    const Severity asked = campaign.severity_of(found.code);
    return found.severity < default_severity(found.code) ? std::min(asked, found.severity) : asked;
}

bool is_unreadable(const Record& record) {
    auto lost = [](const FileRecord& f) { return f.outcome == Outcome::rejected || f.outcome == Outcome::failed; };
    return (!record.submission.package.empty() || !record.files.empty()) &&
           std::all_of(record.files.begin(), record.files.end(), lost);
}

} // namespace

void add_finding(Record& record, Finding found, const Campaign& campaign, const Messages& messages) {
    found.severity = severity_in(campaign, found);
    auto& list = record.findings;
    if (std::any_of(list.begin(), list.end(), [&](auto& r) { return identity(r.finding) == identity(found); })) return;
    const std::string message = messages.sentence(found, titles_of(campaign));
    const auto at = std::upper_bound(list.begin(), list.end(), rank(found),
                                     [](const auto& mine, const auto& other) { return mine < rank(other.finding); });
    list.insert(at, {std::move(found), message, {}});
}

void add_findings(Record& record, std::vector<Finding> found, const Campaign& campaign, const Messages& messages) {
    const auto is_less = [](const Finding* a, const Finding* b) { return identity(*a) < identity(*b); };
    std::set<const Finding*, decltype(is_less)> known(is_less);
    std::vector<RecordFinding> all = std::move(record.findings);
    for (const RecordFinding& there : all)
        known.insert(&there.finding);
    std::vector<Finding*> fresh;
    for (Finding& f : found) {
        f.severity = severity_in(campaign, f);
        if (known.insert(&f).second) fresh.push_back(&f);
    }
    const auto titles = titles_of(campaign);
    for (Finding* f : fresh) {
        const std::string message = messages.sentence(*f, titles);
        all.push_back({std::move(*f), message, {}});
    }
    std::vector<std::pair<decltype(rank(Finding())), RecordFinding*>> ranked;
    for (RecordFinding& f : all)
        ranked.emplace_back(rank(f.finding), &f);
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    record.findings = {};
    record.findings.reserve(ranked.size());
    for (auto& [place, f] : ranked)
        record.findings.push_back(std::move(*f));
}

void settle_verdict(Record& record) {
    auto any = [&](Severity severity) {
        return std::any_of(record.findings.begin(), record.findings.end(),
                           [&](const RecordFinding& f) { return f.finding.severity == severity && !f.decision; });
    };
    if (is_unreadable(record))
        record.verdict = Verdict::unreadable;
    else if (any(Severity::error))
        record.verdict = Verdict::deficient;
    else
        record.verdict = any(Severity::warning) ? Verdict::review : Verdict::complete;
}

std::string decision_basis(const Record& record, const Finding& f) {
    if (!f.evidence.empty()) return text::replace_all(f.evidence, "\n", " ");
    for (const auto& file : record.files)
        if (file.entry == f.where.entry && !file.sha256.empty()) return file.sha256;
    return f.slot.empty() ? f.field : f.slot;
}

int apply_decision(Record& record, const Decision& decision) {
    int count = 0;
    if (record.applicant.number != decision.number) return count;
    for (auto& f : record.findings) {
        if (f.finding.code != decision.code) continue;
        const auto bases = text::split(decision.evidence, '\n');
        const bool meant = decision.evidence.empty() ||
                           std::find(bases.begin(), bases.end(), decision_basis(record, f.finding)) != bases.end();
        (meant ? f.decision : f.outdated) = decision;
        if (!meant) continue;
        ++count;
    }
    settle_verdict(record);
    return count;
}

// Only when it came and whether it is stamped is asked of what a city sends for its applicants together.
static bool asks_of_covers(const Rule& rule) { return rule.name() == "timing" || rule.name() == "stamp"; }

Record judge(const Campaign& campaign, const Submission& submission, const Messages& messages) {
    Record record;
    record.submission = info_of(submission);
    record.files = files_of(submission);
    record.materials = classify(campaign, submission);
    const bool cover = submission.accompanies || is_cover(campaign, submission, record.materials);
    if (cover) keep_shared(campaign, record.materials);
    const PackageName name = name_of(campaign, submission);
    // A subject over several applicants' packages says nothing of any one of them.
    const PackageName subject = submission.one_of_several
                                    ? PackageName{}
                                    : parse_package_name(campaign.naming, plain_subject(submission.mail.subject));
    record.fields = read_fields(campaign, submission, record.materials, hints_of(name, subject));
    record.applicant = find_applicant(campaign, name, subject, record.fields);
    const auto names = applicant_names(record.applicant, name.part("company"), company_in(campaign, record.fields));
    judge_seals(campaign, submission, names, record.materials);
    sketch_texts(campaign, submission, record);
    sketch_pages(campaign, submission, record);

    std::vector<Finding> findings = submission.findings;
    const Case c{campaign, submission, record.materials, record.fields, record.applicant, name, subject};
    for (const Rule* rule : rules())
        if (!cover || asks_of_covers(*rule)) rule->check(c, findings);
    if (cover) {
        make_cover(campaign, record);
        record.sent_roster = listed_in(campaign, submission);
        if (const auto count = record.sent_roster.size(); count > 0)
            findings.push_back(finding("roster.found", {}, "", {{"count", std::to_string(count)}}));
    }
    add_findings(record, std::move(findings), campaign, messages);
    settle_verdict(record);
    return record;
}

} // namespace shenbao
