#include "extractors/archive/unpacking.h"

#include <algorithm>

namespace shenbao::archive {
namespace {

// Below this much, a high ratio is no bomb but a blank form.
constexpr std::uint64_t ratio_from = std::uint64_t{64} << 20;
// Entries whose damage is told one by one even where all are damaged.
constexpr std::size_t most_told_apart = 100;
// Between two signs of life.
constexpr std::uint64_t tell_every = std::uint64_t{8} << 20;

} // namespace

std::vector<Stretch> volumes_of(const Input& input) {
    std::vector<Stretch> volumes{Stretch(input.bytes)};
    for (const Input& volume : input.volumes)
        volumes.emplace_back(volume.bytes);
    return volumes;
}

Stretch whole(const Input& input) {
    Stretch bytes(input.bytes);
    for (const Input& volume : input.volumes)
        bytes.append(volume.bytes);
    return bytes;
}

bool is_program(std::string_view head) {
    constexpr std::string_view elf("\x7f"
                                   "ELF");
    return head.starts_with("MZ") || head.starts_with(elf) || head.starts_with("#!");
}

bool is_cut_by_size(std::string_view name) {
    const std::string ending = ending_of(name);
    return ending.size() == 3 && ending.find_first_not_of("0123456789") == ending.npos;
}

void Budget::spend(std::uint64_t bytes) {
    produced_ += bytes;
    if (produced_ > limits_.package_bytes) throw ItemError("limit.bytes", std::to_string(limits_.package_bytes));
    if (produced_ > ratio_from && static_cast<double>(produced_) > limits_.ratio * static_cast<double>(packed_))
        throw ItemError("limit.ratio", std::to_string(packed_) + " -> " + std::to_string(produced_));
}

EntryWriter::EntryWriter(Budget& budget, Sink& sink, std::string_view name)
    : budget_(budget), sink_(sink), name_(name) {
    sink_.progress(name_);
    sink_.begin();
}

void EntryWriter::write(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;
    budget_.spend(bytes.size());
    sink_.write(bytes);
    sum_ = crc32(sum_, bytes);
    bytes_ += bytes.size();
    if (bytes_ - told_ < tell_every) return;
    told_ = bytes_;
    sink_.progress(name_);
}

void EntryWriter::restart() {
    sink_.begin();
    bytes_ = told_ = 0;
    sum_ = 0;
}

Unpacking::Unpacking(const Input& input, const ReadOptions& options, Sink& sink, std::string format)
    : options_(options), sink_(sink), budget_(options.limits, whole(input).size()) {
    facts_.format = std::move(format);
    facts_.names_encoding = "UTF-8";
}

void Unpacking::name_by(const std::vector<RawName>& names) {
    facts_.names_encoding = encoding_of(names);
    names_ = NameBook(facts_.names_encoding);
    if (facts_.names_encoding == "UTF-8") return;
    auto foreign = std::find_if(names.begin(), names.end(), [](const RawName& name) {
        return !name.unicode && std::any_of(name.bytes.begin(), name.bytes.end(), [](char c) { return c & 0x80; });
    });
    report("naming.encoding", foreign == names.end() ? "" : shown(*foreign, facts_.names_encoding),
           {{"encoding", facts_.names_encoding}});
}

bool Unpacking::list(const RawName& name) {
    if (facts_.entries.size() >= options_.limits.package_entries) {
        if (!reported("limit.entries")) report("limit.entries", std::to_string(options_.limits.package_entries));
        return false;
    }
    const SafeName safe = names_.take(name);
    Entry entry{.name = safe.name, .outcome = Outcome::rejected};
    if (!safe.reasons.empty()) entry.findings.push_back(NameBook::warning(safe));
    facts_.entries.push_back(std::move(entry));
    return true;
}

void Unpacking::refuse(std::size_t entry, const Ending& why) {
    facts_.entries[entry].outcome = Outcome::rejected;
    facts_.entries[entry].findings.push_back(finding(why.code, {}, why.evidence));
    if (why.code == "archive.encrypted") facts_.encrypted = true;
}

void Unpacking::refuse_link(std::size_t entry, std::string_view target) {
    Entry& link = facts_.entries[entry];
    std::string seen = link.name;
    if (!target.empty()) seen += " -> " + shown({std::string(target), true}, facts_.names_encoding);
    link.outcome = Outcome::rejected;
    link.findings.push_back(finding("archive.unsafe_name", {}, seen, {{"reason", "link"}, {"name", link.name}}));
}

bool Unpacking::read(std::size_t index, const std::function<Ending(EntryWriter&)>& decode) {
    Entry& entry = facts_.entries[index];
    const Outcome outcome = isolate({}, findings_, [&] {
        EntryWriter writer(budget_, sink_, entry.name);
        const Ending ending = decode(writer);
        settle(entry, writer, ending);
    });
    return outcome == Outcome::ok;
}

void Unpacking::settle(Entry& entry, const EntryWriter& written, const Ending& ending) {
    if (!ending.whole()) {
        entry.findings.push_back(finding(ending.code, {}, ending.evidence));
        if (ending.code == "archive.encrypted") facts_.encrypted = true;
        // Bytes that a reader could not make sense of are no content, however many came out.
        const bool unread = ending.code == "archive.encrypted" || ending.code == "archive.unsupported";
        if (unread || written.bytes() == 0) return;
    }
    entry.bytes = written.bytes();
    entry.sha256 = sink_.end();
    entry.outcome = ending.whole() ? Outcome::ok : Outcome::partial;
}

void Unpacking::copy(std::size_t index, std::size_t of) {
    Entry& entry = facts_.entries[index];
    const Entry& original = facts_.entries[of];
    entry.bytes = original.bytes;
    entry.sha256 = original.sha256;
    entry.outcome = original.outcome;
    for (const Finding& found : original.findings)
        if (found.code != "archive.unsafe_name") entry.findings.push_back(found);
}

void Unpacking::report(const char* code, std::string evidence, std::map<std::string, std::string> args) {
    findings_.push_back(finding(code, {}, std::move(evidence), std::move(args)));
}

void Unpacking::report(const Ending& ending) {
    if (ending.code == "archive.encrypted") facts_.encrypted = true;
    report(finding(ending.code, {}, ending.evidence));
}

bool Unpacking::reported(std::string_view code) const {
    return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& f) { return f.code == code; });
}

