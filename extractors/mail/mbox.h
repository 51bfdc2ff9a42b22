#pragma once
// Cuts an mbox file into messages.

#include "pipeline/model/mail.h"

#include <cstddef>
#include <functional>
#include <string_view>

namespace shenbao::mail {

// Walks over the messages of an mbox file in order: mboxo, mboxrd, mboxcl and mboxcl2, with LF or CRLF. A range is the
// message without its "From " line and without the empty line that ends it. Nothing is kept between two messages.
void each_message(std::string_view file, const std::function<void(std::size_t offset, std::string_view message)>& take);

} // namespace shenbao::mail
