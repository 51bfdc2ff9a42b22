#include "pipeline/model/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <new>

namespace shenbao {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

// Looked up once: the library searches its providers for it. Where it could not set itself up, it does not look whether
// it did.
const EVP_MD* sha256() {
    static const EVP_MD* const found = [] {
        OSSL_LIB_CTX* library = OSSL_LIB_CTX_get0_global_default();
        if (!library || OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) throw std::bad_alloc();
        const EVP_MD* md = EVP_MD_fetch(library, "SHA256", nullptr);
        if (!md) throw std::bad_alloc();
        return md;
    }();
    return found;
}

} // namespace

Digest::Digest(std::string_view hex) {
    Sum sum{};
    if (hex.size() != 2 * sum.size()) return;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const std::size_t value = digits.find(hex[i]);
        if (value == std::string_view::npos) return;
        sum[i / 2] = static_cast<unsigned char>(sum[i / 2] << 4 | value);
    }
    sum_ = sum;
}

std::string Digest::hex() const {
    std::string hex;
    if (empty()) return hex;
    hex.reserve(2 * sum_.size());
    for (unsigned char byte : sum_) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

Digest Digest::of(std::span<const std::byte> bytes) {
    Hasher hasher;
    hasher.update(bytes);
    return hasher.finish();
}

Digest Digest::of(std::string_view bytes) { return of(std::as_bytes(std::span(bytes))); }

struct Hasher::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    void start() {
        if (!context || EVP_DigestInit_ex(context.get(), sha256(), nullptr) != 1) throw std::bad_alloc();
    }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { state_->start(); }
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

Digest Hasher::finish() {
    Digest digest;
    EVP_DigestFinal_ex(state_->context.get(), digest.sum_.data(), nullptr);
    state_->start();
    return digest;
}

} // namespace shenbao
