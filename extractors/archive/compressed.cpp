// A single compressed stream: .tar.gz, .tgz, .tar.bz2, .tar.xz and the like as an archive, anything else as one file.
// One layer is taken off and never a second: what lies below another is an entry like any other.
#include "extractors/archive/members.h"
#include "pipeline/model/text.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace shenbao {
namespace {

using namespace archive;

struct Method {
    std::string_view name, signature;
    int filter; // libarchive's number
    int (*enable)(struct ::archive*);
};

constexpr std::string_view gzip_signature("\x1f\x8b\x08", 3);

constexpr std::array<Method, 5> methods = {{
    {"gz", gzip_signature, ARCHIVE_FILTER_GZIP, nullptr}, // read by zlib itself: libarchive 3.6 checks no sums of it
    {"bz2", "BZh", ARCHIVE_FILTER_BZIP2, archive_read_support_filter_bzip2},
    {"xz",
     std::string_view("\xfd"
                      "7zXZ\0",
                      6),
     ARCHIVE_FILTER_XZ, archive_read_support_filter_xz},
    {"zst", "\x28\xb5\x2f\xfd", ARCHIVE_FILTER_ZSTD, archive_read_support_filter_zstd},
    {"lz", "LZIP\x01", ARCHIVE_FILTER_LZIP, archive_read_support_filter_lzip},
}};

constexpr std::string_view bzip2_block = "1AY&SY"; // behind the signature and a digit

const Method* method_of(std::string_view bytes) {
    for (const Method& method : methods)
        if (bytes.starts_with(method.signature))
            if (method.name != "bz2" || (bytes.size() > 4 && bytes.substr(4).starts_with(bzip2_block))) return &method;
    return nullptr;
}

// What came out of a stream, in pieces, so that growing copies nothing.
class Decompressed {
  public:
    // `most`: bytes that may come out; passing it throws ItemError limit.bytes, a bomb limit.ratio.
    Decompressed(const Method& method, std::string_view bytes, const Limits& limits)
        : budget_(limits, bytes.size()), most_(limits.document_memory / 2), archive_(archive_read_new()) {
        if (!method.enable) {
            inflate_members(bytes);
            return;
        }
        struct ::archive* a = archive_.get();
        if (!a) throw std::bad_alloc();
        method.enable(a);
        archive_read_support_format_raw(a);
        // A filter that was appended is not looked for again below itself.
        const bool ready = archive_read_append_filter(a, method.filter) >= ARCHIVE_WARN &&
                           archive_read_open_memory(a, bytes.data(), bytes.size()) >= ARCHIVE_WARN;
        struct archive_entry* entry = nullptr;
        if (ready && archive_read_next_header(a, &entry) >= ARCHIVE_WARN)
            read();
        else
            fail();
    }

    Stretch stretch() const {
        Stretch all;
        for (const std::string& piece : pieces_)
            all.append(std::string_view(piece));
        return all;
    }
    const Ending& ending() const { return ending_; }

  private:
    struct Close {
        void operator()(struct ::archive* a) const { archive_read_free(a); }
    };
    static constexpr std::size_t piece_size = std::size_t{8} << 20;

    void read() {
        for (;;) {
            const void* block = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int code = archive_read_data_block(archive_.get(), &block, &size, &offset);
            if (code == ARCHIVE_EOF) return;
            if (code < ARCHIVE_WARN) return fail();
            if (!block || size == 0) return;
            take({static_cast<const char*>(block), size});
        }
    }

    // RFC 1952: any number of members, each with its sum. What is no member behind the first is padding.
    void inflate_members(std::string_view bytes) {
        while (ending_.whole() && bytes.starts_with(gzip_signature)) {
            std::size_t used = 0;
            ending_ = inflate_member(bytes, used);
            bytes.remove_prefix(used);
        }
    }

    Ending inflate_member(std::string_view bytes, std::size_t& used) {
        struct End {
            void operator()(z_stream* z) const { inflateEnd(z); }
        };
        constexpr int gzip_window = 16 + MAX_WBITS;
        constexpr std::size_t most_at_once = std::size_t{1} << 30;
        z_stream z{};
        if (inflateInit2(&z, gzip_window) != Z_OK) throw std::bad_alloc();
        const std::unique_ptr<z_stream, End> end(&z);
        std::vector<char> out(std::size_t{256} << 10);
        for (int code = Z_OK; code == Z_OK;) {
            if (z.avail_in == 0) {
                const std::string_view next = bytes.substr(used, most_at_once);
                z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
                z.avail_in = static_cast<uInt>(next.size());
            }
            const uInt before = z.avail_in;
            z.next_out = reinterpret_cast<Bytef*>(out.data());
            z.avail_out = static_cast<uInt>(out.size());
            code = inflate(&z, Z_NO_FLUSH);
            used += before - z.avail_in;
            take({out.data(), out.size() - z.avail_out});
            if (code == Z_STREAM_END) return {};
            if (code == Z_BUF_ERROR && used == bytes.size()) return {"archive.truncated", "gzip"};
            if (code != Z_OK) return {"archive.damaged", z.msg ? z.msg : "gzip"};
        }
        return {"archive.damaged", "gzip"};
    }

