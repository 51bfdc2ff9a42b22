#pragma once
// The files of the sources a run was given: listed, hashed, and where they lie on this machine.

#include "pipeline/model/source.h"

#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenbao {

// A source that is not there or cannot be read. `code` names the sentence, "stop.CODE"; `words` is that, once told.
struct SourceError : std::runtime_error {
    SourceError(std::string code_, std::string path_, const std::string& words = {})
        : std::runtime_error(words.empty() ? code_ + ": " + path_ : words), code(std::move(code_)),
          path(std::move(path_)) {}
    std::string code, path;
};

// Asked now and then in long work; where it says true the work ends with Interrupted.
using StopAsked = std::function<bool()>;

struct SourceTree {
    std::vector<SourceFile> files; // as given; a folder's files by path, so that the order is the same everywhere
    std::map<Digest, std::filesystem::path> paths;
};

// Throws SourceError for a source that is no file and no folder, before anything is read.
void expect_sources(const std::vector<std::filesystem::path>& sources);

// Folders are searched through; links are not followed; hidden files, and a Maildir's unfinished "tmp", are left out.
// Throws SourceError for a source that is not there or cannot be read. Streams: memory does not grow with the files.
SourceTree list_sources(const std::vector<std::filesystem::path>& sources, const StopAsked& stop = {});

// The digest of a range of a file; empty where it cannot be read whole.
Digest digest_of_range(const std::filesystem::path& file, std::uint64_t offset, std::uint64_t bytes,
                       const StopAsked& stop = {});

} // namespace shenbao
