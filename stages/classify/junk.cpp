#include "stages/classify/junk.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>

namespace shenbao {

bool is_junk(std::string_view entry) {
    const std::string path = text::fold(entry);
    if (path.find("__macosx/") != std::string::npos) return true;
    const std::string name = path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
    constexpr std::array<std::string_view, 6> names = {"desktop.ini", "thumbs.db",   ".ds_store",
                                                       "ehthumbs.db", "autorun.inf", "folder.htt"};
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
    return name.starts_with("~$") || name.starts_with("._") || name.starts_with(".~") || name.ends_with(".tmp") ||
           name.ends_with(".lnk") || name.ends_with(".url");
}

} // namespace shenbao
