// What ended runs left behind: shown, and removed when told to.

#include "pipeline/cli/cli.h"
#include "pipeline/cli/json_log.h"
#include "pipeline/cli/options.h"
#include "pipeline/harmless.h"
#include "pipeline/outputs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

struct Leftover {
    fs::path path;
    std::uintmax_t bytes = 0;
};

std::uintmax_t bytes_of(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return fs::file_size(path, error);
    std::uintmax_t sum = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path, error))
        if (entry.is_regular_file(error)) sum += entry.file_size(error);
    return sum;
}

// Blobs of a run that was killed, and files it had not put in place yet. No run is at work: the lease is held.
void find_in_folder(const fs::path& out, std::vector<Leftover>& found) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(out / "blobs", error))
        found.push_back({entry.path(), bytes_of(entry.path())});
    for (const char* folder : {".", "notices", "drafts"})
        for (const auto& entry : fs::directory_iterator(out / folder, error))
            if (entry.path().extension() == ".new" && entry.is_regular_file(error))
                found.push_back({entry.path(), bytes_of(entry.path())});
}

bool is_mine_and_old(const fs::path& folder) {
    struct stat state {};
    if (::lstat(folder.c_str(), &state) != 0 || !S_ISDIR(state.st_mode) || state.st_uid != ::getuid()) return false;
    constexpr auto a_day = std::chrono::hours(24);
    return std::chrono::system_clock::now() - std::chrono::system_clock::from_time_t(state.st_mtime) > a_day;
}

// Folders that checks work in, of a day ago or more.
void find_temporary(std::vector<Leftover>& found) {
    constexpr std::size_t name_length = sizeof "shenbao-XXXXXX" - 1;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("shenbao-") && name.size() == name_length && is_mine_and_old(entry.path()))
            found.push_back({entry.path(), bytes_of(entry.path())});
    }
}

} // namespace

int command_clean(const CommandOptions& options) {
    const Messages messages = messages_for(options);
    if (!fs::exists(fs::path(options.out) / "ledger.db"))
        throw UsageError(messages.word("program.no_records", {{"path", options.out}}));
    FolderLease lease(options.out, messages);
    if (!lease.held()) {
        tell(messages.word("program.in_use", {{"path", options.out}}));
        return status::in_use;
    }
    std::vector<Leftover> found;
    find_in_folder(options.out, found);
    find_temporary(found);
    std::uintmax_t bytes = 0;
    for (const Leftover& leftover : found) {
        bytes += leftover.bytes;
        std::printf("%s\t%ju\n", harmless(leftover.path.string()).c_str(), leftover.bytes);
        if (options.yes) fs::remove_all(leftover.path);
    }
    tell(messages.word(found.empty() ? "clean.nothing"
                       : options.yes ? "clean.removed"
                                     : "clean.found",
                       {{"count", std::to_string(found.size())}, {"bytes", std::to_string(bytes)}}));
    return status::done;
}

} // namespace shenbao
