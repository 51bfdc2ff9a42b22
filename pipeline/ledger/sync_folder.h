#pragma once
// What a rename needs to last through a power cut.

#include <filesystem>

namespace shenbao {

// Makes the names in a folder last. Throws std::system_error with the folder's name.
void sync_folder(const std::filesystem::path& folder);

} // namespace shenbao
