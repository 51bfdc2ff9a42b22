#pragma once
// Mending a PDF that lost its end.

#include <string>
#include <string_view>

namespace shenbao::pdf {

// The file with a trailer that names its catalog, found among the objects; "" where there is none to be found.
std::string with_trailer(std::string_view file);

} // namespace shenbao::pdf
