#include "extractors/archive/volume_links.h"

#include <algorithm>
#include <cstdio>

namespace shenbao::archive {
namespace {

std::string numbered(const char* pattern, std::size_t number) {
    char name[32];
    std::snprintf(name, sizeof name, pattern, number);
    return name;
}

// After .r99 comes .s00.
std::string old_name(std::size_t volume) {
    if (volume == 0) return "v.rar";
    const std::string digits = numbered("%02zu", (volume - 1) % 100);
    return std::string("v.") + static_cast<char>('r' + (volume - 1) / 100) + digits;
}

} // namespace

std::vector<VolumeLink> volume_links(std::size_t volumes) {
    std::vector<VolumeLink> links;
    for (std::size_t i = 0; i < std::min(volumes, most_linked_volumes); ++i) {
        const std::string target = "/proc/self/fd/" + std::to_string(first_linked_descriptor + static_cast<int>(i));
        for (const std::string& name : {numbered("p.part%03zu.rar", i + 1), old_name(i), numbered("z.7z.%03zu", i + 1)})
            links.push_back({name, target});
    }
    return links;
}

std::string_view first_volume(VolumeNaming naming) {
    switch (naming) {
    case VolumeNaming::rar_old:
        return "v.rar";
    case VolumeNaming::seven_zip:
        return "z.7z.001";
    case VolumeNaming::rar_parts:
        break;
    }
    return "p.part001.rar";
}

} // namespace shenbao::archive
