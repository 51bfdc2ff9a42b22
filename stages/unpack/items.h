#pragma once
// Files on their way into a submission.

#include "pipeline/model/facts.h"
#include "pipeline/model/finding.h"
#include "pipeline/model/outcome.h"
#include "stages/intake/arrival.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenbao {

// A file: its bytes, and whose reading made them.
struct Item {
    std::string entry;
    std::vector<Digest> blobs; // volumes in order; an empty one where the bytes were not to be had
    std::uint64_t bytes = 0;
    std::optional<FactKey> maker;
    std::map<Digest, FactKey> makers{}; // of volumes that came with other mails
    std::string missing{};              // volumes that are not there, as far as the names of the others tell
    Outcome outcome = Outcome::ok;      // of making it
    std::vector<Finding> found{};       // while making it
    bool unpacked = false;              // out of a bundle of packages

    bool is_unread() const { return blobs.front().empty(); }
};

FactKey key_of(const Item& item);

// What lies in a folder, or by itself.
std::vector<Item> loose_items(const Arrival& arrival);
Item entry_item(const Entry& entry, const std::string& path, const FactKey& maker);

// The volumes of one archive as one item, as far as they make sense together.
std::vector<Item> join_volumes(std::vector<Item> items);

} // namespace shenbao
