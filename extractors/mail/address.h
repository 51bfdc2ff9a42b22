#pragma once
// Addresses (RFC 5322, 3.4), the first of a list.

#include <string>
#include <string_view>

namespace shenbao::mail {

struct Address {
    std::string name;    // decoded display name, may be empty
    std::string address; // "user@host", as written
};

Address read_address(std::string_view raw);

} // namespace shenbao::mail
