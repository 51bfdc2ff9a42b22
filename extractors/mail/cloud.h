#pragma once
// Cloud attachments: files that a sender's mail program put into the provider's store, leaving only a link in the text.

#include "extractors/mail/html_text.h"
#include "pipeline/model/mail.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

// "netease" or "tencent" where the address leads to that provider's store for large files, else empty.
std::string_view cloud_provider(std::string_view address);

// The cloud attachments that a text names, in order; a file is named once however many links lead to it.
std::vector<CloudAttachment> cloud_attachments(const HtmlText& html);
std::vector<CloudAttachment> cloud_attachments(std::string_view plain);

} // namespace shenbao::mail
