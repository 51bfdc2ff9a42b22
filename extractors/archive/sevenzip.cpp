// 7z, also in volumes cut by size and behind a stub (7-Zip's 7zFormat.txt).
#include "extractors/archive/members.h"

#include <optional>

namespace shenbao {
namespace {

using namespace archive;

constexpr std::uint64_t start_header_size = 32;
// How far a self-extracting program is searched for its archive.
constexpr std::uint64_t longest_stub = std::uint64_t{2} << 20;

struct StartHeader {
    std::uint64_t at = 0;     // of the signature
    std::uint64_t needed = 0; // bytes from there to the end of the archive
    bool blank = false;       // there is no directory: nothing was put in
    bool sound = false;
};

StartHeader start_header(const Stretch& bytes, std::uint64_t at) {
    const std::string text = bytes.copy(at, start_header_size);
    StartHeader start{.at = at};
    if (text.size() < start_header_size || !text.starts_with(seven_zip_signature)) return start;
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
    if (bytes.copy(0, seven_zip_signature.size()) == seven_zip_signature) return first;
    for (std::uint64_t at = bytes.find(seven_zip_signature, 0, longest_stub); at != Stretch::npos;
         at = bytes.find(seven_zip_signature, at + 1, longest_stub))
        if (StartHeader start = start_header(bytes, at); start.sound) return start;
    return std::nullopt;
}

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
        MemberReading members(Stream::Format::sevenzip, bytes_, unpacking_);
        Ending headers = members.list();
        if (headers.whole() && members.headers() == 0 && !start->blank) headers = {"archive.damaged", "directory"};
        if (!headers.whole()) unpacking_.report(headers);
        members.read_all();
        return unpacking_.finish();
    }

  private:
    // The directory stands at the end: without the end, nothing can be told of what is in it.
    bool cut_off(const StartHeader& start) {
        if (bytes_.size() >= start_header_size && (!start.sound || start.needed <= bytes_.size())) return false;
        const std::string evidence = std::to_string(bytes_.size()) + " / " + std::to_string(start.needed);
        if (volume_ || next_volume_ > 2)
            unpacking_.report("archive.volume_missing", std::to_string(next_volume_),
                              {{"volume", std::to_string(next_volume_)}});
        else
            unpacking_.report("archive.truncated", evidence);
        return true;
    }

    Unpacking unpacking_;
    Stretch bytes_;
    bool volume_;
    std::size_t next_volume_;
};

class SevenZip : public Extractor {
  public:
    std::string_view name() const override { return "sevenzip"; }
    int version() const override { return 2; }

    int bid(const Input& input) const override {
        if (input.text().starts_with(seven_zip_signature)) return bid::certain;
        if (!is_program(input.text())) return bid::none;
        return find_start(Stretch(input.bytes)) ? bid::likely : bid::none;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        return SevenZipReading(input, options, sink).facts();
    }

    void warm() const override { warm_up(); }
};

} // namespace

const Extractor& sevenzip_extractor() {
    static const SevenZip reader;
    return reader;
}

} // namespace shenbao
