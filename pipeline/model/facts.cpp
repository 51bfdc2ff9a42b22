#include "pipeline/model/facts.h"

#include "pipeline/model/text.h"

#include <cstdio>

namespace shenbao {

std::string_view to_string(Task task) {
    switch (task) {
    case Task::read:
        return "read";
    case Task::look:
        return "look";
    case Task::recognise:
        return "recognise";
    case Task::recognise_all:
        return "recognise all";
    case Task::unpack_again:
        return "unpack again";
    case Task::seals:
        break;
    }
    return "seals";
}

Task task_from(std::string_view name) {
    if (name == "look") return Task::look;
    if (name == "recognise") return Task::recognise;
    if (name == "recognise all") return Task::recognise_all;
    if (name == "unpack again") return Task::unpack_again;
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
    if (!passwords.empty()) out += " key:" + passwords;
    if (!pages.empty()) out += " p" + text::ranges(pages, ",");
    return out;
}

FactKey read_key(const Digest& input, std::string_view name) { return {{input}, Task::read, ending_of(name), 0, {}}; }

// Eight digits of a sum: enough to tell lists apart, too little to find a password by trying.
std::string password_mark(const std::vector<std::string>& passwords) {
    std::string all;
    for (const std::string& p : passwords)
        all += p + '\n';
    return all.empty() ? all : Digest::of(all).hex().substr(0, 8);
}

std::vector<Digest> blobs_of(const Facts& facts) {
    std::vector<Digest> out;
    auto add = [&](const Digest& blob) {
        if (!blob.empty()) out.push_back(blob);
    };
    if (const auto* archive = facts.archive())
        for (const Entry& entry : archive->entries)
            add(entry.sha256);
    if (const auto* mail = facts.mail())
        for (const MailPart& part : mail->parts)
            add(part.file.sha256);
    if (const auto* document = facts.document()) {
        for (const Entry& entry : document->attachments)
            add(entry.sha256);
        for (const Page& page : document->pages) {
            add(page.picture);
            add(page.view.picture);
        }
    }
    return out;
}

std::vector<Digest> views_of(const Facts& facts) {
    std::vector<Digest> out;
    if (const auto* document = facts.document())
        for (const Page& page : document->pages)
            if (!page.view.empty()) out.push_back(page.view.picture);
    return out;
}

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
