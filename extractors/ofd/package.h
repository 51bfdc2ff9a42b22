#pragma once
// The ZIP that an OFD is: its files by path. Paths in OFD may be absolute ("/Doc_0/…") or relative to the file that
// names them, and some writers get case and separators wrong.

#include "extractors/extractor.h"

#include <zip.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shenbao::ofd {

class Package {
  public:
    // `bytes` must remain good while the package lives. Throws ItemError archive.damaged.
    Package(std::span<const std::byte> bytes, std::uint64_t most_bytes);

    // A path as written in the file `from`, made a key for read(): from the root, with "." and ".." resolved.
    static std::string resolve(std::string_view from, std::string_view path);
    bool has(const std::string& path) const { return find(path).has_value(); }
    // The bytes of a file, nothing where there is none of this name. Throws ItemError: limit.bytes when all files read
    // together pass the limit, document.damaged when the entry cannot be unpacked, document.encrypted.
    std::optional<std::string> read(const std::string& path);

  private:
    struct Discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    std::optional<zip_uint64_t> find(const std::string& path) const;

    std::unique_ptr<zip_t, Discard> archive_;
    std::map<std::string, zip_uint64_t> files_; // by folded path
    std::uint64_t left_;
};

} // namespace shenbao::ofd
