#pragma once
// Names inside archives: which encoding they are in, decided once for a whole archive, and a form of each that is
// safe to show, to join to a path and to tell from its neighbours.

#include "pipeline/model/finding.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::archive {

// A name as the archive holds it. `unicode`: the archive itself says that it is UTF-8.
struct RawName {
    std::string bytes;
    bool unicode = false;
};

// The one encoding that the names not marked as Unicode are read in: "UTF-8", "GB18030", "Big5" or "CP437" (what
// APPNOTE D.1 says of a ZIP where nothing fits better). Names of one archive come from one machine, so a short name
// that could be anything is settled by its neighbours.
std::string encoding_of(const std::vector<RawName>& names);

// A name made safe. Empty `reasons`: nothing had to be changed that matters.
struct SafeName {
    std::string name;
    std::vector<std::string>
        reasons;      // "traversal", "absolute", "drive", "device", "control", "direction", "collision", …
    std::string seen; // the name as it stood, what does not show written as \x00 or \u202e
};

// Gives out the names of one archive. Each differs from all before it, also without regard to case and to composed
// characters, as on a desk machine's file system.
class NameBook {
  public:
    explicit NameBook(std::string encoding) : encoding_(std::move(encoding)) {}
    SafeName take(const RawName& raw);
    // archive.unsafe_name for a name that had to be changed.
    static Finding warning(const SafeName& name);

  private:
    std::string unique(const std::string& name);

    std::string encoding_;
    std::set<std::string> taken_;
    std::map<std::string, int> next_; // by key: the number to try next, so that a thousand equal names stay quick
};

// Without regard to what NameBook changes: the name for showing in evidence.
std::string shown(const RawName& raw, std::string_view encoding);

} // namespace shenbao::archive
