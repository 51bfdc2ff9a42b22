#pragma once
// The bytes of one ZIP entry: by libzip, and by libarchive what libzip does not read.

#include "extractors/archive/unpacking.h"
#include "extractors/archive/zip_directory.h"

#include <zip.h>

#include <memory>
#include <optional>

namespace shenbao::archive {

// A ZIP opened by libzip over bytes in memory. Empty where libzip will not have it: it wants every record of the
// directory to be sound.
class LibZip {
  public:
    LibZip(const Stretch& bytes, std::size_t records);
    explicit operator bool() const { return static_cast<bool>(zip_); }
    // Nothing where libzip cannot read this entry (its method, its header) and has written nothing.
    std::optional<Ending> decode(std::size_t index, const ZipRecord& record, const std::vector<std::string>& passwords,
                                 EntryWriter& writer) const;

  private:
    struct Discard {
        void operator()(zip_t* z) const { zip_discard(z); }
    };
    std::optional<Ending> attempt(std::size_t index, const ZipRecord& record, const char* password,
                                  EntryWriter& writer) const;

    std::vector<zip_buffer_fragment_t> fragments_;
    std::unique_ptr<zip_t, Discard> zip_;
};

// Reads an entry by libarchive, as a ZIP of this one entry: its header written anew from what the directory says,
// its data from where they stand. So it needs no directory, and no other entry can be in its way.
Ending decode_alone(const Stretch& bytes, const ZipRecord& record, const std::vector<std::string>& passwords,
                    EntryWriter& writer);

// What the method is called, for staff; empty for the usual ones.
std::string zip_method_name(std::uint16_t method);

} // namespace shenbao::archive
