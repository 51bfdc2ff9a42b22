#include "pipeline/ledger/blob_store.h"

#include "pipeline/ledger/sync_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_size = 256 << 10;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.filename().string());
}

} // namespace

BlobStore::BlobStore(fs::path folder, std::uint64_t allowed) : folder_(std::move(folder)), allowed_(allowed) {
    fs::create_directories(folder_);
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() == ".part") {
            unfinished.push_back(entry.path());
        } else if (entry.is_regular_file()) {
            bytes_ += sizes_[name] = entry.file_size();
            unproven_.insert(name);
        }
    }
    for (const fs::path& file : unfinished)
        fs::remove_all(file);
}

BlobStore::Writer::Writer(BlobStore& store, std::uint64_t number)
    : store_(store), temporary_(store.folder_ / (std::to_string(number) + ".part")) {
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0) fail(temporary_);
}

BlobStore::Writer::~Writer() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
    store_.bytes_ -= written_;
}

void BlobStore::Writer::write(std::span<const std::byte> bytes) {
    if (store_.bytes_ + bytes.size() > store_.allowed_) throw BlobStoreFull(store_.allowed_);
    written_ += bytes.size();
    store_.bytes_ += bytes.size();
    hasher_.update(bytes);
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (buffer_.size() >= buffer_size) flush();
}

void BlobStore::Writer::flush() {
    for (std::size_t at = 0; at < buffer_.size();) {
        ssize_t n = ::write(descriptor_, buffer_.data() + at, buffer_.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(temporary_);
        at += static_cast<std::size_t>(n);
    }
    buffer_.clear();
}

Digest BlobStore::Writer::commit() {
    flush();
    Digest name = hasher_.finish();
    if (!store_.has(name)) {
        if (::fdatasync(descriptor_) != 0) fail(temporary_);
        if (::rename(temporary_.c_str(), store_.path(name).c_str()) != 0) fail(temporary_);
        store_.unsynced_ = true;
        store_.sizes_[name.hex()] = written_;
    } else {
        ::unlink(temporary_.c_str());
        store_.bytes_ -= written_;
    }
    ::close(descriptor_);
    descriptor_ = -1;
    return name;
}

std::unique_ptr<BlobStore::Writer> BlobStore::open() { return std::make_unique<Writer>(*this, ++opened_); }

bool BlobStore::has(const Digest& name) const { return !name.empty() && fs::exists(path(name)) && proven(name); }

// What an earlier run left is taken once its bytes were seen to be what its name says.
bool BlobStore::proven(const Digest& name) const {
    auto it = unproven_.find(name.hex());
    if (it == unproven_.end()) return true;
    unproven_.erase(it);
    std::ifstream in(path(name), std::ios::binary);
    Hasher hasher;
    std::vector<char> buffer(buffer_size);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0)
        hasher.update(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(in.gcount()))));
    if (!in.bad() && hasher.finish() == name) return true;
    std::error_code ignored;
    fs::remove(path(name), ignored);
    return false;
}

fs::path BlobStore::path(const Digest& name) const { return folder_ / name.hex(); }

void BlobStore::remove(const Digest& name) {
    std::error_code ignored;
    fs::remove(path(name), ignored);
    auto size = sizes_.find(name.hex());
    if (size == sizes_.end()) return;
    bytes_ -= size->second;
    sizes_.erase(size);
}

void BlobStore::clear() {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_, ignored))
        fs::remove_all(entry.path(), ignored);
    sizes_.clear();
    bytes_ = 0;
}

void BlobStore::sync() {
    if (!unsynced_) return;
    sync_folder(folder_);
    unsynced_ = false;
}

} // namespace shenbao
