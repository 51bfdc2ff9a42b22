#include "stages/intake/arrival.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace shenbao {

void Arrivals::add(Arrival arrival) {
    const MessageRange range{arrival.offset, arrival.bytes, arrival.blob};
    add(std::move(arrival), std::span(&range, 1));
}

void Arrivals::add(Arrival message, std::span<const MessageRange> ranges) {
    const auto like = static_cast<std::uint32_t>(likes_.size());
    likes_.push_back(std::move(message));
    for (const MessageRange& range : ranges)
        entries_.push_back({range, like});
}

void Arrivals::tell_apart() {
    std::vector<std::uint32_t> places(entries_.size());
    std::iota(places.begin(), places.end(), 0U);
    std::stable_sort(places.begin(), places.end(), [this](std::uint32_t a, std::uint32_t b) {
        return entries_[a].range.sha256 < entries_[b].range.sha256;
    });
    for (std::size_t i = 1; i < places.size(); ++i) {
        const Entry& before = entries_[places[i - 1]];
        Entry& entry = entries_[places[i]];
        entry.before = entry.range.sha256 == before.range.sha256 ? before.before + 1 : 0;
    }
}

Arrival Arrivals::operator[](std::size_t place) const {
    constexpr std::size_t enough = 16; // hexadecimal digits, to tell one office's mails apart
    const Entry& entry = entries_[place];
    Arrival arrival = likes_[entry.like];
    arrival.place = place;
    arrival.blob = entry.range.sha256;
    arrival.offset = entry.range.offset;
    arrival.bytes = entry.range.bytes;
    arrival.id = arrival.blob.hex().substr(0, enough);
    if (entry.before > 0) arrival.id += "-" + std::to_string(entry.before + 1);
    if (arrival.mail) arrival.key = read_key(arrival.blob, arrival.name);
    return arrival;
}

} // namespace shenbao
