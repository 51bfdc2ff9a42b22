#include "extractors/word/decryption.h"

#include "extractors/word/xml_tree.h"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <utility>

namespace shenbao {
namespace {

constexpr std::size_t most_package = std::size_t{1} << 30; // bytes
constexpr int most_spins = 1'000'000;                       // Office asks for 100,000; a hostile file for billions

std::string little_endian(std::uint32_t value) {
    return {static_cast<char>(value), static_cast<char>(value >> 8), static_cast<char>(value >> 16),
            static_cast<char>(value >> 24)};
}

std::string bytes_of(std::u16string_view text) {
    std::string out;
    for (char16_t unit : text) {
        out += static_cast<char>(unit & 0xFF);
        out += static_cast<char>(unit >> 8);
    }
    return out;
}

struct FreeHash {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

class Hash {
  public:
    explicit Hash(const EVP_MD* kind) : kind_(kind), context_(EVP_MD_CTX_new()) {
        if (!context_) throw std::bad_alloc();
    }
    std::string operator()(std::initializer_list<std::string_view> parts) {
        unsigned char sum[EVP_MAX_MD_SIZE];
        unsigned length = 0;
        EVP_DigestInit_ex(context_.get(), kind_, nullptr);
        for (std::string_view part : parts)
            EVP_DigestUpdate(context_.get(), part.data(), part.size());
        EVP_DigestFinal_ex(context_.get(), sum, &length);
        return {reinterpret_cast<char*>(sum), length};
    }
    // Of salt and password, then of that and a count, over and over.
    std::string spun(std::string_view salt, std::u16string_view password, int times) {
        std::string sum = (*this)({salt, bytes_of(password)});
        for (int i = 0; i < times; ++i)
            sum = (*this)({little_endian(static_cast<std::uint32_t>(i)), sum});
        return sum;
    }

  private:
    const EVP_MD* kind_;
    std::unique_ptr<EVP_MD_CTX, FreeHash> context_;
};

// Whole blocks of AES; "" where the key is no AES key. Without `start` each block stands for itself, else they are
// chained from it.
std::string aes(std::string_view key, std::string_view start, std::string_view bytes) {
    const bool chained = !start.empty();
    const EVP_CIPHER* kind = key.size() == 16   ? (chained ? EVP_aes_128_cbc() : EVP_aes_128_ecb())
                             : key.size() == 24 ? (chained ? EVP_aes_192_cbc() : EVP_aes_192_ecb())
                             : key.size() == 32 ? (chained ? EVP_aes_256_cbc() : EVP_aes_256_ecb())
                                                : nullptr;
    constexpr std::size_t block = 16;
    if (!kind || (chained && start.size() != block)) return {};
    bytes = bytes.substr(0, bytes.size() / block * block);
    std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    if (!context) throw std::bad_alloc();
    auto raw = [](std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); };
    if (EVP_DecryptInit_ex(context.get(), kind, nullptr, raw(key), chained ? raw(start) : nullptr) != 1) return {};
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    std::string out(bytes.size() + block, '\0');
    int length = 0;
    if (EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, raw(bytes),
                          static_cast<int>(bytes.size())) != 1)
        return {};
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// A package begins with its true length.
std::string cut_to_length(std::string package, std::uint64_t length) {
    if (length < package.size()) package.resize(length);
    return package;
}

// --- standard (2.3.4.5 to 2.3.4.9) ---

std::string standard_key(std::string_view salt, std::u16string_view password, std::size_t length) {
    constexpr int spins = 50'000;
    Hash sha1(EVP_sha1());
    std::string sum = sha1({sha1.spun(salt, password, spins), little_endian(0)});
    std::string key;
    for (char fill : {'\x36', '\x5C'}) {
        std::string pad(64, fill);
        for (std::size_t i = 0; i < sum.size(); ++i)
            pad[i] = static_cast<char>(pad[i] ^ sum[i]);
        key += sha1({pad});
    }
    return key.substr(0, length);
}

std::optional<std::string> standard_package(View info, View package, std::u16string_view password) {
    const View header = info.slice(12, info.u32(8)), verifier = info.slice(12 + std::size_t{info.u32(8)});
    const std::string key = standard_key(verifier.slice(4, 16).bytes(), password, header.u32(16) / 8);
    const std::string told = aes(key, {}, verifier.slice(20, 16).bytes());
    const std::string sum = aes(key, {}, verifier.slice(40, 32).bytes());
    if (told.empty() || sum.size() < 20 || Hash(EVP_sha1())({told}) != sum.substr(0, 20)) return std::nullopt;
    return cut_to_length(aes(key, {}, package.slice(8).bytes()), package.u64(0));
}

// --- agile (2.3.4.10 to 2.3.4.15) ---

std::string decoded(std::string_view base64) {
    std::string out(base64.size() / 4 * 3 + 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                       reinterpret_cast<const unsigned char*>(base64.data()),
                                       static_cast<int>(base64.size()));
    const auto padding = std::count(base64.begin(), base64.end(), '=');
    out.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, length - padding)));
    return out;
}

