#include "pipeline/model/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <new>

namespace shenbao {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::string to_hex(std::span<const unsigned char> bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (unsigned char b : bytes) {
        out += digits[b >> 4];
        out += digits[b & 15];
    }
    return out;
}

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
    if (hex.size() == 64 && std::all_of(hex.begin(), hex.end(), is_hex)) hex_ = hex;
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
    std::array<unsigned char, 32> sum{};
    EVP_DigestFinal_ex(state_->context.get(), sum.data(), nullptr);
    state_->start();
    return Digest(to_hex(sum));
}

} // namespace shenbao