// Where (nearly) every entry ends for the same reason, it is the archive's: one finding, not one an entry.
void Unpacking::lift(std::string_view code, std::size_t least) {
    auto find_in = [&](Entry& entry) {
        return std::find_if(entry.findings.begin(), entry.findings.end(),
                            [&](const Finding& f) { return f.code == code; });
    };
    const auto count = std::count_if(facts_.entries.begin(), facts_.entries.end(),
                                     [&](Entry& entry) { return find_in(entry) != entry.findings.end(); });
    if (count == 0 || static_cast<std::size_t>(count) < least) return;
    Finding first;
    for (Entry& entry : facts_.entries) {
        auto at = find_in(entry);
        if (at == entry.findings.end()) continue;
        if (first.code.empty()) first = *at;
        entry.findings.erase(at);
    }
    if (!reported(code)) report(first);
}

Outcome Unpacking::outcome() const {
    auto ended = [&](Outcome outcome) {
        return std::count_if(facts_.entries.begin(), facts_.entries.end(),
                             [&](const Entry& e) { return e.outcome == outcome; });
    };
    const auto all = static_cast<std::ptrdiff_t>(facts_.entries.size());
    if (ended(Outcome::rejected) == all) return Outcome::rejected;
    const bool hurt =
        std::any_of(findings_.begin(), findings_.end(), [](const Finding& f) { return f.severity == Severity::error; });
    return ended(Outcome::ok) < all || hurt ? Outcome::partial : Outcome::ok;
}

Facts Unpacking::finish() {
    const std::size_t all = facts_.entries.size();
    lift("archive.encrypted", all);
    lift("archive.unsupported", all);
    // Thousands of entries may be damaged in one way: that is one thing to tell.
    if (all > most_told_apart)
        for (const char* code : {"archive.damaged", "archive.truncated", "archive.volume_missing"})
            lift(code, all - all / 10);
    if (facts_.entries.empty() && findings_.empty()) report("archive.empty");
    Facts facts;
    facts.outcome = outcome();
    facts.findings = std::move(findings_);
    facts.body = std::move(facts_);
    return facts;
}

} // namespace shenbao::archive
