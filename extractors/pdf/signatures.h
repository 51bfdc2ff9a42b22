#pragma once
// Digital signatures of a PDF, read from its bytes (ISO 32000-1, 12.8): Poppler would look for a certificate store on
// the disk.

#include "pipeline/model/document.h"

#include <cstddef>
#include <span>
#include <vector>

namespace shenbao::pdf {

// In order of the file; pages are not known here. "invalid" where the signed bytes are not what was signed, else
// "unknown": whether the signer can be trusted is not judged.
std::vector<Signature> signatures(std::span<const std::byte> file);
// Gives signatures the pages of the seals they are shown as, where that is clear.
void place_signatures(Document& document);

} // namespace shenbao::pdf
