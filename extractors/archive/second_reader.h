#pragma once
// The second reader of archives: what libarchive and libzip refuse (RAR 2, solid RAR 3, encrypted RAR and 7z,
// Deflate64, some filters of 7z) is read by Debian's `unar`, where it is installed.
//
// Asked for by stages/unpack as Task::unpack_again, once the first reader has said that entries were refused for such a
// reason. It lists the archive with `lsar`, then reads entry by entry from `unar`'s standard output; what came is taken
// for an entry's bytes only where its length and its sum fit. Volumes are shown to it by links of our own, see
// volume_links.h; those that are merely cut by size, but for 7z, are left to the first reader.

#include "extractors/archive/unar.h"
#include "extractors/extractor.h"

namespace shenbao {

// For Task::unpack_again; does not bid.
const Extractor& second_archive_reader();

namespace archive {
// The same with other programs in place of unar's.
Facts read_by_unar(const Input& input, const ReadOptions& options, Sink& sink, const UnarPrograms& programs);
} // namespace archive

} // namespace shenbao
