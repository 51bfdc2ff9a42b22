#pragma once
// The text of a message that Outlook keeps as compressed RTF ([MS-OXRTFCP]), which may be HTML in disguise
// ([MS-OXRTFEX]).

#include <string>
#include <string_view>

namespace shenbao::mail {

// The RTF itself; as far as it goes where the bytes are damaged, "" where they are none.
std::string decompress_rtf(std::string_view bytes);

struct RtfBody {
    std::string text; // UTF-8
    bool is_html = false;
};

RtfBody read_rtf_body(std::string_view rtf);

} // namespace shenbao::mail
