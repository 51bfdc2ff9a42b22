#pragma once
// unar finds the further volumes of an archive by their names, in the folder of the first; an open file has no name. So
// it is shown a folder of links with names of our own making, each to a descriptor that it is given under a fixed
// number. Nothing of the sender's is in them: the same folder serves every archive of as many volumes.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::archive {

inline constexpr std::size_t most_linked_volumes = 100;
inline constexpr int first_linked_descriptor = 128; // above all that a child has open

// How volumes are called. The first's name decides how unar looks for the others.
enum class VolumeNaming {
    rar_parts, // x.part001.rar, x.part002.rar
    rar_old,   // x.rar, x.r00, x.r01
    seven_zip, // x.7z.001, x.7z.002
};

struct VolumeLink {
    std::string name, target;
};

// The links of one folder: all namings beside one another.
std::vector<VolumeLink> volume_links(std::size_t volumes);
// The name of the first volume.
std::string_view first_volume(VolumeNaming naming);

} // namespace shenbao::archive
