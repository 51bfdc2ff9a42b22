#include "stages/fields/judge.h"

#include "pipeline/model/text.h"
#include "stages/fields/compose_code.h"
#include "stages/fields/compose_name.h"
#include "stages/fields/likeness.h"
#include "stages/fields/mentioned.h"
#include "stages/fields/parse_text.h"
#include "stages/fields/trust.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cctype>

namespace shenbao::fields_detail {

namespace {

constexpr std::u32string_view address_marks = U"._-@";
constexpr std::size_t most_alternatives = 4; // kept of each document besides its best reading

// What one document says.
struct Witness {
    const Ink* ink = nullptr;
    Ballot ballot;
    std::string value; // its best option, or what was settled on
    double trust = 0;

    const Option* option(FieldType type, const std::string& key) const {
        for (const Option& o : ballot.options)
            if (key_of(type, o.value) == key) return &o;
        return nullptr;
    }
};

std::string letters_and_figures(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (const auto u = static_cast<unsigned char>(c); u < 0x80 && std::isalnum(u))
            out += static_cast<char>(std::tolower(u));
    return out;
}

class Judge {
  public:
    Judge(const Case& about, const std::vector<Ink>& inks) : about_(about), type_(about.field.type) {
        for (const Ink& ink : inks)
            hear(ink);
    }

    std::optional<FieldRecord> run() {
        if (witnesses_.empty()) return std::nullopt;
        settle();
        FieldRecord record;
        record.id = about_.field.id;
        record.value = value_;
        record.status = status_;
        record.confidence = trust_;
        record.readings = readings();
        return record;
    }

  private:
    bool is_address() const { return type_ == FieldType::email; }
    bool valid(const std::string& value) const { return values::is_valid(type_, value, about_.pattern); }

    Parser parser_for(const Ink& ink) const {
        ParseContext context{
            type_,         ink.digital, ink.shared, ink.unit.empty() ? about_.field.unit : ink.unit, about_.field.unit,
            about_.pattern};
        if (about_.year == 0 || ink.year != 0) return [context](std::string_view text) { return parse(text, context); };
        return [context, this](std::string_view text) {
            std::vector<Parsed> found;
            for (YearAmount& a : parse_series(text, context, about_.field.years))
                if (a.year == about_.year)
                    found.push_back({std::move(a.amount), a.ordered ? a.fitness * 0.6 : a.fitness});
            return found;
        };
    }

    // Without the readings whose alphabet cannot hold a value of the type, and without the remains of rules.
    Ink suited(const Ink& ink) const {
        Ink out = ink;
        if (!ink.digital)
            for (Reading& reading : out.readings)
                reading.text = without_rule_remains(reading.text);
        std::erase_if(out.readings, [&](const Reading& r) { return !trust::suits(r.by, type_); });
        return out.readings.empty() ? ink : out;
    }

    // A document is heard once: at its surest place that holds a well-formed value, else at its surest place.
    void hear(const Ink& ink) {
        if (about_.year != 0 && ink.year != 0 && ink.year != about_.year) return;
        const Ink heard = suited(ink);
        Ballot ballot = vote(
            heard, parser_for(ink), [this](const std::string& v) { return valid(v); }, true);
        if (type_ == FieldType::uscc && !ink.digital) compose_code(ballot, suited(ink));
        if (type_ == FieldType::person && !ink.digital) compose_name(ballot, ink, parser_for(ink));
        if (ballot.options.empty()) return;
        const double trust = trust::of_option(ballot, ballot.options.front(), heard, type_);
        Witness witness{&ink, std::move(ballot), {}, trust};
        witness.value = witness.ballot.options.front().value;
        for (Witness& known : witnesses_)
            if (known.ink->entry == ink.entry && known.ink->slot == ink.slot) {
                merge(known, std::move(witness));
                return;
            }
        witnesses_.push_back(std::move(witness));
    }

