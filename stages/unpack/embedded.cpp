#include "stages/unpack/embedded.h"

#include "pipeline/model/facts.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace shenbao {
namespace {

constexpr std::array<std::string_view, 20> documents = {"doc",  "docx", "docm", "wps", "wpt",  "rtf", "xls",
                                                        "xlsx", "xlsm", "et",   "ppt", "pptx", "dps", "pdf",
                                                        "ofd",  "zip",  "rar",  "7z",  "eml",  "msg"};
constexpr std::array<std::string_view, 7> pictures = {"jpg", "jpeg", "png", "tif", "tiff", "bmp", "gif"};
constexpr std::uint64_t tiny = 20'000; // bytes: an icon, a logo

template <std::size_t n> bool holds(const std::array<std::string_view, n>& endings, std::string_view ending) {
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool is_file_of_its_own(const Entry& entry, bool attached) {
    const std::string ending = ending_of(entry.name);
    return holds(documents, ending) || (attached && entry.bytes >= tiny && holds(pictures, ending));
}

} // namespace

std::vector<Entry> files_within(const Document& document) {
    const bool attached = document.format == "pdf" || document.format == "ofd"; // by hand, not shown on a page
    std::vector<Entry> files;
    std::set<Digest> seen;
    std::set<std::string> names;
    for (const Entry& entry : document.attachments) {
        if (!is_file_of_its_own(entry, attached)) continue;
        if (!entry.sha256.empty() && !seen.insert(entry.sha256).second) continue;
        files.push_back(entry);
        // Folders of an Office package say nothing to people, unless it takes them to tell two files apart.
        std::string short_name = entry.name.substr(entry.name.rfind('/') + 1);
        if (!short_name.empty() && names.insert(short_name).second) files.back().name = std::move(short_name);
    }
    return files;
}

} // namespace shenbao
