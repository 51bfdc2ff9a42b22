#pragma once
// Volumes of one archive that came with several mails: applicants whose provider bounds a mail's size send part 1 today
// and part 2 with the next mail. Pure over names, senders and digests.

#include "stages/intake/arrival.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shenbao {

// An archive's volume among a mail's files.
struct SentVolume {
    std::size_t arrival = 0; // the mail's place
    std::string sender;      // its address
    std::string name;
    Digest blob;
};

// The arrivals that change when volumes of one sender's mails are joined, each with what it takes over or gives away;
// in order of their places. The package belongs to the mail that holds the first of the volumes that are there. `sent`
// stands in order of arrival.
//
// A first volume that is not the one there already begins a new archive; any other volume that comes anew takes the
// place of the one before it.
std::vector<Arrival> join_across_mails(const ArrivalAt& arrival_at, const std::vector<SentVolume>& sent);

// A number for the archive that a volume may be of, by its sender's address and its name: volumes of several mails are
// joined only where theirs is the same. None for what is no volume, or from nobody.
std::optional<std::uint64_t> archive_of(const SentVolume& sent);

} // namespace shenbao
