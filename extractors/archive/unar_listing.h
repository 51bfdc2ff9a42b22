#pragma once
// What `lsar` says of an archive.

#include "extractors/archive/names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::archive {

struct UnarMember {
    int index = 0; // as unar wants it named
    RawName name;
    std::optional<std::uint64_t> size;
    std::optional<std::uint32_t> crc; // of the unpacked bytes; none where there is another kind of sum
    bool folder = false, link = false, encrypted = false;
    std::string target; // of a link
    std::string test;   // what `lsar -t` found: "ok", "no_checksum", or a failure; else empty
};

struct UnarListing {
    std::string format; // "rar4", "rar5", "7z", "zip", or lsar's own word
    std::vector<UnarMember> members;
    bool solid = false;
    int error = 0; // XADMaster's number of what ended the listing early
};

// Reads the output of `lsar -ja`. None where it is no whole listing: lsar stops in the middle where it wants a
// password and gets none. `most`: members beyond are left out, but for one.
std::optional<UnarListing> parse_unar_listing(std::string_view json, std::size_t most);

} // namespace shenbao::archive
