#pragma once
// The headers of a RAR archive, read by ourselves: libarchive says nothing of encryption (a stored, encrypted member
// comes back as ciphertext), of a missing volume or of a missing end, and what it does not read it does not list.
// RAR 1.5–4 (technote.txt of RAR 4.2) and RAR 5 (the RAR 5.0 archive format note of rarlab.com).

#include "extractors/archive/names.h"
#include "extractors/archive/stretch.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::archive {

inline constexpr std::string_view rar4_signature{"Rar!\x1a\x07\x00", 7};
inline constexpr std::string_view rar5_signature{"Rar!\x1a\x07\x01\x00", 8};

// A file's block in one volume: its header and the data behind it.
struct RarBlock {
    std::size_t volume = 0;
    std::uint64_t header = 0, header_size = 0, data_size = 0; // in that volume
    std::string plain{}; // the header as libarchive can read it, where the true one has more in it than it knows
    bool cut = false;    // the data reach beyond the volume's end
};

struct RarFile {
    RawName name;
    std::uint64_t size = 0;
    bool size_known = true;
    std::optional<std::uint32_t> crc; // of the unpacked bytes; none where encryption hides it
    int version = 0;                  // RAR 4: what unpacks it, 15, 20, 26, 29, 36. RAR 5: 50, or 70
    bool stored = false;
    bool folder = false, link = false, copy = false, encrypted = false;
    bool solid = false;                        // unpacks only after the one before it
    std::string target;                        // of a link or copy
    bool from_before = false, goes_on = false; // begins in an earlier volume; goes on in the next
    std::vector<RarBlock> blocks;              // one a volume
};

struct RarVolume {
    std::uint64_t start = 0;             // of the signature; before it is a stub
    std::string head;                    // signature and main header, as libarchive wants to see them
    std::string tail;                    // the end-of-archive header
    std::optional<std::uint64_t> number; // counted from 0
    bool ended = false;                  // there is an end-of-archive header
    bool goes_on = false;                // which says that a volume follows
    bool needs_end = false;              // of a kind that always has one
    bool truncated = false;              // a header or data reach beyond the end
    bool hidden = false;                 // headers are encrypted
    bool solid = false, multivolume = false;
    bool old_names = false; // RAR 4: volumes are called .rar, .r00, .r01
    std::string damage; // the first header that is not sound
    std::vector<RarFile> files;
};

// Where the signature stands: at 0, or within the first 2 MiB of a self-extracting program, with a sound header
// behind it. npos where there is none. `five` says which.
std::uint64_t find_rar(const Stretch& bytes, bool& five);

// The volumes of one archive in their order, and their files with what belongs together joined.
struct RarListing {
    bool five = false;
    std::vector<RarVolume> volumes;
    std::vector<Stretch> bytes;         // of each volume
    std::vector<RarFile> files;         // folders too
    std::vector<std::uint64_t> missing; // numbers of the volumes that are not there, the first being 1
    std::size_t strangers = 0;          // volumes that are no RAR of this kind
};
// A piece without a signature is the continuation, cut by size, of the one before it.
RarListing read_rar_listing(const std::vector<Stretch>& inputs, std::size_t most);

// At most `most` files and one more.
RarVolume read_rar4_volume(const Stretch& bytes, std::uint64_t start, std::size_t most);
RarVolume read_rar5_volume(const Stretch& bytes, std::uint64_t start, std::size_t most);

// After a header that is not sound: the next place from `at` where a sound one begins, or npos. `sound` judges a
// place cheaply first.
std::uint64_t next_sound(const Stretch& bytes, std::uint64_t at, bool (*sound)(const Stretch&, std::uint64_t));

// Whether a header with a right checksum begins there.
bool sound_rar4_header(const Stretch& bytes, std::uint64_t at);
bool sound_rar5_header(const Stretch& bytes, std::uint64_t at);

} // namespace shenbao::archive
