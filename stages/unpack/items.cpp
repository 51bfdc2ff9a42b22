#include "stages/unpack/items.h"

#include "stages/intake/volumes.h"

namespace shenbao {

FactKey key_of(const Item& item) {
    FactKey key = read_key(item.blobs.front(), item.entry);
    key.inputs = item.blobs;
    return key;
}

std::vector<Item> loose_items(const Arrival& arrival) {
    std::vector<Item> items;
    for (const LooseFile& file : arrival.files)
        items.push_back({file.name, {file.blob}, file.bytes, std::nullopt});
    return items;
}

Item entry_item(const Entry& entry, const std::string& path, const FactKey& maker) {
    Item item{path, {entry.sha256}, entry.bytes, maker};
    item.outcome = entry.outcome;
    item.found = entry.findings;
    return item;
}

std::vector<Item> join_volumes(std::vector<Item> items) {
    std::vector<std::string> names;
    for (const Item& item : items)
        names.push_back(item.entry);
    std::vector<Item> out;
    for (const auto& group : group_volumes(names)) {
        std::vector<std::string> group_names;
        for (std::size_t i : group)
            group_names.push_back(names[i]);
        const VolumeGaps gaps = gaps_in(group_names);
        Item item = items[group.front()];
        item.missing = gaps.missing;
        for (std::size_t i : gaps.usable) {
            const Item& volume = items[group[i]];
            if (i > 0) item.blobs.push_back(volume.blobs.front());
            if (volume.maker) item.makers.emplace(volume.blobs.front(), *volume.maker);
        }
        for (std::size_t i = 1; i < group.size(); ++i)
            item.bytes += items[group[i]].bytes;
        out.push_back(std::move(item));
    }
    return out;
}

} // namespace shenbao
