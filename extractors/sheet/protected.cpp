#include "extractors/sheet/protected.h"

#include "extractors/extractor.h"
#include "extractors/sheet/biff.h"
#include "extractors/word/decryption.h"
#include "extractors/word/encryption.h"

#include <algorithm>
#include <array>

namespace shenbao {

const Extractor& xlsx_extractor();

namespace sheet {
namespace {

enum : std::uint16_t { file_pass = 0x002F, bound_sheet = 0x0085, begin_of_part = 0x0809 };

// Records that stand in the clear: those that are needed before the password is.
bool is_clear(std::uint16_t type) {
    constexpr std::array<std::uint16_t, 7> clear = {
        begin_of_part, file_pass, 0x0194 /* UsrExcl */, 0x0195 /* FileLock */, 0x00E1 /* InterfaceHdr */,
        0x0196 /* RRDInfo */, 0x0138 /* RRDHead */};
    return std::find(clear.begin(), clear.end(), type) != clear.end();
}

} // namespace

std::string opened(std::string stream) {
    std::optional<StreamCipher> cipher;
    const View whole(stream);
    for (std::size_t at = 0; at + 4 <= stream.size();) {
        const std::uint16_t type = whole.u16(at);
        const std::size_t begin = at + 4, end = std::min(stream.size(), begin + whole.u16(at + 2));
        at = end;
        if (type == file_pass && !cipher) {
            const View lock = whole.slice(begin, end - begin);
            const bool by_rc4 = lock.u16(0) != 0;
            if (by_rc4) cipher = StreamCipher::open(lock.slice(2), everyones_password);
            if (!cipher) throw ItemError("document.encrypted", by_rc4 ? cipher_of(lock.slice(2)) : "XOR");
        }
        if (!cipher || is_clear(type)) continue;
        // Where a sheet begins is told in the clear.
        const std::size_t from = std::min(end, begin + (type == bound_sheet ? 4 : 0));
        cipher->apply(std::span(stream).subspan(from, end - from), from);
    }
    return stream;
}

} // namespace sheet

namespace {

// What Office writes instead of a package once it is encrypted. Only workbooks are open to everybody.
class EncryptedExtractor : public Extractor {
  public:
    std::string_view name() const override { return "encrypted"; }
    int version() const override { return 1; }
    int bid(const Input& input) const override {
        auto ole = OleFile::open(input.bytes);
        return ole && ole->has("EncryptedPackage") ? bid::certain : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        auto ole = OleFile::open(input.bytes);
        if (!ole) throw ItemError("document.damaged", "OLE2");
        const std::optional<std::string> package = decrypted_package(*ole, everyones_password);
        if (!package) throw ItemError("document.encrypted", package_cipher(*ole));
        const Input inside{std::as_bytes(std::span(*package)), -1, input.name, {}, {}};
        if (xlsx_extractor().bid(inside) == bid::none) throw ItemError("document.unsupported");
        return xlsx_extractor().read(inside, options, sink);
    }
};

} // namespace

const Extractor& encrypted_extractor() {
    static const EncryptedExtractor extractor;
    return extractor;
}

} // namespace shenbao
