#pragma once
// What records hold and comparing them with each other does not need, set aside on the disk: a mailbox of thousands of
// scans gives far more readings than there is reason to hold at once.

#include "pipeline/model/record.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace shenbao {

class Aside {
  public:
    // In a file of this folder that has no name and is gone with this. Throws std::system_error.
    explicit Aside(const std::filesystem::path& folder);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    // Takes the readings of fields from a record, and gives them back. A record that is put aside again counts anew.
    void put(Record& record);
    void give_back(Record& record) const;

  private:
    struct Range {
        std::uint64_t offset = 0, bytes = 0;
    };

    int descriptor_ = -1;
    std::uint64_t end_ = 0;
    std::map<std::string, Range> places_; // by id of the submission
};

// A record as it is held while many are: of its readings there is left where they stand, each place once.
void make_light(Record& record);

} // namespace shenbao
