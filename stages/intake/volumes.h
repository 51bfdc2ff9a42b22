#pragma once
// File names -> volumes of one archive. A judgement of names alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// How volumes are named, and so how they hang together.
enum class VolumeStyle {
    part,      // x.part1.rar: each is a RAR and knows its number
    old_rar,   // x.rar, x.r00, x.r01: the same
    cut,       // x.7z.001: cut by size, one run of bytes
    split_zip, // x.z01, x.z02, and x.zip last: the directory stands in the last
};

// What a name says of a volume: "材料.part2.rar" is volume 2 of "材料.part*.rar".
struct VolumeName {
    std::string stem;    // common to all volumes, lower case
    int number = 1;      // from 1; last_zip: the one that closes a split ZIP
    bool certain = true; // false: "材料.rar" may also stand alone
    VolumeStyle style = VolumeStyle::part;
};
inline constexpr int last_zip = 100000;

// Nothing for a name that is no archive's volume: .part1.rar, .rar with .r00, .7z.001, .zip.001, .zip with .z01.
std::optional<VolumeName> volume_name(std::string_view name);

// Indices into `names`, in groups: each group is one archive with its volumes in order, or a single file.
// Groups stand in the order of their first member.
std::vector<std::vector<std::size_t>> group_volumes(const std::vector<std::string>& names);

// A group of volumes, by their names in order: which are missing, and which of those that are there make sense
// together.
struct VolumeGaps {
    std::string missing;             // "2", "1-3,5"; empty where nothing is missing, as far as names tell
    std::vector<std::size_t> usable; // indices into the names
};
VolumeGaps gaps_in(const std::vector<std::string>& names);

} // namespace shenbao
