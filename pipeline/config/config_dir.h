#pragma once
// Where the configuration stands.

#include "pipeline/config/config_error.h"

#include <filesystem>

namespace shenbao {

// The folder that holds `messages` (and `campaigns`): `named` if it is given, else $SHENBAO_CONFIG, else the first
// `config` or `share/shenbao` found in the program's own folder or one above it. Throws ConfigError where there is
// none.
std::filesystem::path find_config_dir(const std::filesystem::path& named = {});

// The same for a program in `start`, without looking at the environment.
std::filesystem::path find_config_above(const std::filesystem::path& start);

} // namespace shenbao
