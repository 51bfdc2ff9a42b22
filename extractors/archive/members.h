#pragma once
// An archive whose directory is left to libarchive: listed in one pass over the headers, read in another.

#include "extractors/archive/stream.h"

#include <string>
#include <vector>

namespace shenbao::archive {

class MemberReading {
  public:
    // Reads from `bytes` into `unpacking`; both must outlive it.
    MemberReading(Stream::Format format, const Stretch& bytes, Unpacking& unpacking)
        : format_(format), bytes_(bytes), unpacking_(unpacking) {}

    // Lists every entry. Not whole: the headers break off, and why.
    Ending list();
    // How many headers list() saw, folders too.
    std::size_t headers() const { return headers_; }
    // Reads every entry listed, as far as limits allow.
    void read_all();

  private:
    struct Member {
        RawName name;
        std::int64_t size = -1; // -1: not known
        std::size_t place = 0;  // among all headers
        bool link = false;
        std::string target{};
    };

    static Member member_of(struct archive_entry* entry, std::size_t place);
    bool read_from(std::size_t& from);
    bool read(std::size_t index, Stream& stream, bool& goes_on);

    Stream::Format format_;
    const Stretch& bytes_;
    Unpacking& unpacking_;
    std::vector<Member> members_;
    std::size_t headers_ = 0;
    Ending last_;
};

// Whether a tar begins there: its header's sum fits.
bool is_tar(const Stretch& bytes);

} // namespace shenbao::archive
