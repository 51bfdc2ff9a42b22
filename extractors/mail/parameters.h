#pragma once
// Parameters of Content-Type and Content-Disposition (RFC 2045, 5.1; RFC 2183; RFC 2231), as senders really write them.

#include <map>
#include <string>
#include <string_view>

namespace shenbao::mail {

// A structured header: its first word in lower case ("multipart/mixed", "attachment") and its parameters, undecoded.
struct Structured {
    std::string value;
    std::map<std::string, std::string>
        parameters; // by lower-case name as written: "filename", "name*0*"; the first one stands
};

// Reads past what is malformed: quotes that do not end, blanks and encoded words without quotes, GBK bytes whose
// second half looks like '\'. `raw` may be folded.
Structured read_structured(std::string_view raw);

// The decoded parameter: RFC 2231 (`name*`, `name*0*`…) before the plain form, RFC 2047 inside either. Empty if absent.
std::string parameter(const Structured& header, const std::string& name);

} // namespace shenbao::mail
