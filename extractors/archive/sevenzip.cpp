// 7z, also in volumes cut by size and behind a stub (7-Zip's 7zFormat.txt).
#include "extractors/archive/stream.h"

#include "pipeline/model/text.h"

#include <cwchar>

namespace shenbao {
namespace {

using namespace archive;

constexpr std::string_view signature("7z\xBC\xAF\x27\x1C", 6);
constexpr std::uint64_t start_header_size = 32;
// How far a self-extracting program is searched for its archive.
constexpr std::uint64_t longest_stub = std::uint64_t{2} << 20;
// Entries in a row that give nothing, before the rest is given up: each may cost the decoding of a whole folder.
constexpr int most_failures = 16;

struct StartHeader {
    std::uint64_t at = 0;     // of the signature
    std::uint64_t needed = 0; // bytes from there to the end of the archive
    bool blank = false;       // there is no directory: nothing was put in
    bool sound = false;
};

StartHeader start_header(const Stretch& bytes, std::uint64_t at) {
    const std::string text = bytes.copy(at, start_header_size);
    StartHeader start{.at = at};
    if (text.size() < start_header_size || !text.starts_with(signature)) return start;
    Cursor in(std::string_view(text).substr(8));
    const std::uint32_t sum = in.u32();
    const std::uint64_t offset = in.u64(), size = in.u64();
    start.sound = sum == crc32(0, std::string_view(text).substr(12));
    if (start.sound && offset < UINT64_MAX / 4 && size < UINT64_MAX / 4)
        start.needed = start_header_size + offset + size;
    start.blank = size == 0;
    return start;
}

std::optional<StartHeader> find_start(const Stretch& bytes) {
    StartHeader first = start_header(bytes, 0);
    if (bytes.copy(0, signature.size()) == signature) return first;
    for (std::uint64_t at = bytes.find(signature, 0, longest_stub); at != Stretch::npos;
         at = bytes.find(signature, at + 1, longest_stub))
        if (StartHeader start = start_header(bytes, at); start.sound) return start;
    return std::nullopt;
}

// 7z names are UTF-16; libarchive gives NULL where they are not sound, so then its wide form is taken as it is.
RawName name_of(struct archive_entry* entry) {
    if (const char* utf8 = archive_entry_pathname_utf8(entry)) return {utf8, true};
    std::u32string points;
    if (const wchar_t* wide = archive_entry_pathname_w(entry))
        for (; *wide; ++wide)
            points += *wide >= 0xD800 && *wide < 0xE000 ? U'\uFFFD' : static_cast<char32_t>(*wide);
    if (!points.empty()) return {text::to_utf8(points), true};
    const char* bytes = archive_entry_pathname(entry);
    return {bytes ? bytes : "", false};
}

struct Member {
    RawName name;
    std::int64_t size = -1;
    std::size_t place = 0; // among all headers, folders too
    bool link = false;
};

class SevenZipReading {
  public:
    SevenZipReading(const Input& input, const ReadOptions& options, Sink& sink)
        : unpacking_(input, options, sink, "7z"), bytes_(whole(input)), volume_(is_cut_by_size(input.name)),
          next_volume_(input.volumes.size() + 2) {}

    Facts facts() {
        const auto start = find_start(bytes_);
        if (!start) throw ItemError("archive.damaged", "no 7z header");
        bytes_ = bytes_.slice(start->at);
        if (cut_off(*start)) return unpacking_.finish();
        list(start->blank);
        read_all();
        return unpacking_.finish();
    }

  private:
    // The directory stands at the end: without the end, nothing can be told of what is in it.
    bool cut_off(const StartHeader& start) {
        if (bytes_.size() >= start_header_size && (!start.sound || start.needed <= bytes_.size())) return false;
        const std::string evidence = std::to_string(bytes_.size()) + " / " + std::to_string(start.needed);
        if (volume_ || next_volume_ > 2)
            unpacking_.report("archive.volume_missing", evidence, {{"volume", std::to_string(next_volume_)}});
        else
            unpacking_.report("archive.truncated", evidence);
        return true;
    }

