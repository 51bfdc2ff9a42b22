#pragma once
// What a part of a mail is called.

#include "extractors/mail/message_tree.h"

#include <string>
#include <string_view>

namespace shenbao::mail {

// A file's name as the sender's program gives it: of the disposition's `filename` and the content type's `name` the one
// that is not visibly broken. Empty where there is none.
std::string file_name(const Leaf& leaf);

// The last component, without control and direction characters: safe to show and to store under.
std::string safe_name(std::string_view name);

} // namespace shenbao::mail
