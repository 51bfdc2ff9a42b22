#pragma once

#include <string>
#include <string_view>

namespace shenbao::fields_detail {

// An address as recognition gave it, with the name of its city mended where it is one character off the only city of
// its province that it can be (GB/T 2260, prefecture level): "山东省更庄市" is Zaozhuang's; and the name of its province
// likewise, where the city is one of that province's: "过宁省鞍山市" is in Liaoning. Else as it is.
std::string with_known_places(std::string_view address);

} // namespace shenbao::fields_detail
