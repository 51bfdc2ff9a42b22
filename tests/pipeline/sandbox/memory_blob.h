#pragma once
// Blobs from a child, kept in memory.

#include "pipeline/sandbox/pool.h"

#include <map>
#include <string>

namespace shenbao::test {

class MemoryBlob : public BlobWriter {
  public:
    explicit MemoryBlob(std::map<Digest, std::string>& kept) : kept_(kept) {}
    void write(std::span<const std::byte> bytes) override {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    Digest commit() override {
        Digest name = Digest::of(bytes_);
        kept_[name] = bytes_;
        return name;
    }

  private:
    std::map<Digest, std::string>& kept_;
    std::string bytes_;
};

}  // namespace shenbao::test
