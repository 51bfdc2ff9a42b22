#pragma once
// A sink that keeps blobs in memory: for reading without a sandbox, in tests and in fuzz targets.

#include "extractors/extractor.h"

#include <map>

namespace shenbao {

class MemorySink : public Sink {
  public:
    explicit MemorySink(std::uint64_t limit = Limits{}.document_output) : limit_(limit) {}
    void begin() override { open_.clear(); }
    void write(std::span<const std::byte> bytes) override {
        written_ += bytes.size();
        if (written_ > limit_) throw ItemError("limit.bytes");
        open_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    Digest end() override {
        Digest name = Digest::of(open_);
        blobs[name] = std::move(open_);
        open_.clear();
        return name;
    }
    void progress(std::string_view) override {}

    std::map<Digest, std::string> blobs;

  private:
    std::string open_;
    std::uint64_t limit_, written_ = 0;
};

} // namespace shenbao
