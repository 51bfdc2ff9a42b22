#pragma once

#include <string>
#include <string_view>

namespace shenbao::fields_detail {

// An address as recognition gave it, with the name of its city mended where it is one character off the only city of
// its province that it can be (GB/T 2260, prefecture level): "山东省更庄市" is Zaozhuang's. Else as it is.
std::string with_known_city(std::string_view address);

} // namespace shenbao::fields_detail