    // A second place in the same document: it takes over where the first holds nothing well formed, and else it agrees
    // or is kept as an alternative.
    void merge(Witness& known, Witness more) {
        const bool takes_over = !known.ballot.options.front().valid && more.ballot.options.front().valid;
        if (takes_over) std::swap(known, more);
        const std::string key = key_of(type_, more.value);
        const bool other_ink = known.ink->page != more.ink->page || known.ink->box != more.ink->box;
        if (key_of(type_, known.value) == key && trust::is_words(type_)) {
            known.trust = std::max(known.trust, more.trust);
        } else if (key_of(type_, known.value) == key) {
            const double both = 1 - (1 - known.trust) * (1 - more.trust) * 2;
            if (other_ink) known.trust = std::max(known.trust, std::min(trust::most_of_scan, both));
        } else if (!known.option(type_, key)) {
            Option other = more.ballot.options.front();
            other.share *= 0.5;
            known.ballot.options.push_back(std::move(other));
        }
    }

    // How many independent sources, other than `self`, have a value: documents, hints, mentions in digital text.
    int supporters(const Witness& self, const std::string& value, bool strict) const {
        const std::string key = key_of(type_, value);
        int count = 0;
        std::vector<std::string> entries = {self.ink->entry};
        for (const Witness& other : witnesses_) {
            if (&other == &self) continue;
            const Option* o = other.option(type_, key);
            const bool says = o && (key_of(type_, other.value) == key || (!strict && o->share >= trust::heard));
            if (!says || std::find(entries.begin(), entries.end(), other.ink->entry) != entries.end()) continue;
            entries.push_back(other.ink->entry);
            ++count;
        }
        const bool hinted = std::any_of(about_.hints.begin(), about_.hints.end(),
                                        [&](const std::string& hint) { return key_of(type_, hint) == key; });
        return count + (hinted || mentioned(value, true) ? 1 : 0) + (mentioned(value, false) ? 1 : 0);
    }

    // Whether a source that recognition has no part in has a value. Two scans in one typeface are misread alike.
    bool supported_without_ink(const std::string& value) const {
        const std::string key = key_of(type_, value);
        return std::any_of(witnesses_.begin(), witnesses_.end(),
                           [&](const Witness& w) { return w.ink->digital && key_of(type_, w.value) == key; }) ||
               std::any_of(about_.hints.begin(), about_.hints.end(),
                           [&](const std::string& hint) { return key_of(type_, hint) == key; }) ||
               mentioned(value, true) || mentioned(value, false);
    }

    // Whether the mail's words, or digital text of a file that is no witness itself, have the value.
    bool mentioned(const std::string& value, bool in_mail) const {
        const auto unheard = unheard_mentions();
        return std::any_of(unheard.begin(), unheard.end(), [&](const Mention* m) {
            return m->entry.empty() == in_mail && mentions_value(*m, type_, value);
        });
    }

    std::vector<const Mention*> unheard_mentions() const {
        std::vector<const Mention*> unheard;
        for (const Mention& m : about_.mentions)
            if (std::none_of(witnesses_.begin(), witnesses_.end(),
                             [&](const Witness& w) { return w.ink->entry == m.entry; }))
                unheard.push_back(&m);
        return unheard;
    }

    // The document that decides: the first that the field is to be read in, else any. A scan that is hardly legible
    // leaves it to the next that is in type, or has a code that checks.
    Witness& primary() {
        Witness* first = nullptr;
        for (Witness& w : witnesses_) {
            if (w.ink->witness) continue;
            if (!first) first = &w;
            if (first->ink->digital || first->trust >= trust::legible) return *first;
            const bool proved = type_ == FieldType::uscc && w.ballot.options.front().votes > 0;
            if ((w.ink->digital || proved) && valid(w.value)) return w;
        }
        return first ? *first : witnesses_.front();
    }

    void settle() {
        Witness& first = primary();
        decisive_ = &first;
        choose_option(first);
        if (!trust::firm(first.ballot, *first.ink)) take_from_elsewhere(first);
        if (!repaired_) be_outvoted(first);
        if (!repaired_) take_from_mention(first);
        value_ = first.value;
        trust_ = first.trust;
        for (Witness& other : witnesses_)
            if (&other != &first) reconcile(other);
        status_ = status_of(first);
    }

