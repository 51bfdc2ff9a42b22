#include "pipeline/model/facts.h"

#include <cstdio>

namespace shenbao {

std::string_view to_string(Task task) {
    switch (task) {
    case Task::read:
        return "read";
    case Task::recognise:
        return "recognise";
    case Task::seals:
        break;
    }
    return "seals";
}

Task task_from(std::string_view name) {
    if (name == "recognise") return Task::recognise;
    return name == "seals" ? Task::seals : Task::read;
}

std::string FactKey::text() const {
    std::string out(to_string(task));
    for (const Digest& input : inputs)
        out += " " + input.hex();
    if (!ending.empty()) out += " ." + ending;
    if (dpi > 0) {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, " %.0fdpi", dpi);
        out += buffer;
    }
    return out;
}

FactKey read_key(const Digest& input, std::string_view name) { return {{input}, Task::read, ending_of(name), 0}; }

std::string ending_of(std::string_view name) {
    auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    auto point = name.rfind('.');
    if (point == std::string_view::npos || name.size() - point > 9) return {};
    std::string ending;
    for (char c : name.substr(point + 1)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
        ending += c;
    }
    return ending;
}

} // namespace shenbao
