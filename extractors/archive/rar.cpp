// RAR 1.5 to 5, also in volumes and behind a stub. The headers are read by ourselves, the data by libarchive: each
// member as an archive of its own, a run of solid ones together. So a member that libarchive gives up on costs
// nothing but itself and what builds on it.
#include "extractors/archive/rar_headers.h"
#include "extractors/archive/stream.h"

#include <algorithm>
#include <map>

namespace shenbao {
namespace {

using namespace archive;

// An end-of-archive header, as every RAR writes it.
constexpr std::string_view rar4_end("\xC4\x3D\x7B\x00\x40\x07\x00", 7), rar5_end("\x1D\x77\x56\x51\x03\x05\x04\x00", 8);

constexpr std::size_t copied_at_once = 1 << 20;

class RarReading {
  public:
    RarReading(const Input& input, const ReadOptions& options, Sink& sink)
        : cut_by_size_(is_cut_by_size(input.name)), next_volume_(input.volumes.size() + 2),
          listing_(read_rar_listing(volumes_of(input), options.limits.package_entries)),
          unpacking_(input, options, sink, listing_.five ? "rar5" : "rar4") {}

    Facts facts() {
        if (listing_.volumes.empty()) throw ItemError("archive.damaged", "no RAR header");
        report_volumes();
        list();
        for (std::size_t i = 0; i < members_.size();) {
            const std::size_t end = run_end(i);
            if (!read_run(i, end)) break;
            i = end;
        }
        return unpacking_.finish();
    }

  private:
    struct Member {
        const RarFile* file;
        std::size_t entry;
    };

    void report_volumes() {
        report_missing();
        if (listing_.strangers) unpacking_.report("archive.damaged", "a volume is no RAR");
        for (const RarVolume& volume : listing_.volumes) {
            unpacking_.facts().solid |= volume.solid;
            if (volume.hidden)
                hidden();
            else if (!volume.damage.empty())
                report_once("archive.damaged", volume.damage);
            else if (volume.truncated && cut_by_size_)
                miss_next_volume();
            else if (volume.truncated)
                report_once("archive.truncated", "a header or its data reach beyond the end");
            else if (cut_at_a_seam(volume))
                report_no_end();
        }
    }

    // RAR 5 never leaves its end out; RAR 3 may be told to, so there it is only worth a look.
    void report_no_end() {
        if (unpacking_.reported("archive.truncated")) return;
        Finding found = finding("archive.truncated", {}, "no end-of-archive header");
        if (!listing_.five && !listing_.files.empty()) found.severity = Severity::warning;
        unpacking_.report(std::move(found));
    }

    bool cut_at_a_seam(const RarVolume& volume) const {
        const bool all_listed = volume.files.size() <= unpacking_.options().limits.package_entries;
        return (volume.needs_end || volume.files.empty()) && !volume.ended && all_listed;
    }

    // One finding for all of them: "2", or "1-3,5".
    void report_missing() {
        std::string numbers;
        const auto& missing = listing_.missing;
        for (std::size_t i = 0; i < missing.size();) {
            std::size_t last = i;
            while (last + 1 < missing.size() && missing[last + 1] == missing[last] + 1)
                ++last;
            numbers.append(i ? "," : "").append(std::to_string(missing[i]));
            if (last > i) numbers.append("-").append(std::to_string(missing[last]));
            i = last + 1;
        }
        if (!numbers.empty()) unpacking_.report("archive.volume_missing", numbers, {{"volume", numbers}});
    }

    void miss_next_volume() {
        const std::string number = std::to_string(next_volume_);
        unpacking_.report("archive.volume_missing", number, {{"volume", number}});
    }

    void report_once(const char* code, const std::string& evidence) {
        if (!unpacking_.reported(code)) unpacking_.report(code, evidence);
    }

    void hidden() {
        unpacking_.facts().encrypted = true;
        report_once("archive.encrypted", "headers");
    }

    void list() {
        std::vector<RawName> names;
        for (const RarFile& file : listing_.files)
            names.push_back(file.name);
        unpacking_.name_by(names);
        for (const RarFile& file : listing_.files) {
            if (file.folder) continue;
            if (!unpacking_.list(file.name)) return;
            by_name_.try_emplace(file.name.bytes, members_.size());
            members_.push_back({&file, members_.size()});
        }
    }

    std::size_t run_end(std::size_t begin) const {
        std::size_t end = begin + 1;
        while (end < members_.size() && members_[end].file->solid)
            ++end;
        return end;
    }

    // False: a limit was passed.
    bool read_run(std::size_t begin, std::size_t end) {
        std::vector<Member> run;
        Ending broken;
        for (std::size_t i = begin; i < end; ++i) {
            const RarFile& file = *members_[i].file;
            if (file.copy || file.link) continue;
            if (broken.whole()) broken = refusal(file);
            if (broken.whole())
                run.push_back(members_[i]);
            else
                unpacking_.refuse(i, broken);
        }
        if (!run.empty() && !read_members(run)) return false;
        for (std::size_t i = begin; i < end; ++i)
            refer(i);
        return true;
    }

    void refer(std::size_t entry) {
        const RarFile& file = *members_[entry].file;
        if (file.link) unpacking_.refuse_link(entry, file.target);
        if (!file.copy) return;
        auto original = by_name_.find(file.target);
        if (original != by_name_.end() && original->second < entry)
            unpacking_.copy(entry, original->second);
        else
            unpacking_.refuse(entry, {"archive.damaged", "copy of " + shown({file.target, true}, "UTF-8")});
    }

