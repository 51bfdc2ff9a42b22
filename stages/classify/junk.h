#pragma once

#include <string_view>

namespace shenbao {

// Files that no applicant means to send: what systems and programs leave behind ("Thumbs.db", "__MACOSX/…", "~$…").
bool is_junk(std::string_view entry);

} // namespace shenbao