    void list(bool blank) {
        Stream stream(Stream::Format::sevenzip, bytes_);
        const std::size_t most = unpacking_.options().limits.package_entries;
        std::size_t place = 0;
        while (auto* entry = stream.next()) {
            if (archive_entry_filetype(entry) != AE_IFDIR)
                members_.push_back({name_of(entry), archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1,
                                    place, archive_entry_filetype(entry) != AE_IFREG});
            ++place;
            if (members_.size() > most) break;
        }
        if (stream.failed())
            report(stream);
        else if (place == 0 && !blank)
            unpacking_.report("archive.damaged", "directory");
        std::vector<RawName> names;
        for (const Member& member : members_)
            names.push_back(member.name);
        unpacking_.name_by(names);
        for (const Member& member : members_)
            if (!unpacking_.list(member.name)) break;
        members_.resize(unpacking_.facts().entries.size());
    }

    void report(const Stream& stream) {
        const std::string words = stream.error();
        const bool locked =
            stream.encrypted() || words.find("ncrypt") != words.npos || words.find("Crypto") != words.npos;
        if (locked) unpacking_.facts().encrypted = true;
        const bool unknown = words.find("nsupported") != words.npos || words.find("Unknown codec") != words.npos;
        unpacking_.report(locked ? "archive.encrypted" : unknown ? "archive.unsupported" : "archive.damaged", words);
    }

    // After an entry that fails libarchive reads no further: a fresh start goes on behind it, and skipping over
    // folders of other entries costs nothing.
    void read_all() {
        std::size_t from = 0;
        for (int failures = 0; from < members_.size() && failures < most_failures;) {
            const std::size_t begun = from;
            if (!read_from(from)) return;
            failures = from > begun + 1 ? 1 : failures + 1;
        }
        for (; from < members_.size(); ++from)
            unpacking_.refuse(from, last_);
    }

    // Reads on from member `from` and leaves there the first one not tried. False: a limit was passed.
    bool read_from(std::size_t& from) {
        Stream stream(Stream::Format::sevenzip, bytes_);
        std::size_t place = 0;
        for (; from < members_.size(); ++from) {
            struct archive_entry* entry = nullptr;
            for (; place <= members_[from].place; ++place)
                if (!(entry = stream.next())) break;
            if (!entry) {
                last_ = {"archive.damaged", stream.error()};
                unpacking_.refuse(from++, last_);
                return true;
            }
            bool goes_on = true;
            if (!read(from, stream, goes_on)) return false;
            if (!goes_on) {
                ++from;
                return true;
            }
        }
        return true;
    }

    bool read(std::size_t index, Stream& stream, bool& goes_on) {
        if (members_[index].link) {
            unpacking_.refuse_link(index, {});
            return true;
        }
        return unpacking_.read(index, [&](EntryWriter& writer) {
            Ending ending = stream.decode(writer, members_[index].size);
            goes_on = ending.whole();
            if (!goes_on) last_ = ending;
            return ending;
        });
    }

    Unpacking unpacking_;
    Stretch bytes_;
    bool volume_;
    std::size_t next_volume_;
    std::vector<Member> members_;
    Ending last_;
};

class SevenZip : public Extractor {
  public:
    std::string_view name() const override { return "sevenzip"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override {
        if (input.text().starts_with(signature)) return bid::certain;
        if (!is_program(input.text())) return bid::none;
        return find_start(Stretch(input.bytes)) ? bid::likely : bid::none;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        return SevenZipReading(input, options, sink).facts();
    }

    void warm() const override { use_utf8_locale(); }
};

} // namespace

const Extractor& sevenzip_extractor() {
    static const SevenZip reader;
    return reader;
}

} // namespace shenbao