    Ending refusal(const RarFile& file) const {
        if (file.encrypted) return {"archive.encrypted", {}};
        if (file.from_before) return {"archive.volume_missing", {}};
        if (listing_.five) return file.version == 50 ? Ending{} : Ending{"archive.unsupported", "RAR 7"};
        const std::string version = std::to_string(file.version / 10) + "." + std::to_string(file.version % 10);
        if (file.version < 29 && !file.stored) return {"archive.unsupported", "RAR " + version};
        if (file.solid) return {"archive.unsupported", "RAR " + version + " solid"};
        return {};
    }

    // Signature and main header, the members' blocks, an end; where a member goes on in the next volume, that one's
    // front in between.
    Stretch stream_of(const std::vector<Member>& run) const {
        Stretch stream;
        std::size_t at = SIZE_MAX;
        for (const Member& member : run) {
            for (const RarBlock& block : member.file->blocks) {
                if (block.volume != at) {
                    if (at != SIZE_MAX) stream.append(std::string_view(listing_.volumes[at].tail));
                    at = block.volume;
                    stream.append(std::string_view(listing_.volumes[at].head));
                }
                const Stretch bytes = listing_.bytes[at].slice(block.header);
                if (block.plain.empty())
                    stream.append(bytes.slice(0, block.header_size));
                else
                    stream.append(std::string_view(block.plain));
                stream.append(bytes.slice(block.header_size, block.data_size));
            }
        }
        const RarFile& last = *run.back().file;
        if (!last.goes_on && !last.blocks.back().cut) stream.append(listing_.five ? rar5_end : rar4_end);
        return stream;
    }

    // What is stored stands there as it is. libarchive gives nothing of a stored member that is cut off; and what has
    // no plain sum is left to it, for it knows the other kind (BLAKE2).
    bool copies_out(const std::vector<Member>& run) const {
        const RarFile& file = *run.front().file;
        return run.size() == 1 && file.stored && (file.crc || file.blocks.back().cut || file.goes_on);
    }

    Ending copy_out(const RarFile& file, EntryWriter& writer) const {
        for (const RarBlock& block : file.blocks) {
            const Stretch data = listing_.bytes[block.volume].slice(block.header + block.header_size, block.data_size);
            for (auto piece : data.pieces())
                for (std::size_t at = 0; at < piece.size(); at += copied_at_once)
                    writer.write(piece.subspan(at, std::min(copied_at_once, piece.size() - at)));
        }
        if (!file.size_known || writer.bytes() == file.size) return {};
        return {"archive.damaged", std::to_string(writer.bytes()) + " of " + std::to_string(file.size) + " bytes"};
    }

    bool read_members(const std::vector<Member>& run) {
        if (copies_out(run))
            return unpacking_.read(run.front().entry, [&](EntryWriter& writer) {
                const RarFile& file = *run.front().file;
                return proven(copy_out(file, writer), file, writer);
            });
        Stream stream(listing_.five ? Stream::Format::rar5 : Stream::Format::rar4, stream_of(run));
        Ending broken;
        for (const Member& member : run) {
            if (!broken.whole()) {
                unpacking_.refuse(member.entry, broken);
                continue;
            }
            const bool goes_on = unpacking_.read(member.entry, [&](EntryWriter& writer) {
                Ending ending = read_member(stream, *member.file, writer);
                if (!ending.whole() && run.size() > 1) broken = ending;
                return ending;
            });
            if (!goes_on) return false;
        }
        return true;
    }

    Ending read_member(Stream& stream, const RarFile& file, EntryWriter& writer) const {
        if (!stream.next()) return proven({"archive.damaged", stream.error()}, file, writer);
        return proven(stream.decode(writer, file.size_known ? static_cast<std::int64_t>(file.size) : -1), file, writer);
    }

    Ending proven(Ending ending, const RarFile& file, const EntryWriter& writer) const {
        if (ending.whole() && file.crc && *file.crc != writer.sum()) ending = {"archive.damaged", "CRC"};
        if (ending.whole()) return ending;
        if (file.goes_on)
            ending.code = "archive.volume_missing";
        else if (file.blocks.back().cut)
            ending.code = "archive.truncated";
        else if (outgrows_window(file) && writer.bytes() == file.size)
            ending = {"archive.unsupported", "RAR 3, over 4 MiB"};
        return ending;
    }

    // libarchive 3.6 lets the last match before a window of RAR 3 is full overwrite the window's first bytes before
    // they are handed out: all bytes come, some of them wrong. That is no damage of the archive.
    bool outgrows_window(const RarFile& file) const {
        constexpr std::uint64_t window = std::uint64_t{4} << 20;
        return !listing_.five && !file.stored && file.size > window;
    }

    bool cut_by_size_;
    std::size_t next_volume_;
    RarListing listing_;
    Unpacking unpacking_;
    std::vector<Member> members_; // one an entry, folders left out
    std::map<std::string, std::size_t> by_name_;
};

class Rar : public Extractor {
  public:
    std::string_view name() const override { return "rar"; }
    int version() const override { return 2; }

    int bid(const Input& input) const override {
        const std::string_view text = input.text();
        if (text.starts_with(rar4_signature) || text.starts_with(rar5_signature)) return bid::certain;
        bool five = false;
        if (find_rar(Stretch(input.bytes), five) == Stretch::npos) return bid::none;
        return is_program(text) ? bid::likely : bid::plausible;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        return RarReading(input, options, sink).facts();
    }

    void warm() const override { warm_up(); }
};

} // namespace

const Extractor& rar_extractor() {
    static const Rar reader;
    return reader;
}

} // namespace shenbao
