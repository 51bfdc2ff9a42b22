#pragma once
// What a ZIP says it holds (PKWARE APPNOTE 6.3.10): by its central directory where that is whole, else by walking
// forward over the local headers, which a file that was cut off still has.

#include "extractors/archive/names.h"
#include "extractors/archive/stretch.h"
#include "pipeline/model/finding.h"

#include <string>
#include <vector>

namespace shenbao::archive {

struct ZipRecord {
    RawName name;
    std::string listed;             // the name's bytes in the directory, before any Unicode path
    std::uint16_t host = 0;         // "version made by", upper byte (4.4.2): 0 is DOS, 3 Unix, 10 NTFS, 19 macOS
    std::uint16_t flags = 0;        // 4.4.4: bit 0 encrypted, 3 sizes follow the data, 11 UTF-8
    std::uint16_t method = 0;       // 4.4.5: 0 stored, 8 deflate, …; 99: AES, the true one is in the extra field
    std::uint16_t inner_method = 0; // where the method is 99: what was done before encrypting
    std::uint32_t crc = 0;
    std::uint64_t packed = 0, size = 0;
    bool sizes_known = true; // false: cut off before the sizes came
    std::uint32_t attributes = 0;
    std::uint64_t header = 0; // of the local header, in the whole stretch
    std::uint64_t data = 0;   // of the first data byte; 0: there is no local header
    bool cut = false;         // the data reach beyond the end
    bool elsewhere = false;   // on a volume that is not there
    std::string conflict;     // how local header and central directory disagree, if they do
    std::string damage;       // why its data cannot be trusted at all, if so

    bool encrypted() const { return flags & 1; }
    bool is_folder() const;
    bool is_link() const;
};

struct ZipDirectory {
    std::vector<ZipRecord> records; // in the order of the directory
    std::uint64_t base = 0;         // where offsets count from: the length of a stub before the archive
    bool central = false;           // the records come from the central directory
    bool plain = false;             // and the archive is one file: libzip can read it from `base` on
    std::vector<Finding> findings;  // truncated, damaged, volume missing
    std::string comment;
};

// Whether `bytes` end in an end record that stands behind a central directory: what makes a file with a stub a ZIP.
bool has_zip_directory(const Stretch& bytes);

// `most`: stop after so many records and one more. `split`: the name says that this is a volume.
ZipDirectory read_zip_directory(const Stretch& bytes, std::size_t most, bool split);

// The walk over local headers, for a ZIP without a directory.
void walk_local_headers(const Stretch& bytes, std::size_t most, ZipDirectory& directory);

// Whether what stands there looks like a local header and not like four bytes of something else.
bool plausible_local_header(const Stretch& bytes, std::uint64_t at);

// Fills in `data` and what follows from the local header; `whole` checks it against the central directory.
void read_local_header(const Stretch& bytes, ZipRecord& record);

// Reads an extra field (4.5): sizes of ZIP64, Info-ZIP's Unicode path.
struct ZipExtra {
    std::string unicode_path; // proven to belong to the name it stands by
    std::uint64_t size = 0, packed = 0, header = 0;
    std::uint16_t inner_method = 0;
    std::uint32_t disk = 0;
    static ZipExtra read(std::string_view extra, const ZipRecord& record, std::uint64_t header, std::uint32_t disk);
};

} // namespace shenbao::archive
