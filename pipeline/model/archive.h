#pragma once
// What an archive holds: its entries, as named, sized and ended.

#include "pipeline/model/digest.h"
#include "pipeline/model/finding.h"
#include "pipeline/model/outcome.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao {

// One file inside an archive, a mail or a document. Folders are none.
struct Entry {
    std::string name; // path inside, '/' between folders, decoded to UTF-8, made safe (no "..", no control characters)
    std::uint64_t bytes = 0; // bytes produced
    Digest sha256{};         // of the bytes produced; empty where there are none to read (encrypted, refused)
    Outcome outcome = Outcome::ok;
    std::vector<Finding> findings{}; // where.entry is left empty: the entry itself is meant

    friend bool operator==(const Entry&, const Entry&) = default;
};

struct ArchiveFacts {
    std::string format;         // "zip", "rar4", "rar5", "7z", …
    std::string names_encoding; // "UTF-8", "GB18030", "Big5", …
    bool solid = false;
    bool encrypted = false; // some entry or the headers need a password
    std::vector<Entry> entries;

    friend bool operator==(const ArchiveFacts&, const ArchiveFacts&) = default;
};

} // namespace shenbao
