#pragma once
// Blobs by content: what readers produced (attachments, entries, page pictures), kept until the submission they belong
// to is judged, so that a killed run goes on where it was. Each is written to a temporary name, synced and renamed.

#include "pipeline/model/digest.h"

#include <filesystem>
#include <memory>
#include <span>

namespace shenbao {

class BlobStore {
  public:
    // Makes the folder where it is missing. Leftovers of unfinished blobs in it are removed.
    explicit BlobStore(std::filesystem::path folder);

    class Writer {
      public:
        Writer(const BlobStore& store, std::uint64_t number);
        ~Writer();
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;
        // Throws std::system_error where the disk does not take it.
        void write(std::span<const std::byte> bytes);
        Digest commit();

      private:
        void flush();

        const BlobStore& store_;
        std::filesystem::path temporary_;
        int descriptor_ = -1;
        std::string buffer_;
        Hasher hasher_;
    };

    std::unique_ptr<Writer> open();
    bool has(const Digest& name) const;
    std::filesystem::path path(const Digest& name) const;
    void remove(const Digest& name);
    // Everything that is kept; for a run that has ended.
    void clear();
    // Makes names written so far last through a power cut.
    void sync() const;

  private:
    std::filesystem::path folder_;
    std::uint64_t opened_ = 0;
};

} // namespace shenbao