    // Of a scan's options, the one that other sources have as well; else the best.
    void choose_option(Witness& w) {
        if (w.ink->digital) return;
        const Option& front = w.ballot.options.front();
        const bool settled = trust::firm(w.ballot, *w.ink) && front.valid;
        for (const Option& o : w.ballot.options) {
            if (&o != &front && (settled || o.share < trust::heard / 2 || (front.valid && !o.valid))) continue;
            if (supporters(w, o.value, true) == 0) continue;
            w.value = o.value;
            if (&o != &front) w.trust = trust::of_option(w.ballot, o, *w.ink, type_);
            return;
        }
    }

    // A value of another source that is nearly what the ink says, where the ink is not sure of itself.
    void take_from_elsewhere(Witness& w) {
        if (supporters(w, w.value, true) > 0) return;
        if (type_ == FieldType::uscc && valid(w.value) && w.ballot.options.front().votes >= 2)
            return; // it proves itself
        const std::u32string own = likeness::folded(key_of(type_, w.value)).chars;
        const double most = is_address() ? trust::likest_address : trust::repair_distance(type_, own.size());
        const std::string* best = nullptr;
        double best_distance = most;
        bool from_document = false;
        const auto consider = [&](const std::string& value, bool document) {
            if (!valid(value)) return;
            const std::u32string other = likeness::folded(key_of(type_, value)).chars;
            const double d = likeness::distance(own, other, most, is_address() ? address_marks : U"");
            if (d <= best_distance && (!best || d < best_distance))
                best = &value, best_distance = d, from_document = document;
        };
        const double enough = trust::is_words(type_) ? trust::needed(type_) : 0.9;
        for (const Witness& other : witnesses_)
            if (&other != &w && (other.ink->digital || other.trust >= enough)) consider(other.value, true);
        for (const std::string& hint : about_.hints)
            consider(hint, false);
        if (!best || (type_ == FieldType::company &&
                      values::compare_companies(w.value, *best) == values::CompanyMatch::other_ending))
            return;
        repaired_ = true;
        repair_far_ =
            is_address() ? best_distance > trust::same_address
                         : best_distance > 1.4 && !from_document && best_distance > static_cast<double>(own.size()) / 6;
        w.value = *best;
        w.trust = std::max(0.5, 0.9 - 0.1 * best_distance);
    }

    // Ink of a scan, firm as it may be, gives way where it differs in one character from what two other sources have
    // alike: that a recogniser mistook the character is likelier than names so like one another. One source alone is
    // only the better guess.
    void be_outvoted(Witness& w) {
        if (w.ink->digital || supported_without_ink(w.value)) return;
        const std::u32string own = likeness::folded(key_of(type_, w.value)).chars;
        if (own.size() < 6) return;
        const auto is_near = [&](const std::string& value) {
            const std::u32string other = likeness::folded(key_of(type_, value)).chars;
            const double most = is_address() ? trust::same_address : 1;
            return other.size() == own.size() && likeness::distance(own, other, most) <= most;
        };
        std::vector<std::string> others = about_.hints;
        for (const Witness& other : witnesses_)
            if (other.ink->digital) others.push_back(other.value);
        for (const std::string& value : others) {
            if (!valid(value) || !is_near(value)) continue;
            repaired_ = true;
            repair_far_ = supporters(w, value, true) < 2;
            w.value = value;
            w.trust = repair_far_ ? 0.6 : 0.85;
            return;
        }
    }

    // A name or title that is one character off what a file has in type: that the recogniser mistook the character is
    // likelier than two names so like one another. Where it was sure of it, that is only the better guess.
    void take_from_mention(Witness& w) {
        if (w.ink->digital || !trust::is_words(type_) || supported_without_ink(w.value)) return;
        const std::string near = one_off(unheard_mentions(), w.value);
        if (near.empty() || !valid(near)) return;
        repaired_ = true;
        repair_far_ = w.trust >= trust::needed(type_);
        w.value = near;
        w.trust = repair_far_ ? 0.6 : 0.85;
    }

