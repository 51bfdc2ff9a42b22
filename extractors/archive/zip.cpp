// ZIP, also split, behind a stub, cut off or damaged.
#include "extractors/archive/stream.h"
#include "extractors/archive/zip_entry.h"

namespace shenbao {
namespace {

using namespace archive;

constexpr std::size_t head_size = 8;

bool starts_as_zip(std::string_view bytes) {
    for (std::string_view mark : {std::string_view("PK\3\4", 4), std::string_view("PK\5\6", 4),
                                  std::string_view("PK\7\x8PK\3\4", 8), std::string_view("PK00PK\3\4", 8)})
        if (bytes.starts_with(mark)) return true;
    return false;
}

// x.z01, x.zip.001
bool is_split_name(std::string_view name) {
    const std::string ending = ending_of(name);
    const bool zip_part =
        ending.size() == 3 && ending[0] == 'z' && ending.find_first_not_of("0123456789", 1) == ending.npos;
    return zip_part || is_cut_by_size(name);
}

class ZipReading {
  public:
    ZipReading(const Input& input, const ReadOptions& options, Sink& sink)
        : bytes_(whole(input)), unpacking_(input, options, sink, "zip"),
          directory_(read_zip_directory(bytes_, options.limits.package_entries, is_split_name(input.name))) {
        if (directory_.plain) libzip_.emplace(bytes_.slice(directory_.base), directory_.records.size());
    }

    Facts facts() {
        for (Finding& found : directory_.findings)
            unpacking_.report(std::move(found));
        list();
        for (std::size_t i = 0; i < listed_.size(); ++i)
            if (!read(i, *listed_[i].second)) break;
        return unpacking_.finish();
    }

  private:
    void list() {
        std::vector<RawName> names;
        for (const ZipRecord& record : directory_.records)
            names.push_back(record.name);
        unpacking_.name_by(names);
        for (std::size_t i = 0; i < directory_.records.size(); ++i) {
            const ZipRecord& record = directory_.records[i];
            if (record.is_folder()) continue;
            if (!unpacking_.list(record.name)) break;
            listed_.emplace_back(i, &record);
        }
    }

    bool read(std::size_t entry, const ZipRecord& record) {
        if (record.is_link()) {
            unpacking_.refuse_link(entry, {});
            return true;
        }
        if (auto refusal = refused(record)) {
            unpacking_.refuse(entry, *refusal);
            return true;
        }
        if (!record.conflict.empty()) warn(entry, record);
        return unpacking_.read(entry, [&](EntryWriter& writer) { return decode(entry, record, writer); });
    }

    std::optional<Ending> refused(const ZipRecord& record) const {
        if (record.elsewhere) return Ending{"archive.volume_missing", {}};
        if (!record.damage.empty())
            return Ending{cut_off(record) ? "archive.truncated" : "archive.damaged", record.damage};
        if (record.encrypted() && (record.flags & 0x40)) return Ending{"archive.encrypted", "ZIP strong encryption"};
        // libarchive deciphers only what is stored or deflated, and takes the rest for damage.
        const bool readable = record.inner_method == 0 || record.inner_method == 8;
        if (record.method == 99 && !readable && !unpacking_.options().passwords.empty())
            return Ending{"archive.unsupported", "ZIP AES, method " + std::to_string(record.inner_method)};
        if (auto method = zip_method_name(record.method); !method.empty()) return Ending{"archive.unsupported", method};
        return std::nullopt;
    }

    // Where the end is there, the file was not cut off, whatever a record says.
    bool cut_off(const ZipRecord& record) const { return record.cut && !directory_.central; }

    // The bytes prove themselves by their sum; that two headers disagree is still worth a look.
    void warn(std::size_t entry, const ZipRecord& record) {
        Finding found = finding("archive.damaged", {}, "local header differs: " + record.conflict);
        found.severity = Severity::warning;
        unpacking_.facts().entries[entry].findings.push_back(std::move(found));
    }

    Ending decode(std::size_t entry, const ZipRecord& record, EntryWriter& writer) {
        const auto& passwords = unpacking_.options().passwords;
        if (record.encrypted()) unpacking_.facts().encrypted = true;
        // libzip holds AE-2 entries, which have no sum, to a sum of zero.
        const bool aes = record.method == 99;
        if (libzip_ && *libzip_ && !record.cut && !aes)
            if (auto ending = libzip_->decode(listed_[entry].first, record, passwords, writer)) return *ending;
        Ending ending = decode_alone(bytes_, record, passwords, writer);
        if (!ending.whole() && ending.code != "archive.encrypted" && cut_off(record)) ending.code = "archive.truncated";
        return ending;
    }

    Stretch bytes_;
    Unpacking unpacking_;
    ZipDirectory directory_;
    std::optional<LibZip> libzip_;
    std::vector<std::pair<std::size_t, const ZipRecord*>> listed_; // by entry: its place in the directory
};

class Zip : public Extractor {
  public:
    std::string_view name() const override { return "zip"; }
    int version() const override { return 2; }

    int bid(const Input& input) const override {
        const std::string_view head = input.text().substr(0, head_size);
        if (starts_as_zip(head)) return bid::certain;
        if (input.bytes.size() < 22) return bid::none;
        if (!has_zip_directory(Stretch(input.bytes))) return bid::none;
        return is_program(head) ? bid::likely : bid::plausible;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        return ZipReading(input, options, sink).facts();
    }

    void warm() const override { warm_up(); }
};

} // namespace

const Extractor& zip_extractor() {
    static const Zip reader;
    return reader;
}

} // namespace shenbao
