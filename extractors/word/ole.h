#pragma once
// An OLE2 compound file ([MS-CFB]): streams by path. Read through libgsf, from memory.

#include "extractors/word/collector.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

class OleFile {
  public:
    // Null where the bytes are no compound file, or one too damaged to list. `bytes` must outlive it.
    static std::unique_ptr<OleFile> open(std::span<const std::byte> bytes);
    ~OleFile();
    OleFile(const OleFile&) = delete;
    OleFile& operator=(const OleFile&) = delete;

    // All streams, folders joined by '/', in the file's order.
    const std::vector<std::string>& streams() const { return streams_; }
    // The stream's path as written, whatever the case asked for; null where there is none.
    const std::string* find(std::string_view path) const;
    bool has(std::string_view path) const { return find(path) != nullptr; }
    // The stream's bytes, as far as they go; "" where there is none.
    std::string read(std::string_view path, std::size_t cap = std::size_t{1} << 30) const;
    // A folder with all that is in it, as a compound file of its own; "" where there is none.
    std::string folder(std::string_view path) const;

  private:
    struct Handle;
    OleFile();
    std::unique_ptr<Handle> handle_;
    std::vector<std::string> streams_;
};

// Sets the library up, with a compound file of our own.
void warm_ole();

// True for the eight bytes that begin every compound file.
bool is_ole(std::span<const std::byte> bytes);

// Title, author and the like out of \005SummaryInformation and \005DocumentSummaryInformation ([MS-OLEPS]).
void read_ole_properties(const OleFile& ole, Collector& out);

} // namespace shenbao
