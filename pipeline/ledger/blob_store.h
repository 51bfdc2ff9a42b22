#pragma once
// Blobs by content: what readers produced (attachments, entries, page pictures), kept until the submission they belong
// to is judged, so that a killed run goes on where it was. Each is written to a temporary name, synced and renamed.

#include "pipeline/model/digest.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>

namespace shenbao {

// More bytes than the work folder may hold.
struct BlobStoreFull : std::runtime_error {
    explicit BlobStoreFull(std::uint64_t allowed_) : std::runtime_error("the work folder is full"), allowed(allowed_) {}
    std::uint64_t allowed;
};

class BlobStore {
  public:
    // Makes the folder where it is missing. Leftovers of unfinished blobs in it are removed; blobs that an earlier run
    // left are looked through before they are given out.
    explicit BlobStore(std::filesystem::path folder, std::uint64_t allowed = UINT64_MAX);

    class Writer {
      public:
        Writer(BlobStore& store, std::uint64_t number);
        ~Writer();
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;
        // Throws std::system_error where the disk does not take it, BlobStoreFull where the store may not.
        void write(std::span<const std::byte> bytes);
        Digest commit();

      private:
        void flush();

        BlobStore& store_;
        std::filesystem::path temporary_;
        int descriptor_ = -1;
        std::uint64_t written_ = 0;
        std::string buffer_;
        Hasher hasher_;
    };

    std::unique_ptr<Writer> open();
    bool has(const Digest& name) const;
    std::filesystem::path path(const Digest& name) const;
    const std::filesystem::path& folder() const { return folder_; }
    // What the store holds, blobs that are being written counted.
    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t allowed() const { return allowed_; }
    void remove(const Digest& name);
    // Removes everything that is kept; for a run that has ended.
    void clear();
    // Makes names written so far last through a power cut; does nothing where none came since it was called last.
    void sync();

  private:
    bool proven(const Digest& name) const;

    std::filesystem::path folder_;
    std::uint64_t opened_ = 0, bytes_ = 0, allowed_;
    bool unsynced_ = true; // from the beginning: of names that an earlier run wrote nobody knows
    std::map<std::string, std::uint64_t> sizes_;
    mutable std::set<std::string> unproven_; // blobs of an earlier run, by name
};

} // namespace shenbao
