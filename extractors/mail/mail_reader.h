#pragma once
// One mail as facts: its header decoded, its parts as blobs, its text.

#include "extractors/extractor.h"

#include <string_view>

namespace shenbao::mail {

// Reads a message from its first header line on. Decoded parts go to the sink one after the other, in pieces. Throws
// ItemError for what is no mail.
Facts read_mail(std::string_view message, const ReadOptions& options, Sink& sink);

} // namespace shenbao::mail
