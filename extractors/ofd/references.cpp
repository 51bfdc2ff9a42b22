#include "extractors/ofd/references.h"

#include "pipeline/model/text.h"

#include <openssl/evp.h>

#include <cstdint>
#include <vector>

namespace shenbao::ofd {
namespace {

const EVP_MD* method_of(std::string name) {
    name = text::fold(name);
    if (name.empty() || name == "md5") return EVP_md5(); // the standard's default
    if (name == "sha1") return EVP_sha1();
    if (name == "sm3" || name == "1.2.156.10197.1.401") return EVP_sm3();
    if (name == "sha256" || name == "2.16.840.1.101.3.4.2.1") return EVP_sha256();
    return nullptr;
}

std::string base64_of(const std::string& bytes, const EVP_MD* method) {
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), sum, &length, method, nullptr) != 1) return {};
    std::vector<unsigned char> text(4 * (EVP_MAX_MD_SIZE / 3 + 1) + 1);
    int count = EVP_EncodeBlock(text.data(), sum, static_cast<int>(length));
    return {reinterpret_cast<char*>(text.data()), static_cast<std::size_t>(count)};
}

} // namespace

bool references_hold(Package& package, const std::string& signature_path, const Element& references) {
    const EVP_MD* method = method_of(references.attribute("CheckMethod"));
    if (method == nullptr) return true;
    for (const Element& reference : references.children("Reference")) {
        auto bytes = package.read(Package::resolve(signature_path, reference.attribute("FileRef")));
        std::string sum = bytes ? base64_of(*bytes, method) : std::string();
        if (!bytes || (!sum.empty() && sum != text::trim(reference.child("CheckValue").text()))) return false;
    }
    return true;
}

} // namespace shenbao::ofd
