#pragma once
// TNEF, the wrapping in which Outlook sends attachments to those it takes for Outlook users: `winmail.dat`
// ([MS-OXTNEF]).

#include "extractors/mail/mapi.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

struct TnefFile {
    std::string name;      // decoded; empty where it has none
    std::string_view data; // within the TNEF bytes
};

struct TnefFiles {
    std::vector<TnefFile> files;
    MapiProperties properties; // of the message itself
    bool damaged = false;      // the structure ended early or did not fit its lengths; the files before that are there
};

bool is_tnef(std::string_view bytes);

// The files attached, also those of mails attached (to a bounded depth), at most `most` of them. `bytes` must outlive
// the result.
TnefFiles read_tnef(std::string_view bytes, std::size_t most);

} // namespace shenbao::mail