    void take(std::string_view bytes) {
        if (bytes.empty()) return;
        budget_.spend(bytes.size());
        if (budget_.produced() > most_) throw ItemError("limit.bytes", std::to_string(most_));
        while (!bytes.empty()) {
            if (pieces_.empty() || pieces_.back().size() == piece_size) {
                pieces_.emplace_back();
                pieces_.back().reserve(std::min(piece_size, bytes.size() * 64));
            }
            const std::size_t fits = std::min(bytes.size(), piece_size - pieces_.back().size());
            pieces_.back().append(bytes.substr(0, fits));
            bytes.remove_prefix(fits);
        }
    }

    void fail() {
        const char* said = archive_error_string(archive_.get());
        const std::string words = said ? text::shorten(text::clean(said), 200) : std::string("unknown");
        const bool cut = words.find("runcated") != words.npos || words.find("nexpected end") != words.npos;
        ending_ = {cut ? "archive.truncated" : "archive.damaged", words};
    }

    Budget budget_;
    std::uint64_t most_;
    std::unique_ptr<struct ::archive, Close> archive_;
    std::vector<std::string> pieces_;
    Ending ending_;
};

// "a.docx" of "a.docx.gz", "a.tar" of "a.tgz"; the name itself where its ending says nothing.
std::string inner_name(const std::string& name, std::string_view method) {
    const std::string ending = ending_of(name);
    if (ending.empty()) return name.empty() ? "content" : name + ".content";
    std::string stem = name.substr(0, name.size() - ending.size() - 1);
    return ending == "t" + std::string(method) || ending == "tgz" ? stem + ".tar" : stem;
}

class Compressed : public Extractor {
  public:
    std::string_view name() const override { return "compressed"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override { return method_of(input.text()) ? bid::certain : bid::none; }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        const std::string whole_text = input.volumes.empty() ? std::string() : joined(input);
        const std::string_view bytes = input.volumes.empty() ? input.text() : std::string_view(whole_text);
        const Method* method = method_of(bytes);
        if (!method) throw ItemError("archive.damaged", "no compressed stream");
        const Decompressed content(*method, bytes, options.limits);
        if (is_tar(content.stretch())) return read_tar(content, *method, input, options, sink);
        return read_file(content, *method, input, options, sink);
    }

    void warm() const override { warm_up(); }

  private:
    static std::string joined(const Input& input) {
        const Stretch all = whole(input);
        return all.copy(0, static_cast<std::size_t>(all.size()));
    }

    static Facts read_tar(const Decompressed& content, const Method& method, const Input& input,
                          const ReadOptions& options, Sink& sink) {
        Unpacking unpacking(input, options, sink, "t" + std::string(method.name));
        const Stretch bytes = content.stretch();
        MemberReading members(Stream::Format::tar, bytes, unpacking);
        const Ending headers = members.list();
        const Ending& ending = content.ending().whole() ? headers : content.ending();
        if (!ending.whole()) unpacking.report(ending);
        members.read_all();
        return unpacking.finish();
    }

    static Facts read_file(const Decompressed& content, const Method& method, const Input& input,
                           const ReadOptions& options, Sink& sink) {
        Unpacking unpacking(input, options, sink, std::string(method.name));
        if (!content.ending().whole() && content.stretch().size() == 0)
            throw ItemError(content.ending().code, content.ending().evidence);
        const std::string slashes = input.name.substr(input.name.find_last_of("/\\") + 1);
        const RawName name{inner_name(slashes, method.name), true};
        unpacking.name_by({name});
        if (unpacking.list(name))
            unpacking.read(0, [&](EntryWriter& writer) {
                const Stretch all = content.stretch();
                for (auto piece : all.pieces())
                    writer.write(piece);
                return content.ending();
            });
        return unpacking.finish();
    }
};

} // namespace

const Extractor& compressed_extractor() {
    static const Compressed reader;
    return reader;
}

} // namespace shenbao