int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

const EVP_MD* hash_named(std::string_view name) {
    if (name == "SHA1" || name == "SHA-1") return EVP_sha1();
    if (name == "SHA256") return EVP_sha256();
    if (name == "SHA384") return EVP_sha384();
    return name == "SHA512" ? EVP_sha512() : nullptr;
}

// Sums and salts are made as long as they must be.
std::string of_length(std::string bytes, std::size_t length) {
    bytes.resize(length, '\x36');
    return bytes;
}

// What keyData and encryptedKey have in common.
struct AgileCipher {
    explicit AgileCipher(const xml::Node& node)
        : hash(hash_named(node.attribute("hashAlgorithm"))), salt(decoded(node.attribute("saltValue"))),
          key_bytes(static_cast<std::size_t>(std::clamp(number(node.attribute("keyBits")) / 8, 0, 64))),
          known(hash && node.attribute("cipherAlgorithm") == "AES" &&
                node.attribute("cipherChaining") == "ChainingModeCBC") {}

    const EVP_MD* hash;
    std::string salt;
    std::size_t key_bytes;
    bool known;
};

constexpr std::size_t aes_block = 16;

std::optional<std::string> agile_key(const xml::Node& node, std::u16string_view password) {
    using namespace std::string_view_literals;
    const AgileCipher cipher(node);
    const int spins = number(node.attribute("spinCount"));
    if (!cipher.known || spins < 0 || spins > most_spins) return std::nullopt;
    Hash hash(cipher.hash);
    const std::string sum = hash.spun(cipher.salt, password, spins);
    const auto value = [&](std::string_view purpose, std::string_view attribute) {
        return aes(of_length(hash({sum, purpose}), cipher.key_bytes), of_length(cipher.salt, aes_block),
                   decoded(node.attribute(attribute)));
    };
    const std::string told = value("\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79"sv, "encryptedVerifierHashInput");
    const std::string check = value("\xD7\xAA\x0F\x6D\x30\x61\x34\x4E"sv, "encryptedVerifierHashValue");
    const std::string its_sum = hash({told});
    if (told.empty() || check.size() < its_sum.size() || check.substr(0, its_sum.size()) != its_sum)
        return std::nullopt;
    return value("\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6"sv, "encryptedKeyValue");
}

const xml::Node* find(const xml::Node& node, std::string_view local) {
    if (node.local() == local) return &node;
    for (const xml::Node& child : node.children)
        if (const xml::Node* found = find(child, local)) return found;
    return nullptr;
}

std::optional<std::string> agile_package(View info, View package, std::u16string_view password) {
    constexpr std::size_t segment = 4096;
    const xml::Tree tree = xml::parse(info.slice(8).bytes());
    const xml::Node *data = find(tree.root, "keyData"), *lock = find(tree.root, "encryptedKey");
    if (!data || !lock) return std::nullopt;
    const AgileCipher cipher(*data);
    std::optional<std::string> key = agile_key(*lock, password);
    if (!cipher.known || !key) return std::nullopt;
    *key = key->substr(0, cipher.key_bytes);
    Hash hash(cipher.hash);
    std::string out;
    const View body = package.slice(8);
    for (std::size_t at = 0, i = 0; at < body.size(); at += segment, ++i) {
        const std::string start =
            of_length(hash({cipher.salt, little_endian(static_cast<std::uint32_t>(i))}), aes_block);
        out += aes(*key, start, body.slice(at, segment).bytes());
    }
    return cut_to_length(std::move(out), package.u64(0));
}

// --- RC4 ---

