#pragma once
// File names -> volumes of one archive. A judgement of names alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// What a name says of a volume: "材料.part2.rar" is volume 2 of "材料.rar".
struct VolumeName {
    std::string stem;    // common to all volumes, lower case
    int number = 1;      // from 1
    bool certain = true; // false: "材料.rar" may also stand alone
};

// Nothing for a name that is no archive's volume: .part1.rar, .rar with .r00, .7z.001, .zip.001, .zip with .z01.
std::optional<VolumeName> volume_name(std::string_view name);

// Indices into `names`, in groups: each group is one archive with its volumes in order, or a single file.
// Groups stand in the order of their first member.
std::vector<std::vector<std::size_t>> group_volumes(const std::vector<std::string>& names);

} // namespace shenbao
