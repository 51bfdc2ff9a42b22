#pragma once
// Office's encryption undone where the password is known ([MS-OFFCRYPTO]). Excel encrypts a workbook whose structure is
// protected, and opens it again without asking anybody: with a password that all programs know.

#include "extractors/word/ole.h"
#include "extractors/word/view.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace shenbao {

inline constexpr std::u16string_view everyones_password = u"VelvetSweatshop"; // [MS-XLS] 2.2.10

// The package within a compound file, by AES as Office 2007 ("standard", 2.3.4.5) and later ones ("agile", 2.3.4.10)
// use it. None where the password is another, or the cipher none of these.
std::optional<std::string> decrypted_package(const OleFile& ole, std::u16string_view password);

// RC4 over a stream in blocks of a kilobyte, each with a key of its own (2.3.6, and 2.3.5 for CryptoAPI).
class StreamCipher {
  public:
    // `header` begins with its version. None where the password is another, or the cipher none of these.
    static std::optional<StreamCipher> open(View header, std::u16string_view password);
    // `bytes` stand at `at` of the stream; they are decrypted in place.
    void apply(std::span<char> bytes, std::size_t at);

  private:
    static constexpr std::size_t block_size = 1024;
    enum class Kind { rc4, crypto_api };
    StreamCipher(Kind kind, std::string secret, std::size_t key_bytes)
        : kind_(kind), secret_(std::move(secret)), key_bytes_(key_bytes) {}
    std::string key_of(std::uint32_t block) const;
    bool opens(std::string verifier, std::string its_hash);

    Kind kind_;
    std::string secret_; // what keys are made of
    std::size_t key_bytes_;
    std::array<char, block_size> ahead_{}; // what the open block is combined with
    std::optional<std::size_t> block_;     // the open one
};

} // namespace shenbao
