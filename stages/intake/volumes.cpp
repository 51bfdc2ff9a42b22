#include "stages/intake/volumes.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace shenbao {
namespace {

std::string lower(std::string_view name) {
    std::string out(name);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

// The digits at the end of `s`, cut off it; nothing where there are none or too many.
std::optional<int> cut_number(std::string& s) {
    std::size_t from = s.size();
    while (from > 0 && s[from - 1] >= '0' && s[from - 1] <= '9')
        --from;
    int number = 0;
    if (from == s.size() || s.size() - from > 5) return std::nullopt;
    std::from_chars(s.data() + from, s.data() + s.size(), number);
    s.resize(from);
    return number;
}

bool cut_ending(std::string& s, std::string_view ending) {
    if (!s.ends_with(ending)) return false;
    s.resize(s.size() - ending.size());
    return true;
}

// "x.part2.rar", also from self-extractors: "x.part1.exe".
std::optional<VolumeName> part_rar(std::string s) {
    if (!cut_ending(s, ".rar") && !cut_ending(s, ".exe")) return std::nullopt;
    auto number = cut_number(s);
    if (!number || !cut_ending(s, ".part")) return std::nullopt;
    return VolumeName{s + ".part*.rar", std::max(*number, 1), true, VolumeStyle::part};
}

// "x.7z.002", "x.zip.002", "x.rar.002".
std::optional<VolumeName> numbered(std::string s) {
    auto number = cut_number(s);
    if (!number || !cut_ending(s, ".")) return std::nullopt;
    for (std::string_view kind : {".7z", ".zip", ".rar"})
        if (s.ends_with(kind)) return VolumeName{s + ".*", std::max(*number, 1), true, VolumeStyle::cut};
    return std::nullopt;
}

// "x.r00" follows "x.rar": volume 2. ".s00" follows ".r99".
std::optional<VolumeName> old_rar(std::string s) {
    if (cut_ending(s, ".rar")) return VolumeName{s + ".rar", 1, false, VolumeStyle::old_rar};
    auto number = cut_number(s);
    if (!number || s.size() < 2 || s[s.size() - 2] != '.' || s.back() < 'r' || s.back() > 'y') return std::nullopt;
    int hundreds = s.back() - 'r';
    s.resize(s.size() - 2);
    return VolumeName{s + ".rar", hundreds * 100 + *number + 2, true, VolumeStyle::old_rar};
}

// "x.z01", "x.z02", and "x.zip" last.
std::optional<VolumeName> split_zip(std::string s) {
    if (cut_ending(s, ".zip")) return VolumeName{s + ".zip", last_zip, false, VolumeStyle::split_zip};
    auto number = cut_number(s);
    if (!number || *number < 1 || !cut_ending(s, ".z")) return std::nullopt;
    return VolumeName{s + ".zip", *number, true, VolumeStyle::split_zip};
}

} // namespace

std::optional<VolumeName> volume_name(std::string_view name) {
    std::string s = lower(name);
    for (auto kind : {part_rar, numbered, old_rar, split_zip})
        if (auto volume = kind(s)) return volume;
    return std::nullopt;
}

std::vector<std::vector<std::size_t>> group_volumes(const std::vector<std::string>& names) {
    struct Member {
        int number;
        std::size_t index;
    };
    std::vector<std::vector<Member>> groups;
    std::map<std::string, std::size_t> by_stem;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto volume = volume_name(names[i]);
        auto known = volume ? by_stem.find(volume->stem) : by_stem.end();
        // The same volume twice is two archives of one name, not two volumes.
        bool again = known != by_stem.end() && std::any_of(groups[known->second].begin(), groups[known->second].end(),
                                                           [&](const Member& m) { return m.number == volume->number; });
        if (known != by_stem.end() && !again) {
            groups[known->second].push_back({volume->number, i});
            continue;
        }
        if (volume) by_stem[volume->stem] = groups.size();
        groups.push_back({{volume ? volume->number : 1, i}});
    }
    std::vector<std::vector<std::size_t>> out;
    for (auto& group : groups) {
        std::stable_sort(group.begin(), group.end(),
                         [](const Member& a, const Member& b) { return a.number < b.number; });
        auto& indices = out.emplace_back();
        for (const Member& m : group)
            indices.push_back(m.index);
    }
    return out;
}

namespace {

// "2", "1-3,5" of the numbers up to the highest that are not there.
std::string numbers_missing(const std::vector<int>& present) {
    std::string words;
    int expected = 1;
    for (int number : present) {
        if (number == last_zip) break;
        if (number > expected) words += (words.empty() ? "" : ",") + std::to_string(expected);
        if (number > expected + 1) words += "-" + std::to_string(number - 1);
        expected = std::max(expected, number + 1);
    }
    return words;
}

} // namespace

VolumeGaps gaps_in(const std::vector<std::string>& names) {
    std::vector<int> numbers;
    VolumeStyle style = VolumeStyle::part;
    VolumeGaps gaps;
    for (const std::string& name : names) {
        auto volume = volume_name(name);
        if (!volume) continue;
        numbers.push_back(volume->number);
        style = volume->style;
    }
    gaps.missing = numbers_missing(numbers);
    // Alone, the one that closes a split ZIP is like any ZIP.
    const bool knows_itself = style == VolumeStyle::part || style == VolumeStyle::old_rar;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool in_row = numbers.size() == names.size() && numbers[i] == numbers.front() + static_cast<int>(i);
        const bool closes = numbers.size() == names.size() && numbers[i] == last_zip;
        if (gaps.missing.empty() || knows_itself || in_row || closes) gaps.usable.push_back(i);
    }
    return gaps;
}

} // namespace shenbao
