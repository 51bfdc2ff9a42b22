#include "stages/check/seal_verdict.h"

#include "pipeline/model/text.h"
#include "stages/check/witness.h"
#include "stages/extract/pages.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>

namespace shenbao {
namespace {

using Owner = SealExamination::Owner;

// A seal surely seen, and a trace of one.
constexpr double seen = 0.5, trace = 0.25;
// A ring read well enough to be held against the applicant.
constexpr double ring_read = 0.6, ring_surely_read = 0.85;

bool on_pages(const MaterialRecord& record, int page) {
    return record.first_page == 0 ||
           (page >= record.first_page && page < record.first_page + std::max(1, record.pages));
}

std::vector<const Seal*> seals_of(const MaterialRecord& record, const Document& document) {
    std::vector<const Seal*> seals;
    for (const auto& seal : document.seals)
        if (on_pages(record, seal.page) && (seal.origin != Seal::Origin::ink || seal.confidence >= trace))
            seals.push_back(&seal);
    return seals;
}

double sureness(const Seal& seal) { return seal.origin == Seal::Origin::ink ? seal.confidence : 1; }

// What hides a seal that may be there; empty where its absence is sure.
std::string hidden_by(const MaterialRecord& record, const SubmittedFile& file, const std::vector<Finding>& found) {
    const auto looked_at = pages_to_recognise(file.document, Recognition::needed);
    std::string reason;
    for (const auto& page : file.document.pages) {
        if (!on_pages(record, page.number) || page.use == PictureUse::none) continue;
        const bool read = page.use == PictureUse::seals
                              ? std::find(looked_at.begin(), looked_at.end(), page.number) != looked_at.end()
                              : page.recognised;
        auto failed = [&](const Finding& f) {
            return f.where.entry == file.entry && f.where.page == page.number &&
                   (f.code.starts_with("document.") || f.code.starts_with("limit."));
        };
        if (!read || std::any_of(found.begin(), found.end(), failed)) return "reason.unread";
        if (!page.coloured) reason = "reason.grey";
    }
    return reason;
}

SealExamination without_seal(const MaterialRecord& record, const SubmittedFile& file,
                             const std::vector<Finding>& found) {
    SealExamination result;
    result.verdict.where.entry = file.entry;
    for (const auto& signature : file.document.signatures)
        if (signature.validity != "invalid" && on_pages(record, signature.page)) {
            result.verdict = {SealState::present, signature.signer, 1, {file.entry, signature.page, {}}};
            return result;
        }
    // Word documents keep pictures of their own, which nobody has looked at.
    const bool word = format_class(file.document.format) == "word";
    result.reason = file.document.pages.empty() || word ? "reason.unread" : hidden_by(record, file, found);
    result.verdict.state = result.reason.empty() ? SealState::absent : SealState::unclear;
    result.verdict.confidence = result.reason.empty() ? 0.9 : 0.5;
    return result;
}

// The words of an authority or an association: it may stamp a recommendation, and no applicant is accused of it.
bool is_authority(const std::string& owner) {
    constexpr std::array<std::string_view, 10> endings = {"局",   "厅",   "委员会", "政府",   "办公室",
                                                          "协会", "学会", "促进会", "联合会", "管委会"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return owner.ends_with(e); });
}

// What is left of two names without what they begin and end with alike.
std::pair<std::u32string, std::u32string> difference(std::u32string a, std::u32string b) {
    while (!a.empty() && !b.empty() && a.back() == b.back())
        a.pop_back(), b.pop_back();
    const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return {std::u32string(at.first, a.end()), std::u32string(at.second, b.end())};
}

// Names of the same place and kind are alike but for their middle: that decides, if it is long enough to.
bool differs_in_the_middle(const std::string& a, const std::string& b) {
    const auto [left, right] = difference(text::to_u32(values::fold_company(a)), text::to_u32(values::fold_company(b)));
    if (left.size() < 3 || right.size() < 3) return false;
    return likeness_of(text::to_utf8(left), text::to_utf8(right)) < 0.2;
}

// A ring cut off, or read in part: its characters stand in the name, in order.
bool is_part_of(const std::string& owner, const std::string& name) {
    const std::u32string small = text::to_u32(values::fold_company(owner)),
                         large = text::to_u32(values::fold_company(name));
    std::size_t at = 0;
    for (char32_t c : large)
        if (at < small.size() && small[at] == c) ++at;
    return small.size() >= 4 && at == small.size();
}

bool is_own(const std::string& owner, const std::vector<std::string>& names, bool surely) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        if (is_part_of(owner, name) || values::fold_company(owner) == values::fold_company(name)) return true;
        return likeness_of(owner, name) >= 0.6 && !(surely && differs_in_the_middle(owner, name));
    });
}

