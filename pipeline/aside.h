#pragma once
// Judged records, set aside on the disk until all are there and can be compared with each other: a mailbox of thousands
// gives more than there is reason to hold while others are being read.

#include "pipeline/model/record.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace shenbao {

class Aside {
  public:
    // Where a record lies, and behind it what comparing it needs and no record keeps.
    struct Place {
        std::uint64_t offset = 0;
        std::uint32_t bytes = 0, more = 0;
    };

    // In a file of this folder that has no name and is gone with this. Throws std::system_error.
    explicit Aside(const std::filesystem::path& folder);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    Place put(const Record& record);
    // The record that lies there, without the readings of its fields: comparing asks for none of them.
    Record take_out(const Place& place);
    // Gives a record that was taken out its readings back.
    void give_back(Record& record) const;

  private:
    std::string text_at(std::uint64_t offset, std::uint64_t bytes) const;

    int descriptor_ = -1;
    std::uint64_t end_ = 0;
    std::map<std::string, Place> taken_out_; // by id of the submission
};

// A record as it is held while many are: of its readings there is left where they stand, each place once.
void make_light(Record& record);

} // namespace shenbao
