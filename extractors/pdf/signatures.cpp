#include "extractors/pdf/signatures.h"

#include "extractors/layout/signed_by.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most = 200;

struct CmsFree {
    void operator()(CMS_ContentInfo* cms) const { CMS_ContentInfo_free(cms); }
};
struct HashFree {
    void operator()(EVP_MD_CTX* hash) const { EVP_MD_CTX_free(hash); }
};

// Two ranges of the file are signed; the signature stands as hexadecimal digits between them.
struct ByteRange {
    std::size_t first = 0, first_size = 0, second = 0, second_size = 0;
};

std::optional<ByteRange> byte_range_at(std::string_view file, std::size_t at) {
    std::array<std::size_t, 4> n{};
    const char *from = file.data() + at, *end = file.data() + std::min(file.size(), at + 200);
    for (std::size_t& value : n) {
        while (from < end && (*from < '0' || *from > '9') && *from != ']')
            ++from;
        auto [next, error] = std::from_chars(from, end, value);
        if (error != std::errc()) return {};
        from = next;
    }
    ByteRange range{n[0], n[1], n[2], n[3]};
    bool sane = range.first_size <= file.size() && range.first <= file.size() - range.first_size &&
                range.second_size <= file.size() && range.second <= file.size() - range.second_size &&
                range.first + range.first_size < range.second;
    return sane ? std::optional(range) : std::nullopt;
}

std::vector<std::byte> unhex(std::string_view digits) {
    std::vector<std::byte> bytes;
    int high = -1;
    for (char c : digits) {
        int value = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (value < 0) continue;
        if (high >= 0) bytes.push_back(static_cast<std::byte>(high << 4 | value));
        high = high >= 0 ? -1 : value;
    }
    return bytes;
}

std::string digest_of(std::string_view file, const ByteRange& range, const EVP_MD* method) {
    std::unique_ptr<EVP_MD_CTX, HashFree> hash(EVP_MD_CTX_new());
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    bool done = hash && EVP_DigestInit_ex(hash.get(), method, nullptr) == 1 &&
                EVP_DigestUpdate(hash.get(), file.data() + range.first, range.first_size) == 1 &&
                EVP_DigestUpdate(hash.get(), file.data() + range.second, range.second_size) == 1 &&
                EVP_DigestFinal_ex(hash.get(), sum, &length) == 1;
    return done ? std::string(reinterpret_cast<char*>(sum), length) : std::string();
}

// The signer's own digest of the signed bytes must be theirs.
bool altered(std::string_view file, const ByteRange& range, const std::vector<std::byte>& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    std::unique_ptr<CMS_ContentInfo, CmsFree> cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    STACK_OF(CMS_SignerInfo)* signers = cms ? CMS_get0_SignerInfos(cms.get()) : nullptr;
    if (signers == nullptr || sk_CMS_SignerInfo_num(signers) < 1) return false;
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    X509_ALGOR* algorithm = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &algorithm, nullptr);
    const EVP_MD* method = algorithm == nullptr ? nullptr : EVP_get_digestbyobj(algorithm->algorithm);
    auto* said = static_cast<ASN1_OCTET_STRING*>(
        CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING));
    ASN1_OCTET_STRING** content = CMS_get0_content(cms.get());
    if (method == nullptr || said == nullptr || (content != nullptr && *content != nullptr)) return false;
    std::string sum = digest_of(file, range, method);
    std::string_view claimed(reinterpret_cast<const char*>(ASN1_STRING_get0_data(said)),
                             static_cast<std::size_t>(ASN1_STRING_length(said)));
    return !sum.empty() && sum != claimed;
}

// "/M (D:20200620171849+08'00')" in the same dictionary, the signature itself left out of the search.
std::string time_near(std::string_view file, std::size_t at, const ByteRange& range) {
    constexpr std::size_t around = 2000;
    std::size_t gap_start = range.first + range.first_size;
    auto look = [](std::string_view part) -> std::string {
        std::size_t mark = part.find("(D:");
        return mark == std::string_view::npos ? "" : layout::time_of(part.substr(mark + 1, 23));
    };
    std::size_t from = at > around ? at - around : 0;
    std::size_t start = std::max(from, std::min(file.rfind(" obj", at), at));
    std::string_view before = file.substr(start, std::min(at, gap_start > start ? gap_start : at) - start);
    std::string_view after = file.substr(std::max(at, range.second), around);
    after = after.substr(0, after.find("endobj"));
    std::string time = look(before);
    if (time.empty()) time = look(after);
    if (time.empty()) time = look(file.substr(at, std::min(around, gap_start > at ? gap_start - at : 0)));
    return time;
}

} // namespace

std::vector<Signature> signatures(std::span<const std::byte> bytes) {
    std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    constexpr std::string_view mark = "/ByteRange";
    std::vector<Signature> found;
    for (std::size_t at = file.find(mark); at != std::string_view::npos && found.size() < most;
         at = file.find(mark, at + mark.size())) {
        auto range = byte_range_at(file, at + mark.size());
        if (!range) continue;
        std::size_t gap = range->first + range->first_size;
        std::vector<std::byte> der = unhex(file.substr(gap, range->second - gap));
        Signature signature;
        signature.signer = layout::signer_of(der);
        signature.time = time_near(file, at, *range);
        signature.validity = altered(file, *range, der) ? "invalid" : "unknown";
        found.push_back(std::move(signature));
    }
    return found;
}

void place_signatures(Document& document) {
    std::vector<int> pages;
    for (const Seal& seal : document.seals)
        if (seal.origin == Seal::Origin::signature) pages.push_back(seal.page);
    bool one_page = !pages.empty() && std::all_of(pages.begin(), pages.end(), [&](int p) { return p == pages[0]; });
    if (pages.size() != document.signatures.size() && !one_page) return;
    for (std::size_t i = 0; i < document.signatures.size(); ++i)
        document.signatures[i].page = one_page ? pages[0] : pages[i];
}

} // namespace shenbao::pdf