double nearest_likeness(const std::string& owner, const std::vector<std::string>& names) {
    double best = 0;
    for (const auto& name : names)
        best = std::max({best, likeness_of(owner, name),
                         likeness_of(values::company_parts(owner).core, values::company_parts(name).core)});
    return best;
}

// Of several seals: the applicant's own if it is there, else the one that says most.
const Seal& leading(const std::vector<const Seal*>& seals, const std::vector<std::string>& names) {
    auto worth = [&](const Seal* seal) {
        const Owner owner = owner_of(seal->owner, names);
        const int rank = owner == Owner::own ? 3 : owner == Owner::unread || owner == Owner::unsure ? 2 : 1;
        return std::tuple(sureness(*seal) >= seen, rank, sureness(*seal));
    };
    return **std::max_element(seals.begin(), seals.end(), [&](auto* a, auto* b) { return worth(a) < worth(b); });
}

} // namespace

Owner owner_of(const Text& owner, const std::vector<std::string>& names) {
    if (owner.text.empty() || names.empty()) return Owner::unread;
    const bool surely = owner.confidence >= ring_surely_read;
    if (is_own(owner.text, names, surely)) return Owner::own;
    for (const auto& reading : owner.readings)
        if (is_own(reading.text, names, false) && !surely) return Owner::own;
    if (is_authority(owner.text)) return Owner::unread;
    const bool company = values::is_company(owner.text) && text::length(owner.text) >= 6;
    const bool unlike = nearest_likeness(owner.text, names) < 0.5 || surely;
    if (company && unlike && owner.confidence >= ring_read) return Owner::other;
    return owner.confidence >= 0.4 && text::length(owner.text) >= 4 ? Owner::unsure : Owner::unread;
}

SealExamination examine_seals(const Material& material, const MaterialRecord& record, const SubmittedFile* file,
                              const std::vector<std::string>& names, const std::vector<Finding>& found) {
    SealExamination result;
    if (!material.stamped) return result;
    if (!file || file->document.format.empty()) {
        result.verdict.state = SealState::unclear;
        result.reason = "reason.unread";
        return result;
    }
    const auto seals = seals_of(record, file->document);
    if (seals.empty()) return without_seal(record, *file, found);
    const auto asked = material.seal_of == "applicant" ? names : std::vector<std::string>();
    const Seal& seal = leading(seals, asked);
    const bool sure = sureness(seal) >= seen;
    result.verdict = {sure ? SealState::present : SealState::unclear,
                      seal.owner.text,
                      sureness(seal),
                      {file->entry, seal.page, seal.box}};
    result.owner = sure ? owner_of(seal.owner, asked) : Owner::unread;
    if (!sure) result.reason = "reason.faint";
    return result;
}

std::vector<std::string> applicant_names(const Applicant& applicant, const std::string& package_company,
                                         const FieldRecord* company) {
    std::vector<std::string> names;
    auto add = [&](const std::string& name) {
        const bool known = std::find(names.begin(), names.end(), name) != names.end();
        if (!known && values::is_company(name)) names.push_back(name);
    };
    add(applicant.company);
    add(package_company);
    if (company)
        for (const auto& reading : company->readings)
            add(reading.value);
    return names;
}

} // namespace shenbao