    // Another document that may say the same, does: only what its readings hold firmly is a disagreement.
    void reconcile(Witness& w) {
        const std::string key = key_of(type_, value_);
        if (w.ink->digital || key_of(type_, w.value) == key) return;
        if (const Option* o = w.option(type_, key); o && o->share >= trust::heard) {
            w.value = value_;
            w.trust = std::max(0.3, o->share);
            return;
        }
        const std::u32string own = likeness::folded(key_of(type_, w.value)).chars;
        const double most = trust::repair_distance(type_, own.size());
        if (!trust::firm(w.ballot, *w.ink) && likeness::distance(own, likeness::folded(key).chars, most) <= most) {
            w.value = value_;
            w.trust = 0.3;
        }
    }

    FieldStatus status_of(const Witness& w) {
        const int support = supporters(w, value_, true);
        const bool well_formed = valid(value_);
        if (w.ink->ordered && support == 0) return doubt();
        if (w.ink->digital)
            return sure(support > 0 || (type_ == FieldType::uscc && well_formed) ? FieldStatus::confirmed
                                                                                 : FieldStatus::read);
        if (repaired_) return repair_far_ ? doubt() : sure(FieldStatus::read);
        if (supported_without_ink(value_)) return sure(FieldStatus::confirmed);
        if (contradicted(w)) return doubt();
        const Option* o = w.option(type_, key_of(type_, value_));
        if (type_ == FieldType::uscc) return code_status(w, o, well_formed);
        return well_formed ? scan_status(w, o) : doubt();
    }

    // What scans alone say: one that is sure of it is believed, two are proof.
    FieldStatus scan_status(const Witness& w, const Option* o) {
        const bool words = trust::is_words(type_);
        const double enough = words ? trust::needed(type_) : trust::legible;
        int sure_of_it = trust_of(w) >= enough ? 1 : 0, others = 0;
        for (const Witness* other : agreeing_scans(w))
            ++others, sure_of_it += trust_of(*other) >= enough ? 1 : 0;
        if (sure_of_it >= 2) return sure(FieldStatus::confirmed);
        if (!words && others > 0) return sure(FieldStatus::read);
        if (o && trust::has_rival(w.ballot, *o, type_)) return doubt();
        if (type_ == FieldType::email && !borne_out(w)) return doubt();
        const bool usual =
            trust::is_usual(type_, value_) || (type_ == FieldType::person && trust_of(w) >= trust::unusual);
        const bool believed = words ? sure_of_it == 1 : trust_ >= trust::needed(type_);
        return believed && usual ? sure(FieldStatus::read) : doubt();
    }

    // Whether a model that knows Chinese characters sees the same letters and figures as the one for Latin letters that
    // decided: readings of one model are mistaken alike, and of a mail address nothing else tells a mistake.
    bool borne_out(const Witness& w) const {
        const std::string own = letters_and_figures(value_);
        return std::any_of(w.ink->readings.begin(), w.ink->readings.end(), [&](const Reading& reading) {
            return trust::is_of_chinese_model(reading.by) &&
                   letters_and_figures(reading.text).find(own) != std::string::npos;
        });
    }

    // How far the ink of a scan by itself can be trusted to say what was settled on.
    double trust_of(const Witness& w) const {
        const Option* o = w.option(type_, key_of(type_, value_));
        return o ? std::max(trust::of_option(w.ballot, *o, *w.ink, type_), o == &w.ballot.options.front() ? w.trust : 0)
                 : 0;
    }

    // Other scans that have by themselves what was settled on.
    std::vector<const Witness*> agreeing_scans(const Witness& self) const {
        std::vector<const Witness*> found;
        const std::string key = key_of(type_, value_);
        for (const Witness& w : witnesses_)
            if (&w != &self && !w.ink->digital && w.ink->entry != self.ink->entry &&
                key_of(type_, w.ballot.options.front().value) == key)
                found.push_back(&w);
        return found;
    }

