#pragma once
// What a document was encrypted with, as evidence for the sender.

#include "extractors/word/ole.h"
#include "extractors/word/view.h"

#include <string>

namespace shenbao {

// By the version that begins an encryption header ([MS-OFFCRYPTO] 2.3.5.1, 2.3.6.1): "RC4", "RC4 CryptoAPI", "AES
// (standard)", "AES (agile)", "AES (extensible)"; "" for others.
std::string cipher_of(View header);

// Of an encrypted Office package: as above, or "IRM" where rights are managed by a server.
std::string package_cipher(const OleFile& ole);

} // namespace shenbao
