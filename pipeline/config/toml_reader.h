#pragma once
// Reads a TOML file key by key, strictly: a wrong type names its line, and a key nobody asked for is an error, for
// most wrong configurations are a mistyped key that would otherwise be passed over in silence.

#include "pipeline/config/config_error.h"

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// Parses; throws ConfigError for what is no TOML.
toml::table parse_toml(std::string_view text, const std::string& file);
// A file's bytes; throws ConfigError where there is no file to read.
std::string read_text(const std::filesystem::path& path);
// Reads and parses a file.
toml::table parse_toml_file(const std::string& path);

// One table of a file. Every key that is asked for counts as known; finish() refuses the rest. The toml::table must
// outlive the reader. Every failure is a ConfigError.
class TableReader {
  public:
    TableReader(const toml::table& table, std::string file, std::string path = {});

    std::optional<std::string> text(const char* key);
    std::string required_text(const char* key);
    std::vector<std::string> texts(const char* key);
    std::vector<int> integers(const char* key);
    std::optional<bool> flag(const char* key);
    std::optional<std::int64_t> integer(const char* key, std::int64_t least, std::int64_t most);
    std::optional<double> number(const char* key, double least, double most);
    // "2GiB", "512 MB" (powers of 1024 either way) or bytes as a plain number.
    std::optional<std::uint64_t> bytes(const char* key);
    // RFC 3339 with an offset; empty where the key is absent.
    std::string time(const char* key);
    // An RE2 expression, checked; the text as it stands in the file.
    std::optional<std::string> pattern(const char* key);
    std::optional<TableReader> table(const char* key);
    std::vector<TableReader> tables(const char* key);
    // All keys of a table whose keys are free; all of them then count as known.
    std::vector<std::string> keys();

    // Refuses keys that were not asked for, with the nearest known one.
    void finish() const;
    [[noreturn]] void fail(std::string_view key, const std::string& why) const;
    const std::string& file() const { return file_; }

  private:
    const toml::node* find(const char* key);
    std::string path_of(std::string_view key) const;

    const toml::table* table_;
    std::string file_, path_;
    std::set<std::string, std::less<>> known_;
};

// The candidate nearest to a word by edit distance; empty where none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace shenbao
