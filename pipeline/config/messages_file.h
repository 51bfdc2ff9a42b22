#pragma once
// Reads the sentences and words for staff: config/messages/*.toml, all files of the folder as one.

#include "pipeline/config/config_error.h"
#include "pipeline/model/messages.h"

#include <filesystem>

namespace shenbao {

// Each file is a table of code = "sentence" or word = "…"; tables in it join their keys by a point, so that
// `"material.missing" = "…"` and `[material]` `missing = "…"` are the same. Throws ConfigError for a key that stands
// twice, a value that is no text, and a folder without a file.
Messages load_messages(const std::filesystem::path& folder);

} // namespace shenbao
