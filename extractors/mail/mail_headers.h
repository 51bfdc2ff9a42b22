#pragma once
// The header of a mail as facts.

#include "extractors/mail/message_tree.h"
#include "pipeline/model/mail.h"

#include <vector>

namespace shenbao::mail {

// Fills in what a header says: sender, subject, times, and the further headers. Of a field that stands more than once
// the first counts: the topmost Received is the newest, and the only one written by the receiver's own server.
void take_headers(const std::vector<RawHeader>& headers, MailFacts& mail);

} // namespace shenbao::mail
