#include "pipeline/source_files.h"

#include "pipeline/trouble.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = 1 << 20;

bool left_out(const fs::directory_entry& entry) {
    std::string name = entry.path().filename().string();
    bool unfinished = entry.is_directory() && name == "tmp" && fs::is_directory(entry.path().parent_path() / "cur");
    return name.starts_with('.') || entry.is_symlink() || unfinished;
}

std::vector<fs::path> files_under(const fs::path& folder) {
    std::vector<fs::path> files;
    for (auto it = fs::recursive_directory_iterator(folder); it != fs::recursive_directory_iterator(); ++it) {
        if (left_out(*it)) {
            if (it->is_directory()) it.disable_recursion_pending();
            continue;
        }
        if (it->is_regular_file()) files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void add_file(SourceTree& tree, const fs::path& path, const std::string& folder, const StopAsked& stop) {
    std::error_code error;
    std::uint64_t bytes = fs::file_size(path, error);
    Digest digest = error ? Digest() : digest_of_range(path, 0, bytes, stop);
    if (digest.empty()) throw SourceError("source_unread", path.string());
    tree.files.push_back({path.filename().string(), folder, digest, bytes});
    tree.paths.emplace(digest, path);
}

} // namespace

Digest digest_of_range(const fs::path& file, std::uint64_t offset, std::uint64_t bytes, const StopAsked& stop) {
    std::ifstream in(file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(offset));
    Hasher hasher;
    std::vector<char> buffer(piece);
    for (std::uint64_t left = bytes; left > 0;) {
        if (stop && stop()) throw Interrupted();
        in.read(buffer.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, piece)));
        if (in.gcount() <= 0) return {};
        hasher.update(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(in.gcount()))));
        left -= static_cast<std::uint64_t>(in.gcount());
    }
    return in.bad() ? Digest() : hasher.finish();
}

void expect_sources(const std::vector<fs::path>& sources) {
    for (const fs::path& source : sources)
        if (std::error_code error; !fs::is_directory(source, error) && !fs::is_regular_file(source, error))
            throw SourceError("source_missing", source.string());
}

SourceTree list_sources(const std::vector<fs::path>& sources, const StopAsked& stop) {
    expect_sources(sources);
    SourceTree tree;
    for (const fs::path& source : sources) {
        std::error_code error;
        if (fs::is_directory(source, error)) {
            for (const fs::path& file : files_under(source))
                add_file(tree, file, fs::relative(file.parent_path(), source.parent_path()).generic_string(), stop);
        } else {
            add_file(tree, source, "", stop);
        }
    }
    return tree;
}

} // namespace shenbao
