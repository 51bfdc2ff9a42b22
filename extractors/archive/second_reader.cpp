#include "extractors/archive/second_reader.h"

#include "extractors/archive/rar_headers.h"
#include "extractors/archive/unar_listing.h"
#include "extractors/archive/unpacking.h"
#include "extractors/archive/zip_directory.h"

#include <algorithm>
#include <memory>

namespace shenbao {
namespace archive {
namespace {

constexpr std::size_t listing_cap = std::size_t{256} << 20;
constexpr std::size_t most_passwords = 16;
// After so many entries that no password opens, none is tried on the rest.
constexpr int most_locked = 3;

// Names as our own readers of the headers see them, folders too: they know which bytes stood there, lsar only what it
// made of them. Empty where headers are hidden, or of a format whose names are Unicode anyway.
std::vector<std::pair<RawName, std::uint64_t>> own_names(const Input& input, const std::string& format,
                                                         std::size_t most) {
    std::vector<std::pair<RawName, std::uint64_t>> names;
    if (format == "rar4")
        for (const RarFile& file : read_rar_listing(volumes_of(input), most).files)
            names.emplace_back(file.name, file.size);
    if (format == "zip")
        for (const ZipRecord& record : read_zip_directory(Stretch(input.bytes), most, false).records)
            names.emplace_back(record.name, record.size);
    return names;
}

class SecondReading {
  public:
    SecondReading(const Input& input, const ReadOptions& options, Sink& sink, const UnarPrograms& programs)
        : input_(input), source_(unar_source(input)), programs_(programs), unpacking_(input, options, sink, {}) {
        const auto& known = options.passwords;
        passwords_.assign(known.begin(),
                          known.begin() + static_cast<std::ptrdiff_t>(std::min(known.size(), most_passwords)));
    }

    Facts facts() {
        take_listing();
        unpacking_.facts().format = listing_.format;
        unpacking_.facts().solid = listing_.solid;
        if (listing_.error) unpacking_.report("archive.damaged", "lsar: error " + std::to_string(listing_.error));
        list();
        for (std::size_t entry : order()) {
            place_ = entry;
            const bool goes_on =
                unpacking_.read(entry, [&](EntryWriter& writer) { return decode(*files_[entry], writer); });
            if (!goes_on) break;
        }
        return unpacking_.finish();
    }

  private:
    using Arguments = std::vector<std::string>;

    // The password is seen in the list of processes while unar runs, by the same user only (and nobody else's process
    // is that user's on a machine set up for this): unar takes it in no other way.
    Arguments arguments(Arguments options, const std::string& password) const {
        options.insert(options.end(), {"-nr", "-E", "utf-8"});
        if (!password.empty()) options.insert(options.end(), {"-p", password});
        return options;
    }

    std::unique_ptr<ProgramRun> run(const std::string& program, Arguments words, const Arguments& members) const {
        if (!members.empty()) words.push_back("-i");
        words.push_back(source_.path);
        words.insert(words.end(), members.begin(), members.end());
        return std::make_unique<ProgramRun>(program, std::move(words), source_);
    }

    std::optional<UnarListing> listed(Arguments options, const std::string& password, const Arguments& members) const {
        auto lsar = run(programs_.lsar, arguments(std::move(options), password), members);
        std::string json;
        for (auto piece = lsar->read(); !piece.empty(); piece = lsar->read()) {
            json.append(reinterpret_cast<const char*>(piece.data()), piece.size());
            if (json.size() > listing_cap) throw ItemError("archive.unsupported", "lsar: a listing without end");
        }
        return parse_unar_listing(json, unpacking_.options().limits.package_entries);
    }

    // Where the headers are encrypted, only a right password gives a listing.
    void take_listing() {
        int error = 0;
        std::vector<std::string> candidates = {""};
        candidates.insert(candidates.end(), passwords_.begin(), passwords_.end());
        for (const std::string& password : candidates) {
            auto listing = listed({"-ja", "-e", "iso-8859-1"}, password, {});
            if (listing && password.empty()) error = listing->error;
            if (!listing || (listing->members.empty() && listing->error)) continue;
            listing_ = std::move(*listing);
            right_ = password;
            hidden_ = !password.empty();
            return;
        }
        if (error) throw ItemError("archive.damaged", "lsar: error " + std::to_string(error));
        throw ItemError("archive.encrypted", "headers");
    }

    void list() {
        const auto own = own_names(input_, listing_.format, unpacking_.options().limits.package_entries);
        const bool same = std::equal(
            own.begin(), own.end(), listing_.members.begin(), listing_.members.end(),
            [](const auto& ours, const UnarMember& theirs) { return theirs.folder || ours.second == theirs.size; });
        std::vector<RawName> names;
        for (std::size_t i = 0; i < listing_.members.size(); ++i) {
            if (same) listing_.members[i].name = own[i].first;
            names.push_back(listing_.members[i].name);
        }
        unpacking_.name_by(names);
        for (const UnarMember& member : listing_.members) {
            if (member.folder) continue;
            if (!unpacking_.list(member.name)) return;
            files_.push_back(&member);
            if (member.link) unpacking_.refuse_link(files_.size() - 1, member.target);
            unpacking_.facts().encrypted |= member.encrypted || hidden_;
        }
    }

