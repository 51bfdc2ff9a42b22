#pragma once
// What a run was given: files as they lie on the disk, before anybody looked inside.

#include "pipeline/model/digest.h"

#include <cstdint>
#include <string>

namespace shenbao {

// One file of a source. Paths of this machine are no part of it: facts and records must be the same elsewhere.
struct SourceFile {
    std::string name;   // file name, no path
    std::string folder; // inside the folder that was given, '/' between folders; empty: at its top, or given by itself
    Digest sha256;
    std::uint64_t bytes = 0;

    friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

} // namespace shenbao
