#pragma once
// What a signature's bytes say of themselves (CMS, and the Chinese seal formats GB/T 38540 and GM/T 0031): who signed,
// and the name of the seal. Trust is not judged here.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace shenbao::layout {

// The common name of the certificate that signed, or that of its organisation. Of several certificates the one that
// issued none of the others. "" where there is none.
std::string signer_of(std::span<const std::byte> der);

// The name of the electronic seal inside, e.g. "某某有限公司", or "".
std::string seal_name_of(std::span<const std::byte> der);

// ASN.1 times ("20200620091849Z", "200620091849Z", with fractions), PDF dates ("D:20200620171849+08'00'") and written
// times ("2020-06-20 17:18:49", taken as Beijing time) as RFC 3339; "" for anything else.
std::string time_of(std::string_view written);

} // namespace shenbao::layout
