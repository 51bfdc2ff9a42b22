#pragma once
// Text made safe for where it is written into a page.

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace shenbao::report {

// Foreign text for markup or an attribute in quotes: visible(), and & < > " ' escaped.
std::string escaped(std::string_view utf8);
// Foreign text as a JSON string may hold it inside <script>: no '<' that could end the block.
std::string script_json(const nlohmann::ordered_json& json);
// A path for a link: everything but unreserved characters and '/' percent-encoded (RFC 3986, 2.1).
std::string url_path(std::string_view utf8);
std::string base64(std::string_view bytes);
// 'sha256-…' of a Content-Security-Policy, over exactly these bytes.
std::string csp_hash(std::string_view bytes);

} // namespace shenbao::report
