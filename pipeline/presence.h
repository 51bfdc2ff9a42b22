#pragma once
// A file that stands while a run is at work and is removed when it ends, however it ends short of being killed:
// removing needs no space on the disk. Found at a start, it tells that the run before died.

#include <filesystem>

namespace shenbao {

class Presence {
  public:
    // Throws std::system_error where the folder may not be written to.
    explicit Presence(std::filesystem::path file);
    ~Presence();
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;
    bool predecessor_died() const { return died_; }

  private:
    std::filesystem::path file_;
    bool died_;
};

} // namespace shenbao
