#pragma once
// libarchive, with one format and no filter, over bytes in memory.

#include "extractors/archive/stretch.h"
#include "extractors/archive/unpacking.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace shenbao::archive {

// libarchive turns names into the locale's characters and gives NULL for what does not fit; so the locale must be
// UTF-8. Changes the process's LC_CTYPE.
void use_utf8_locale();

// Does once what libarchive, libzip and the decoding of names do when first used: load the locale's tables, the time
// zone, converters. In a sandbox some of that would be refused.
void warm_up();

// Reads archives front to back. Reads from `bytes`, whose pieces must outlive it.
class Stream {
  public:
    // One format only, by the signature the caller has seen: with more of them on, a stored member's own signature
    // is taken for the archive's.
    enum class Format { zip, rar4, rar5, sevenzip, tar };

    Stream(Format format, Stretch bytes, const std::vector<std::string>& passwords = {});
    // The next header, or null at the end or at damage that ends the reading; failed() tells which.
    struct archive_entry* next();
    // The data of the entry at hand. `size` < 0: not known.
    Ending decode(EntryWriter& writer, std::int64_t size = -1);
    bool failed() const { return failed_; }
    // Why it failed, in libarchive's own words.
    Ending failure() const;
    // libarchive's own words.
    std::string error() const;

  private:
    struct Close {
        void operator()(struct archive* a) const { archive_read_free(a); }
    };
    static la_ssize_t give(struct archive*, void* self, const void** block);
    static la_int64_t skip(struct archive*, void* self, la_int64_t length);
    static la_int64_t seek(struct archive*, void* self, la_int64_t offset, int whence);
    Ending judged(const EntryWriter& writer, std::int64_t size, int code) const;

    Stretch bytes_;
    std::uint64_t at_ = 0;
    bool failed_ = false;
    std::unique_ptr<struct archive, Close> archive_;
};

} // namespace shenbao::archive
