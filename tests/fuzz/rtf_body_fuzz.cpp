// The text of Outlook's compressed RTF on any bytes.
#include "extractors/mail/rtf_body.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    shenbao::mail::read_rtf_body(shenbao::mail::decompress_rtf(bytes));
    shenbao::mail::read_rtf_body(bytes);
    return 0;
}
