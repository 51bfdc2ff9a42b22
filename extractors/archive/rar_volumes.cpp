// The volumes of one RAR, put in order and joined.
#include "extractors/archive/rar_headers.h"

#include <algorithm>
#include <numeric>

namespace shenbao::archive {
namespace {

// Senders name volumes as they like; the volumes themselves know their number.
void sort_by_number(RarListing& listing) {
    auto numbered = [](const RarVolume& v) { return v.number.has_value(); };
    if (!std::all_of(listing.volumes.begin(), listing.volumes.end(), numbered)) return;
    std::vector<std::size_t> order(listing.volumes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return *listing.volumes[a].number < *listing.volumes[b].number;
    });
    RarListing sorted;
    for (std::size_t i : order) {
        // The same volume twice adds nothing.
        if (!sorted.volumes.empty() && sorted.volumes.back().number == listing.volumes[i].number) continue;
        sorted.volumes.push_back(std::move(listing.volumes[i]));
        sorted.bytes.push_back(std::move(listing.bytes[i]));
    }
    listing.volumes = std::move(sorted.volumes);
    listing.bytes = std::move(sorted.bytes);
}

bool continues(const RarFile& first, const RarFile& next, bool adjacent) {
    return adjacent && first.goes_on && next.from_before && first.name.bytes == next.name.bytes;
}

void join(RarFile& first, RarFile&& next) {
    first.goes_on = next.goes_on;
    // The last part has the sum of the whole; those before have it of their packed bytes.
    first.crc = next.crc;
    first.blocks.push_back(next.blocks.front());
}

bool adjacent(const RarVolume& a, const RarVolume& b) { return !a.number || !b.number || *b.number == *a.number + 1; }

void join_files(RarListing& listing, std::size_t most) {
    for (std::size_t v = 0; v < listing.volumes.size(); ++v) {
        const bool next = v > 0 && adjacent(listing.volumes[v - 1], listing.volumes[v]);
        for (RarFile& file : listing.volumes[v].files) {
            if (listing.files.size() > most) return;
            file.blocks.front().volume = v;
            if (!listing.files.empty() && continues(listing.files.back(), file, next))
                join(listing.files.back(), std::move(file));
            else
                listing.files.push_back(std::move(file));
        }
    }
    for (RarFile& file : listing.files)
        if (file.goes_on) file.crc.reset();
}

void find_missing(RarListing& listing) {
    constexpr std::size_t most_named = 100;
    auto& volumes = listing.volumes;
    std::uint64_t expected = 0;
    for (std::size_t v = 0; v < volumes.size(); ++v) {
        const std::uint64_t number = volumes[v].number.value_or(std::max<std::uint64_t>(expected, v));
        for (; expected < number && listing.missing.size() < most_named; ++expected)
            listing.missing.push_back(expected + 1);
        expected = number + 1;
    }
    const bool first_orphan = !listing.files.empty() && listing.files.front().from_before;
    if (listing.missing.empty() && first_orphan) listing.missing.emplace_back(1);
    if (volumes.empty()) return;
    const bool goes_on = volumes.back().goes_on || (!listing.files.empty() && listing.files.back().goes_on);
    if (goes_on) listing.missing.push_back(expected + 1);
}

} // namespace

RarListing read_rar_listing(const std::vector<Stretch>& inputs, std::size_t most) {
    RarListing listing;
    std::vector<std::uint64_t> starts;
    for (const Stretch& bytes : inputs) {
        bool five = false;
        const std::uint64_t start = find_rar(bytes, five);
        if (start == Stretch::npos && !listing.bytes.empty()) {
            listing.bytes.back().append(bytes);
        } else if (start == Stretch::npos || (!starts.empty() && five != listing.five)) {
            ++listing.strangers;
        } else {
            listing.five = five;
            starts.push_back(start);
            listing.bytes.push_back(bytes);
        }
    }
    for (std::size_t v = 0; v < starts.size(); ++v) {
        const auto read = listing.five ? read_rar5_volume : read_rar4_volume;
        listing.volumes.push_back(read(listing.bytes[v], starts[v], most));
    }
    sort_by_number(listing);
    join_files(listing, most);
    find_missing(listing);
    return listing;
}

} // namespace shenbao::archive
