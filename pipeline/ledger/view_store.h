#pragma once
// Views: the small pictures of pages that stay in the output folder for people to look at, by content. They come out of
// the blobs and outlive them.

#include "pipeline/ledger/blob_store.h"

#include <optional>
#include <set>
#include <string>

namespace shenbao {

class ViewStore {
  public:
    // The folder is made when the first view is kept.
    explicit ViewStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Moves a view out of the blobs; does nothing where it is kept already or the blob is gone. Throws
    // std::system_error where the disk does not take it.
    void keep(const BlobStore& blobs, const Digest& name);
    // The JPEG; nothing where there is none.
    std::optional<std::string> read(const std::string& name) const;
    std::set<std::string> names() const;
    // Removes every other view.
    void keep_only(const std::set<std::string>& names);
    // Makes what was kept last through a power cut.
    void sync() const;

  private:
    std::filesystem::path path(const std::string& name) const { return folder_ / (name + ".jpg"); }

    std::filesystem::path folder_;
};

} // namespace shenbao
