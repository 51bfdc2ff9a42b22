#include "stages/fields/trust.h"

#include "pipeline/model/person_name.h"
#include "pipeline/model/text.h"
#include "stages/fields/likeness.h"

#include <algorithm>
#include <cctype>

namespace shenbao::fields_detail::trust {

namespace {

// A form that wrong readings seldom have by chance.
bool self_proving(FieldType type) { return type == FieldType::uscc; }

bool has_form(FieldType type) {
    return type == FieldType::uscc || type == FieldType::phone || type == FieldType::mobile ||
           type == FieldType::email || type == FieldType::date || type == FieldType::number ||
           type == FieldType::company || type == FieldType::person;
}

} // namespace

double of_option(const Ballot& ballot, const Option& option, const Ink& ink, FieldType type) {
    if (ink.digital) return option.valid ? digital : 0.9;
    const bool best = !ballot.options.empty() && ballot.options.front().value == option.value;
    double p = 0;
    if (self_proving(type) && option.valid)
        p = option.votes >= 2 ? most_of_scan
            : option.votes == 1
                ? 0.9
                : 0.6 + 0.25 * std::min(1.0, option.share * 1.5); // put together: to check may be chance
    else if (option.chosen)
        p = 0.75 * option.confidence + 0.25 * std::min(1.0, option.share);
    else
        p = 0.6 * option.share + 0.4 * option.confidence * std::min(1.0, 0.5 + 0.25 * option.votes);
    // Several ways of reading that come to the same well-formed value are more than what each is sure of.
    if (has_form(type) && type != FieldType::company && type != FieldType::person && option.valid &&
        ink.readings.size() > 1)
        p = std::max(p, 0.6 * std::min(1.0, option.share) + 0.35 * std::min(1.0, option.votes / 5.0));
    // An address's at sign is doubted by most ways of reading, and by its form it must be one.
    if (type == FieldType::email && option.valid && ballot.agreement >= 0.85 && option.share >= 0.55 &&
        option.votes >= 3)
        p = std::max(p, read + 0.02);
    if (is_words(type)) p = std::min(option.chosen ? 0.35 + option.share : p, option.least);
    if (has_form(type) && !option.valid) p *= self_proving(type) ? 0.95 : 0.6;
    // One reading alone, in which a figure is easily mistaken and a point lost, has no other to bear it out.
    if (!is_words(type) && !self_proving(type) && ink.readings.size() == 1 && option.votes == 1)
        p = std::min(p, 2 * option.least - 1);
    if (!best) p = std::min(p, 0.5);
    return std::clamp(p - 0.05 * ink.label_cost, 0.01, most_of_scan);
}

double needed(FieldType type) {
    // Of what documents in four mailboxes of scans, of seventeen kinds, say by themselves, this passes 451 values of
    // the 650 that are right and 5 of the 298 that are wrong ("李生" for "孪生", "泰敏秀" for "秦敏秀").
    switch (type) {
    case FieldType::company:
        return 0.96;
    case FieldType::text:
    case FieldType::address:
        return 0.95;
    case FieldType::person:
        return 0.93;
    default:
        return read;
    }
}

bool is_words(FieldType type) {
    return type == FieldType::company || type == FieldType::text || type == FieldType::person ||
           type == FieldType::address;
}

namespace {

// Figures that letters are taken for stand before none, and no capital after small letters: "2gs" is "zgs", "yemA210"
// is "yem_4210", and "abc123" what it is.
bool has_usual_local_part(std::string_view address) {
    const std::string_view local = address.substr(0, address.find('@'));
    for (std::size_t i = 0; i + 1 < local.size(); ++i) {
        const auto a = static_cast<unsigned char>(local[i]), b = static_cast<unsigned char>(local[i + 1]);
        if ((std::isdigit(a) && std::isalpha(b)) || (std::islower(a) && std::isupper(b))) return false;
    }
    return true;
}

// Characters, figures and letters, and the few marks that addresses have: no strokes of rules, no brackets for a 1.
bool has_usual_marks(std::string_view address) {
    constexpr std::u32string_view marks = U"-—#()（）、，,.·/ ";
    const std::u32string points = text::to_u32(address);
    return std::all_of(points.begin(), points.end(), [&](char32_t c) {
        const bool latin = c < 0x80 && std::isalnum(static_cast<unsigned char>(c));
        return latin || text::is_han(c) || marks.find(c) != std::u32string_view::npos;
    });
}

// One text is the other with one character more, wherever it stands.
bool lacks_one(const std::u32string& shorter, const std::u32string& longer) {
    if (longer.size() != shorter.size() + 1) return false;
    const auto differ = std::mismatch(shorter.begin(), shorter.end(), longer.begin());
    return std::equal(differ.first, shorter.end(), differ.second + 1);
}

// Letters that look like one other when they stand side by side, made that one: "vv" is "w" with a seam.
std::u32string without_seams(std::u32string text) {
    constexpr std::pair<std::u32string_view, char32_t> pairs[] = {{U"vv", U'w'}, {U"rn", U'm'}, {U"cl", U'd'}};
    for (char32_t& c : text)
        if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    for (const auto& [two, one] : pairs)
        for (auto at = text.find(two); at != text.npos; at = text.find(two, at + 1))
            text.replace(at, 2, 1, one);
    return text;
}

bool is_mark(char32_t c) { return c == U'.' || c == U'_' || c == U'-'; }

// Marks that stand by themselves: one beside another is a speck.
std::ptrdiff_t marks_in(const std::u32string& address) {
    std::ptrdiff_t count = 0;
    for (std::size_t i = 0; i < address.size(); ++i)
        count += is_mark(address[i]) && (i + 1 == address.size() || !is_mark(address[i + 1]));
    return count;
}

// Another mail address that the ink may be: a reading saw a mark more, which are rather lost than made up, or saw two
// letters where this one saw one.
bool is_address_rival(const std::string& own, const std::string& other) {
    constexpr double near = 3;
    const std::u32string a = text::to_u32(own), b = text::to_u32(other);
    if (marks_in(b) > marks_in(a) && likeness::distance(a, b, near) <= near) return true;
    const std::u32string one = without_seams(a.substr(0, a.find(U'@'))), two = without_seams(b.substr(0, b.find(U'@')));
    return one == two && text::fold(own.substr(0, own.find('@'))) != text::fold(other.substr(0, other.find('@')));
}

} // namespace

bool is_usual(FieldType type, std::string_view value) {
    if (type == FieldType::person) return person_name::has_family_name(value) && person_name::has_usual_given_name(value);
    if (type == FieldType::address) return has_usual_marks(value);
    return type != FieldType::email || has_usual_local_part(value);
}

bool has_rival(const Ballot& ballot, const Option& option, FieldType type) {
    const std::u32string own = likeness::folded(option.value).chars;
    if (type == FieldType::email && std::any_of(ballot.options.begin(), ballot.options.end(), [&](const Option& o) {
            return &o != &option && o.valid && !o.composed && o.share >= heard &&
                   is_address_rival(option.value, o.value);
        }))
        return true;
    if (option.share >= 0.8) return false;
    return std::any_of(ballot.options.begin(), ballot.options.end(), [&](const Option& o) {
        if (&o == &option || !o.valid || o.composed || o.confidence < 0.9) return false;
        const std::u32string other = likeness::folded(o.value).chars;
        if (other.size() > own.size()) return other.ends_with(own) || (is_words(type) && lacks_one(own, other));
        // Of a mail address any character may be any other, and nothing else tells which it is.
        const double near = type == FieldType::email ? 1 : 0.9;
        return !is_words(type) && other != own && other.size() == own.size() &&
               likeness::distance(own, other, near) <= near;
    });
}

bool suits(std::string_view by, FieldType type) {
    const auto has = [&](std::string_view part) { return by.find(part) != std::string_view::npos; };
    const bool words = type == FieldType::text || type == FieldType::address || type == FieldType::company ||
                       type == FieldType::person;
    if (has("/names")) return false; // see compose_name
    if (words) return !has("/digits") && !has("/code") && !has("/mail") && !has("/figures") && !by.starts_with("eng/");
    if (type == FieldType::email) return !has("/digits") && !has("/code") && !has("/figures");
    if (type == FieldType::uscc) return !has("/digits") && !has("/figures") && !has("/mail");
    return !has("/mail");
}

bool is_of_chinese_model(std::string_view by) { return by.starts_with("chi_sim") || by.starts_with("HanS"); }

bool firm(const Ballot& ballot, const Ink& ink) {
    if (ballot.options.empty()) return false;
    if (ink.digital) return true;
    const Option& best = ballot.options.front();
    // A line that is read with certainty at once is not read again.
    if (best.chosen && best.share >= 0.9 && best.confidence >= 0.97) return true;
    return best.votes >= 2 && best.share >= 0.6 && best.confidence >= 0.8;
}

double repair_distance(FieldType type, std::size_t length) {
    switch (type) {
    case FieldType::company:
    case FieldType::text:
    case FieldType::address:
        return std::max(1.0, static_cast<double>(length) / 5);
    case FieldType::uscc:
        return 2.4;
    case FieldType::email:
    case FieldType::phone:
    case FieldType::mobile:
    case FieldType::money:
    case FieldType::money_series:
    case FieldType::number:
    case FieldType::date:
        return 1.4;
    case FieldType::person:
        return 1;
    }
    return 1;
}

} // namespace shenbao::fields_detail::trust
