#include "pipeline/config/messages_file.h"

#include "pipeline/config/toml_reader.h"

#include <algorithm>

namespace shenbao {
namespace {

namespace fs = std::filesystem;
using Sentences = std::map<std::string, std::string, std::less<>>;

void add(const toml::table& table, const std::string& prefix, const std::string& file, Sentences& sentences) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        const std::string place = file + ":" + std::to_string(key.source().begin.line) + ": " + name + ": ";
        if (const auto* inner = node.as_table()) {
            add(*inner, name + ".", file, sentences);
            continue;
        }
        const auto text = node.value_exact<std::string>();
        if (!text) throw ConfigError(place + "must be a sentence in quotes");
        if (!sentences.emplace(name, *text).second) throw ConfigError(place + "is there twice; keep one of them");
    }
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& item : fs::directory_iterator(folder, error))
        if (item.path().extension() == ".toml") files.push_back(item.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

Messages load_messages(const fs::path& folder) {
    Sentences sentences;
    const auto files = files_in(folder);
    if (files.empty())
        throw ConfigError(folder.string() + ": holds no .toml file; it is where the sentences for staff stand");
    for (const auto& file : files)
        add(parse_toml_file(file.string()), "", file.string(), sentences);
    return Messages(std::move(sentences));
}

} // namespace shenbao