class Rc4 {
  public:
    explicit Rc4(std::string_view key) {
        for (int i = 0; i < 256; ++i)
            state_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
        for (std::size_t i = 0, j = 0; i < 256; ++i) {
            j = (j + state_[i] + static_cast<std::uint8_t>(key[i % key.size()])) & 0xFF;
            std::swap(state_[i], state_[j]);
        }
    }
    char next() {
        i_ = (i_ + 1) & 0xFF;
        j_ = (j_ + state_[i_]) & 0xFF;
        std::swap(state_[i_], state_[j_]);
        return static_cast<char>(state_[(state_[i_] + state_[j_]) & 0xFF]);
    }

  private:
    std::array<std::uint8_t, 256> state_;
    std::size_t i_ = 0, j_ = 0;
};

} // namespace

std::optional<std::string> decrypted_package(const OleFile& ole, std::u16string_view password) {
    const std::string info = ole.read("EncryptionInfo", 1 << 20);
    const std::string package = ole.read("EncryptedPackage", most_package);
    const View head(info);
    const unsigned major = head.u16(0), minor = head.u16(2);
    if (package.size() < 8) return std::nullopt;
    if (major == 4 && minor == 4) return agile_package(head, View(package), password);
    constexpr std::uint32_t by_aes = 0x20; // flag fAES
    if (major >= 2 && major <= 4 && minor == 2 && (head.u32(4) & by_aes))
        return standard_package(head, View(package), password);
    return std::nullopt;
}

std::string StreamCipher::key_of(std::uint32_t block) const {
    if (kind_ == Kind::rc4) return Hash(EVP_md5())({secret_, little_endian(block)});
    std::string key = Hash(EVP_sha1())({secret_, little_endian(block)}).substr(0, key_bytes_);
    constexpr std::size_t short_key = 5; // 40 bits are filled up to 128
    if (key_bytes_ == short_key) key.resize(16, '\0');
    return key;
}

bool StreamCipher::opens(std::string verifier, std::string its_hash) {
    std::string both = verifier + its_hash;
    apply(both, 0);
    Hash hash(kind_ == Kind::rc4 ? EVP_md5() : EVP_sha1());
    return hash({std::string_view(both).substr(0, verifier.size())}) == both.substr(verifier.size());
}

std::optional<StreamCipher> StreamCipher::open(View header, std::u16string_view password) {
    const unsigned major = header.u16(0), minor = header.u16(2);
    if (major == 1 && minor == 1) {
        constexpr std::size_t truncated = 5;
        Hash md5(EVP_md5());
        const std::string_view salt = header.slice(4, 16).bytes();
        const std::string sum = md5({bytes_of(password)}).substr(0, truncated);
        std::string mixed;
        for (int i = 0; i < 16; ++i)
            mixed += sum, mixed += salt;
        StreamCipher cipher(Kind::rc4, md5({mixed}).substr(0, truncated), 16);
        const bool right = cipher.opens(std::string(header.slice(20, 16).bytes()), std::string(header.slice(36, 16).bytes()));
        return right ? std::optional(std::move(cipher)) : std::nullopt;
    }
    if (major < 2 || major > 4 || minor != 2) return std::nullopt;
    const View body = header.slice(12, header.u32(8)), verifier = header.slice(12 + std::size_t{header.u32(8)});
    const std::uint32_t bits = body.u32(16) == 0 ? 40 : body.u32(16);
    if (bits < 40 || bits > 128) return std::nullopt;
    const std::string secret = Hash(EVP_sha1()).spun(verifier.slice(4, 16).bytes(), password, 0);
    StreamCipher cipher(Kind::crypto_api, secret, bits / 8);
    const bool right = cipher.opens(std::string(verifier.slice(20, 16).bytes()), std::string(verifier.slice(40, 20).bytes()));
    return right ? std::optional(std::move(cipher)) : std::nullopt;
}

void StreamCipher::apply(std::span<char> bytes, std::size_t at) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t block = (at + i) / block_size;
        if (block_ != block) {
            Rc4 rc4(key_of(static_cast<std::uint32_t>(block)));
            std::generate(ahead_.begin(), ahead_.end(), [&] { return rc4.next(); });
            block_ = block;
        }
        bytes[i] = static_cast<char>(bytes[i] ^ ahead_[(at + i) % block_size]);
    }
}

} // namespace shenbao
