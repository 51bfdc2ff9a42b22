#pragma once
// The words of an HTML mail, and its links.

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

struct Link {
    std::string target;             // href, entities resolved
    std::size_t begin = 0, end = 0; // the link's words within HtmlText::text
};

struct HtmlText {
    std::string text;        // a line a block or row, table cells separated by a blank; scripts and styles left out
    std::vector<Link> links; // in order
    std::vector<std::string> content_ids; // of pictures shown in the text (`cid:…`, RFC 2392), without "cid:"
};

// Never fails: what is no markup is text. `html` is clean UTF-8.
HtmlText read_html(std::string_view html);

// The charset that the document names for itself (`<meta charset=…>`), empty if none.
std::string html_charset(std::string_view bytes);

} // namespace shenbao::mail
