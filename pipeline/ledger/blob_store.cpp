#include "pipeline/ledger/blob_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_size = 256 << 10;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.filename().string());
}

} // namespace

BlobStore::BlobStore(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    for (const auto& entry : fs::directory_iterator(folder_))
        if (entry.path().extension() == ".part") fs::remove(entry.path());
}

BlobStore::Writer::Writer(const BlobStore& store, std::uint64_t number)
    : store_(store), temporary_(store.folder_ / (std::to_string(number) + ".part")) {
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0) fail(temporary_);
}

BlobStore::Writer::~Writer() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void BlobStore::Writer::write(std::span<const std::byte> bytes) {
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
    } else {
        ::unlink(temporary_.c_str());
    }
    ::close(descriptor_);
    descriptor_ = -1;
    return name;
}

std::unique_ptr<BlobStore::Writer> BlobStore::open() { return std::make_unique<Writer>(*this, ++opened_); }

bool BlobStore::has(const Digest& name) const { return !name.empty() && fs::exists(path(name)); }

fs::path BlobStore::path(const Digest& name) const { return folder_ / name.hex(); }

void BlobStore::remove(const Digest& name) {
    std::error_code ignored;
    fs::remove(path(name), ignored);
}

void BlobStore::clear() {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_))
        fs::remove(entry.path(), ignored);
}

void BlobStore::sync() const {
    int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail(folder_);
    ::fsync(folder);
    ::close(folder);
}

} // namespace shenbao
