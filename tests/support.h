#pragma once
// What tests share: where the data is, reading a file, and the outside material that may be absent.

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>

namespace shenbao::test {

namespace fs = std::filesystem;

inline std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot open " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::span<const std::byte> bytes_of(const std::string& s) { return std::as_bytes(std::span(s)); }

// tests/FOLDER/data, checked in.
inline fs::path data_dir(const std::string& folder) { return fs::path(SHENBAO_ROOT) / "tests" / folder / "data"; }

// Material that is never committed. Empty where it is absent: then skip, and say so.
inline fs::path outside(const char* variable, const char* folder) {
    const char* set = std::getenv(variable);
    fs::path path = set ? fs::path(set) : fs::path(SHENBAO_ROOT).parent_path() / "shared" / folder;
    return fs::is_directory(path) ? path : fs::path();
}
inline fs::path corpus() { return outside("SHENBAO_CORPUS", "corpus"); }
inline fs::path mailbox() { return outside("SHENBAO_MAILBOX", "mailbox"); }

}  // namespace shenbao::test

// In a test that needs outside material: ends it with a word where the folder is absent.
#define SKIP_WITHOUT(folder)                                                       \
    if ((folder).empty()) {                                                        \
        WARN("skipped: outside material is absent (see tests/README.md)");         \
        return;                                                                    \
    }
