#include "pipeline/sandbox/volume_folder.h"

#include "extractors/archive/volume_links.h"

#include <system_error>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

// Named as every unfinished thing in the work folder: what a killed run leaves is swept away by the next.
fs::path all_of(const fs::path& under) { return under / "volumes.part"; }

} // namespace

VolumeFolders::~VolumeFolders() {
    std::error_code ignored;
    if (!under_.empty()) fs::remove_all(all_of(under_), ignored);
}

std::string VolumeFolders::of(std::size_t volumes) {
    if (under_.empty() || volumes > archive::most_linked_volumes) return {};
    const fs::path folder = fs::absolute(all_of(under_) / std::to_string(volumes));
    fs::create_directories(folder);
    for (const archive::VolumeLink& link : archive::volume_links(volumes))
        if (!fs::is_symlink(folder / link.name)) fs::create_symlink(link.target, folder / link.name);
    return folder.string();
}

} // namespace shenbao
