#pragma once
// Files inside Office documents, taken out of what they are wrapped in, and named by what they are.

#include "extractors/word/collector.h"
#include "extractors/word/ole.h"

#include <string>
#include <string_view>

namespace shenbao {

// The objects of a binary document: folders that hold a document's own streams (ObjectPool, MBD…) become compound files
// of their own; the streams Package (Office Open XML), CONTENTS (PDF) and \1Ole10Native (any file) are put as they are.
void put_ole_objects(const OleFile& ole, Collector& out, Sink& sink);

// A file embedded in an Office package or in RTF. A compound file that only wraps another file gives that one; what is
// no wrapper is put under `name`.
void put_embedded(std::string name, std::string_view bytes, Collector& out, Sink& sink);

// An object of OLE 1 ([MS-OLEDS] 2.2.5), as RTF keeps it.
void put_ole1_object(std::string_view bytes, std::string name, Collector& out, Sink& sink);

} // namespace shenbao
