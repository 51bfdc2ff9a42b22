// tar (POSIX.1-2008 pax, ustar, GNU, and before): mostly mail exports, packed by administrators.
#include "extractors/archive/members.h"

#include <algorithm>

namespace shenbao {
namespace {

using namespace archive;

constexpr std::size_t block_size = 512, sum_at = 148, sum_size = 8, magic_at = 257;

// The header's sum (of its bytes, the sum's own as spaces) is what makes a tar: an empty or zeroed file has none.
bool sum_fits(std::string_view header) {
    unsigned long sum = 0;
    for (std::size_t i = 0; i < block_size; ++i)
        sum += i >= sum_at && i < sum_at + sum_size ? ' ' : static_cast<unsigned char>(header[i]);
    unsigned long said = 0;
    int digits = 0;
    for (char c : header.substr(sum_at, sum_size)) {
        if (c >= '0' && c <= '7')
            said = said * 8 + static_cast<unsigned long>(c - '0'), ++digits;
        else if (digits)
            break;
    }
    return digits > 0 && said == sum;
}

Ending cut_or_damaged(Ending ending) {
    if (ending.code == "archive.damaged" && ending.evidence.find("runcated") != ending.evidence.npos)
        ending.code = "archive.truncated";
    return ending;
}

class Tar : public Extractor {
  public:
    std::string_view name() const override { return "tar"; }
    int version() const override { return 2; }

    int bid(const Input& input) const override {
        const std::string_view text = input.text();
        if (text.size() < block_size || !sum_fits(text)) return bid::none;
        return text.substr(magic_at).starts_with("ustar") ? bid::certain : bid::plausible;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        use_utf8_locale();
        Unpacking unpacking(input, options, sink, "tar");
        const Stretch bytes = whole(input);
        MemberReading members(Stream::Format::tar, bytes, unpacking);
        if (const Ending headers = cut_or_damaged(members.list()); !headers.whole()) unpacking.report(headers);
        members.read_all();
        return unpacking.finish();
    }

    void warm() const override { warm_up(); }
};

} // namespace

bool archive::is_tar(const Stretch& bytes) {
    const std::string head = bytes.copy(0, block_size);
    return head.size() == block_size && sum_fits(head);
}

const Extractor& tar_extractor() {
    static const Tar reader;
    return reader;
}

} // namespace shenbao
