#pragma once
// Folders of archive::volume_links(), made by the coordinator where a job needs one, and kept as long as this lives.

#include <cstddef>
#include <filesystem>
#include <string>

namespace shenbao {

class VolumeFolders {
  public:
    // `under`: the work folder of the run; empty: there are no such folders.
    explicit VolumeFolders(std::filesystem::path under) : under_(std::move(under)) {}
    ~VolumeFolders();
    VolumeFolders(const VolumeFolders&) = delete;
    VolumeFolders& operator=(const VolumeFolders&) = delete;

    // The folder for so many volumes; empty where none may be made. Throws std::system_error where the disk refuses it.
    std::string of(std::size_t volumes);

  private:
    std::filesystem::path under_;
};

} // namespace shenbao
