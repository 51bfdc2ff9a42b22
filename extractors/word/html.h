#pragma once
// HTML as text and tables, for documents that are HTML under another name and for HTML inside documents.

#include "extractors/word/collector.h"

#include <string_view>

namespace shenbao {

// Reads a page of any encoding into `flow`; its title becomes a property.
void read_html(std::string_view bytes, const Flow& flow);

// The HTML part of an MHTML file (RFC 2557), decoded; empty where there is none.
std::string html_of_mhtml(std::string_view bytes);
// The pictures that such a file brings along.
void put_mhtml_pictures(std::string_view bytes, Collector& out, Sink& sink);
bool looks_like_mhtml(std::string_view head);
bool looks_like_html(std::string_view head);

// Plain text of any encoding: a line a paragraph.
void read_text(std::string_view bytes, const Flow& flow);
// UTF-16 and UTF-8 by their marks, else as the bytes tell.
std::string text_of_unknown(std::string_view bytes, std::string* charset = nullptr);

} // namespace shenbao
