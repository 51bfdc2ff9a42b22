#include "pipeline/config/config_dir.h"

#include <cstdlib>
#include <optional>
#include <string>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

bool holds_config(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder / "messages", error);
}

fs::path demanded(const fs::path& folder, const std::string& said_by) {
    if (holds_config(folder)) return folder;
    throw ConfigError(folder.string() + ": named by " + said_by + ", but holds no folder \"messages\"");
}

fs::path program_folder() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::current_path() : program.parent_path();
}

std::optional<fs::path> config_above(const fs::path& start) {
    for (fs::path folder = start;; folder = folder.parent_path()) {
        for (const char* name : {"config", "share/shenbao"})
            if (holds_config(folder / name)) return folder / name;
        if (folder == folder.parent_path()) return std::nullopt;
    }
}

} // namespace

fs::path find_config_above(const fs::path& start) {
    if (auto found = config_above(start)) return *found;
    throw ConfigError(start.string() +
                      ": no folder \"config/messages\" here or above; name one with --config or SHENBAO_CONFIG");
}

fs::path find_config_dir(const fs::path& named) {
    if (!named.empty()) return demanded(named, "--config");
    if (const char* set = std::getenv("SHENBAO_CONFIG"); set && *set) return demanded(set, "SHENBAO_CONFIG");
    // A program run out of a build folder elsewhere finds the sources it was made from.
    for (const fs::path& start : {program_folder(), fs::path(__FILE__).parent_path()})
        if (auto found = config_above(start)) return *found;
    return find_config_above(program_folder());
}

} // namespace shenbao
