#include "stages/check/seal_verdict.h"

#include "stages/check/legible.h"
#include "stages/extract/pages.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace shenbao {
namespace {

// A seal surely seen, by its colour or by its shape alone, and a trace of one. Frames without colour may be anything
// square, but for the name in them.
constexpr double seen_in_colour = 0.5, seen_by_shape = 0.65, seen_by_name = 0.4, trace = 0.25;
// What is less sure than the surest seal by more than this is something else that looked like one.
constexpr double near_the_surest = 0.15;

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

// At the head of a page, where no seal is asked for, stand firms' emblems.
constexpr double head_ends = 0.15;

bool may_be_emblem(const Seal& seal) { return seal.origin == Seal::Origin::ink && seal.box.bottom < head_ends; }

// Whose a seal is by its words. A square one is a person's as a rule, or has its characters in an order of its own: it
// may be the applicant's, and never tells of another company.
RingOwner told_by(const Seal& seal, const std::vector<std::string>& names) {
    const RingOwner owner = owner_of(seal.owner, names, seal.coloured);
    return owner == RingOwner::other && seal.shape == Seal::Shape::square ? RingOwner::unsure : owner;
}

bool is_known(RingOwner owner) { return owner == RingOwner::own || owner == RingOwner::authority; }

bool is_seen(const Seal& seal, RingOwner owner) {
    if (may_be_emblem(seal) && !is_known(owner)) return false;
    const bool named = seal.shape == Seal::Shape::square && owner == RingOwner::own;
    return sureness(seal) >= (seal.coloured ? seen_in_colour : named ? seen_by_name : seen_by_shape);
}

// Whose a seal in ink is, where that was asked: never nothing at all, for its words say it to those who look.
RingOwner owner_on(const Seal& seal, const std::vector<std::string>& names) {
    const RingOwner owner = told_by(seal, names);
    const bool stamped = seal.origin == Seal::Origin::ink && !names.empty();
    return owner == RingOwner::unread && stamped ? RingOwner::unsure : owner;
}

// What hides a seal that may be there; empty where its absence is sure.
std::string hidden_by(const MaterialRecord& record, const SubmittedFile& file, const std::vector<Finding>& found) {
    const auto looked_at = pages_to_recognise(file.document, Recognition::needed);
    std::string reason;
    bool any_legible = false;
    for (const auto& page : file.document.pages) {
        if (!on_pages(record, page.number)) continue;
        const bool legible = is_legible(file.document, page);
        any_legible = any_legible || legible;
        if (page.use == PictureUse::none && !page.recognised) continue;
        const bool read = page.use == PictureUse::seals
                              ? std::find(looked_at.begin(), looked_at.end(), page.number) != looked_at.end()
                              : page.recognised;
        auto failed = [&](const Finding& f) {
            return f.where.entry == file.entry && f.where.page == page.number &&
                   (f.code.starts_with("document.") || f.code.starts_with("limit."));
        };
        const bool garbled = !legible && !is_wordless(file.document, page);
        if (!read || garbled || std::any_of(found.begin(), found.end(), failed)) return "reason.unread";
        if (!page.coloured) reason = "reason.grey";
    }
    return any_legible ? reason : "reason.unread"; // nothing was read of it: neither was a seal
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
    // Word documents keep pictures of their own, which nobody has looked at; of a damaged file, a part was never seen.
    const bool word = format_class(file.document.format) == "word", damaged = file.outcome != Outcome::ok;
    const bool unseen = file.document.pages.empty() || word || damaged;
    result.reason = unseen ? "reason.unread" : hidden_by(record, file, found);
    result.verdict.state = result.reason.empty() ? SealState::absent : SealState::unclear;
    result.verdict.confidence = result.reason.empty() ? 0.9 : 0.5;
    return result;
}

// Of several seals: the applicant's own if it is there, else the one that accuses least. A square one of nobody known,
// which a person puts beside the company's, says nothing of whose that is.
const Seal& leading(const std::vector<const Seal*>& seals, const std::vector<std::string>& names) {
    double surest = 0;
    for (const Seal* seal : seals)
        surest = std::max(surest, sureness(*seal));
    auto worth = [&](const Seal* seal) {
        constexpr std::array ranks = {1, 4, 2, 0, 3}; // unread, own, unsure, other, authority
        const RingOwner owner = told_by(*seal, names);
        const bool aside = seal->shape == Seal::Shape::square && !is_known(owner);
        return std::tuple(sureness(*seal) >= surest - near_the_surest,
                          aside ? -1 : ranks[static_cast<std::size_t>(owner)], sureness(*seal));
    };
    return **std::max_element(seals.begin(), seals.end(), [&](auto* a, auto* b) { return worth(a) < worth(b); });
}

} // namespace

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
    const RingOwner told = told_by(seal, asked);
    const bool sure = is_seen(seal, told);
    result.verdict = {sure ? SealState::present : SealState::unclear,
                      told == RingOwner::unread && !asked.empty() ? "" : seal.owner.text,
                      sureness(seal),
                      {file->entry, seal.page, seal.box}};
    result.owner = sure ? owner_on(seal, asked) : RingOwner::unread;
    // A ring is told by its likeness to a known name; then that name is its reading, and not the mistakes in it.
    if (result.owner == RingOwner::own)
        result.verdict.owner = *std::find_if(asked.begin(), asked.end(), [&](const std::string& name) {
            return owner_of(seal.owner, {name}) == RingOwner::own || name == asked.back();
        });
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
