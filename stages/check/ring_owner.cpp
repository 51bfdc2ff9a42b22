#include "stages/check/ring_owner.h"

#include "pipeline/model/text.h"
#include "stages/check/witness.h"
#include "stages/fields/likeness.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <array>

namespace shenbao {
namespace {

using Texts = std::vector<std::string>;

// Measured on 107 rings of two independent sets of scans (150 to 300 dpi, in colour, grey, black and white,
// photographed), each against its own name and all others of its set. At most so far short of the readings' agreement,
// and found for so much, were 87 own names of 107 and 12 others of 3789, of the same town and trade; so far short and
// found for so little, none of the own and six to nine others of ten, by the set.
constexpr double short_of_own = 0.22, least_of_own = 0.4;
constexpr double short_of_other = 0.4, most_of_other = 0.4;
constexpr double agreed = 0.55, agreed_in_grey = 0.65, half_agreed = 0.4;
constexpr double read_alike = 0.9; // where all readings are one text: agreement says nothing, being sure does

// The separate readings; the ring's text alone where it was not recognised or read once.
Texts readings_of(const Text& ring) {
    Texts texts;
    for (const auto& reading : ring.readings)
        if (reading.by != "vote" && text::length(reading.text) >= 2) texts.push_back(reading.text);
    return texts.size() >= 2 ? texts : Texts{ring.text};
}

// How far the readings are alike; a single one is as good as its confidence.
double agreement_of(const Texts& texts, const Text& ring) {
    if (texts.size() < 2) return ring.confidence;
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t j = i + 1; j < texts.size(); ++j, ++pairs)
            sum += likeness_of(texts[i], texts[j]);
    return sum / pairs;
}

// Of readings that are alike: as sure as the least sure of them. A single one is as good as the ring's confidence.
double sureness_of(const Texts& texts, const Text& ring) {
    double least = texts.size() < 2 ? ring.confidence : 1;
    for (const auto& reading : ring.readings)
        if (texts.size() >= 2 && reading.by != "vote" && text::length(reading.text) >= 2)
            least = std::min(least, reading.confidence);
    return least;
}

// The share of a name's distinctive part that stands in a text.
double found_in(const std::string& text, const std::string& name) {
    const std::u32string word = likeness::folded(values::company_parts(name).core).chars;
    const auto length = static_cast<double>(word.size());
    const auto hit = likeness::find(likeness::folded(text).chars, word, length);
    return word.empty() || !hit ? 0 : 1 - hit->cost / length;
}

double found_in(const Texts& texts, const std::string& name) {
    double sum = 0;
    for (const auto& text : texts)
        sum += found_in(text, name);
    return sum / static_cast<double>(texts.size());
}

// A ring cut off, or read in part: its characters stand in the name, in order, and not those alone that all names end
// in.
bool is_part_of(const std::string& ring, const std::string& name) {
    const std::u32string small = text::to_u32(values::fold_company(ring)),
                         large = text::to_u32(values::fold_company(name)),
                         core = text::to_u32(values::fold_company(values::company_parts(name).core));
    std::size_t at = 0, distinctive = 0;
    for (std::size_t i = 0; i < large.size(); ++i)
        if (at < small.size() && small[at] == large[i]) ++at, distinctive += i < core.size();
    return distinctive >= 4 && at == small.size();
}

// An authority or an association may stamp a recommendation; no applicant is accused of it.
bool is_authority(const std::string& ring) {
    constexpr std::array<std::string_view, 10> endings = {"局",   "厅",   "委员会", "政府",   "办公室",
                                                          "协会", "学会", "促进会", "联合会", "管委会"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return ring.ends_with(e); });
}

// What stands round a name, dots and dashes of the ring's ornaments, dropped.
std::string bare(const std::string& reading) {
    std::u32string points = text::to_u32(reading);
    while (!points.empty() && !text::is_han(points.back()))
        points.pop_back();
    while (!points.empty() && !text::is_han(points.front()))
        points.erase(points.begin());
    return text::to_utf8(points);
}

// The ring bears a company's name, not an authority's and not rubbish: one of its readings ends as such names do.
bool names_company(const Texts& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const std::string& reading) {
        const std::string name = bare(reading);
        return text::length(name) >= 6 && !values::company_parts(name).ending.empty();
    });
}

} // namespace

RingOwner owner_of(const Text& ring, const std::vector<std::string>& names, bool coloured) {
    if (ring.text.empty() || names.empty()) return RingOwner::unread;
    const Texts texts = readings_of(ring);
    const double agreement = agreement_of(texts, ring);
    double found = 0;
    for (const auto& name : names) {
        if (is_part_of(ring.text, name)) return RingOwner::own;
        found = std::max(found, found_in(texts, name));
    }
    if (found >= agreement - short_of_own && found >= least_of_own) return RingOwner::own;
    if (is_authority(bare(ring.text))) return RingOwner::authority;
    const bool unlike = found <= most_of_other && found <= agreement - short_of_other;
    const bool one_text = std::all_of(texts.begin(), texts.end(), [&](const auto& t) { return t == texts.front(); });
    const bool clear =
        one_text ? sureness_of(texts, ring) >= read_alike : agreement >= (coloured ? agreed : agreed_in_grey);
    if (unlike && clear && names_company(texts)) return RingOwner::other;
    return agreement >= half_agreed && text::length(ring.text) >= 4 ? RingOwner::unsure : RingOwner::unread;
}

} // namespace shenbao
