#include "pipeline/ledger/view_store.h"

#include "pipeline/ledger/sync_folder.h"

#include <fstream>
#include <iterator>

namespace shenbao {

namespace fs = std::filesystem;

void ViewStore::keep(const BlobStore& blobs, const Digest& name) {
    const fs::path kept = path(name.hex());
    if (fs::exists(kept) || !blobs.has(name)) return;
    fs::create_directories(folder_);
    fs::rename(blobs.path(name), kept);
}

std::optional<std::string> ViewStore::read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::set<std::string> ViewStore::names() const {
    std::set<std::string> out;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_, none))
        out.insert(entry.path().stem().string());
    return out;
}

void ViewStore::keep_only(const std::set<std::string>& names) {
    for (const std::string& name : this->names())
        if (!names.contains(name)) fs::remove(path(name));
}

void ViewStore::sync() const {
    if (fs::exists(folder_)) sync_folder(folder_);
}

} // namespace shenbao