    // The smallest first, so that passwords are tried where it costs least; but a solid archive in its own order.
    std::vector<std::size_t> order() const {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < files_.size(); ++i)
            if (!files_[i]->link) order.push_back(i);
        if (!listing_.solid)
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return files_[a]->size < files_[b]->size; });
        return order;
    }

    std::vector<std::string> passwords_for(const UnarMember& member) const {
        if (hidden_) return {right_};
        if (!member.encrypted) return {""};
        std::vector<std::string> out;
        if (!right_.empty()) out.push_back(right_);
        if (locked_ >= most_locked) return out;
        std::copy_if(passwords_.begin(), passwords_.end(), std::back_inserter(out),
                     [&](const std::string& password) { return password != right_; });
        return out;
    }

    Ending decode(const UnarMember& member, EntryWriter& writer) {
        if (member.size == std::uint64_t{0}) return {};
        if (decode_in_turn(member, writer)) return {};
        for (const std::string& password : passwords_for(member)) {
            writer.restart();
            auto unar = run(programs_.unar, arguments({"-q", "-o", "-"}, password), {std::to_string(member.index)});
            if (!take(*unar, member, writer, UINT64_MAX) || !proven(member, writer, password)) continue;
            if (member.encrypted) right_ = password;
            return {};
        }
        if (!member.encrypted) return {"archive.damaged", "unar: " + std::to_string(writer.bytes()) + " bytes"};
        ++locked_;
        return {"archive.encrypted", {}};
    }

    // For each member of a solid archive unar would begin at its start again. So all that are left are asked for at
    // once, and what comes is cut by their sizes. False: this one has to be asked for alone.
    bool decode_in_turn(const UnarMember& member, EntryWriter& writer) {
        if (!listing_.solid || turn_broken_ || (member.encrypted && right_.empty())) return false;
        if (!turn_) turn_ = run(programs_.unar, arguments({"-q", "-o", "-"}, right_), left_from(place_));
        if (member.size && take(*turn_, member, writer, *member.size) && proven(member, writer, right_)) return true;
        turn_broken_ = true;
        turn_.reset();
        return false;
    }

    std::vector<std::string> left_from(std::size_t entry) const {
        std::vector<std::string> indexes;
        for (; entry < files_.size(); ++entry)
            if (!files_[entry]->link && files_[entry]->size != std::uint64_t{0})
                indexes.push_back(std::to_string(files_[entry]->index));
        return indexes;
    }

    // At most `most` bytes; false where more come than the member has.
    bool take(ProgramRun& unar, const UnarMember& member, EntryWriter& writer, std::uint64_t most) const {
        while (writer.bytes() < most) {
            const auto piece = unar.read(most - writer.bytes());
            if (piece.empty()) break;
            writer.write(piece);
            if (member.size && writer.bytes() > *member.size) return false;
        }
        return true;
    }

    // unar ends with success whatever happened: only the bytes prove anything.
    bool proven(const UnarMember& member, const EntryWriter& writer, const std::string& password) const {
        if (member.size && writer.bytes() != *member.size) return false;
        if (member.crc) return *member.crc == writer.sum();
        const auto tested = listed({"-ja", "-t"}, password, {std::to_string(member.index)});
        if (!tested || tested->members.size() != 1) return false;
        const std::string& result = tested->members.front().test;
        return result == "ok" || (result == "no_checksum" && member.size);
    }

    const Input& input_;
    const UnarSource source_;
    const UnarPrograms& programs_;
    std::vector<std::string> passwords_;
    UnarListing listing_;
    Unpacking unpacking_;
    std::vector<const UnarMember*> files_; // one an entry, folders left out
    std::string right_;                    // the password that opened something
    bool hidden_ = false;                  // headers too
    int locked_ = 0;
    std::size_t place_ = 0;
    std::unique_ptr<ProgramRun> turn_;
    bool turn_broken_ = false;
};

class SecondReader : public Extractor {
  public:
    std::string_view name() const override { return "unar"; }
    // Facts made without unar are made again once it is there.
    int version() const override { return programs_.installed() ? 2 : 0; }
    int bid(const Input&) const override { return bid::none; }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        return read_by_unar(input, options, sink, programs_);
    }

  private:
    UnarPrograms programs_;
};

} // namespace

Facts read_by_unar(const Input& input, const ReadOptions& options, Sink& sink, const UnarPrograms& programs) {
    if (!programs.installed()) throw ItemError("archive.unsupported", "unar is not installed");
    return SecondReading(input, options, sink, programs).facts();
}

} // namespace archive

const Extractor& second_archive_reader() {
    static const archive::SecondReader reader;
    return reader;
}

} // namespace shenbao