    // A document in type says otherwise, or another has a code that checks where this one's does not: then recognition
    // alone is not enough.
    bool contradicted(const Witness& w) const {
        return std::any_of(witnesses_.begin(), witnesses_.end(), [&](const Witness& other) {
            const bool proved = type_ == FieldType::uscc && !valid(value_);
            return &other != &w && (other.ink->digital || proved) && !other.ink->ordered && valid(other.value) &&
                   key_of(type_, other.value) != key_of(type_, value_);
        });
    }

    // A check digit proves what several readings have, of one scan or of two; a code that fails it is what stands there
    // if all readings of the scan have it.
    FieldStatus code_status(const Witness& w, const Option* o, bool well_formed) {
        if (well_formed) {
            if ((o && o->votes >= 2) || supporters(w, value_, true) > 0) return sure(FieldStatus::confirmed);
            if (!o || (o->votes != 1 && o->share < 0.3)) return doubt();
            return nearly_read_elsewhere(w) ? doubt() : sure(FieldStatus::read);
        }
        const bool other_valid =
            std::any_of(w.ballot.options.begin(), w.ballot.options.end(), [](const Option& x) { return x.valid; });
        if (trust::firm(w.ballot, *w.ink) && !other_valid && values::is_uscc_shaped(value_))
            return sure(FieldStatus::read);
        return doubt();
    }

    // Another scan has a code that differs in a character or two and does not check. Then one reading that checks may
    // do so by chance, and what is wrong on paper would be mended here.
    bool nearly_read_elsewhere(const Witness& self) const {
        constexpr double near = 2;
        const std::u32string own = text::to_u32(value_);
        return std::any_of(witnesses_.begin(), witnesses_.end(), [&](const Witness& w) {
            if (&w == &self || w.ink->digital || w.ink->entry == self.ink->entry) return false;
            return std::any_of(w.ballot.options.begin(), w.ballot.options.end(), [&](const Option& o) {
                return !o.composed && o.value != value_ && o.share >= trust::heard && values::is_uscc_shaped(o.value) &&
                       likeness::distance(own, text::to_u32(o.value), near) <= near;
            });
        });
    }

    FieldStatus sure(FieldStatus status) {
        trust_ = std::max(trust_, status == FieldStatus::confirmed ? 0.97 : trust::read);
        return status;
    }
    FieldStatus doubt() {
        trust_ = std::min(trust_, trust::read - 0.01);
        return FieldStatus::uncertain;
    }

    FieldReading reading(const Witness& w, const std::string& value, double confidence) const {
        FieldReading r;
        r.value = value;
        r.entry = w.ink->entry;
        r.page = w.ink->page;
        r.box = w.ink->box;
        r.confidence = confidence;
        return r;
    }

    std::vector<FieldReading> readings() {
        std::vector<FieldReading> all;
        const Witness& first = *decisive_;
        all.push_back(reading(first, value_, trust_));
        for (const Witness& w : witnesses_)
            if (&w != &first) all.push_back(reading(w, w.value, w.trust));
        for (const Witness& w : witnesses_) {
            std::size_t kept = 0;
            for (const Option& o : w.ballot.options) {
                if (o.value == w.value || o.composed || kept >= most_alternatives) continue;
                all.push_back(reading(w, o.value, std::min(0.49, o.share)));
                ++kept;
            }
        }
        return all;
    }

    const Case& about_;
    FieldType type_;
    std::vector<Witness> witnesses_;
    const Witness* decisive_ = nullptr;
    std::string value_;
    double trust_ = 0;
    FieldStatus status_ = FieldStatus::read;
    bool repaired_ = false, repair_far_ = false;
};

} // namespace

std::optional<FieldRecord> judge(const Case& about, const std::vector<Ink>& inks) { return Judge(about, inks).run(); }

} // namespace shenbao::fields_detail
