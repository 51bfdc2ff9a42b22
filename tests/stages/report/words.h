#pragma once
// The words of the reports, as staff read them: config/messages.

#include "pipeline/config/messages_file.h"
#include "pipeline/model/messages.h"

#include <filesystem>

namespace shenbao::test {

inline const Messages& words() {
    static const Messages messages = load_messages(std::filesystem::path(SHENBAO_ROOT) / "config" / "messages");
    return messages;
}

} // namespace shenbao::test
