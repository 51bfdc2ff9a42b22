#include "extractors/word/encryption.h"

namespace shenbao {

std::string cipher_of(View header) {
    unsigned major = header.u16(0), minor = header.u16(2);
    if (major == 1 && minor == 1) return "RC4";
    if (major == 4 && minor == 4) return "AES (agile)";
    if (major < 2 || major > 4) return {};
    constexpr std::uint32_t aes = 0x20; // flag fAES
    if (minor == 3) return "AES (extensible)";
    if (minor != 2) return {};
    return header.u32(4) & aes ? "AES (standard)" : "RC4 CryptoAPI";
}

std::string package_cipher(const OleFile& ole) {
    std::string info = ole.read("EncryptionInfo", 1 << 20);
    if (!info.empty()) return cipher_of(View(info));
    for (const std::string& stream : ole.streams())
        if (stream.find("DRMEncrypted") != std::string::npos) return "IRM";
    return {};
}

} // namespace shenbao
