#pragma once
// Pictures inside binary Office documents.

#include "extractors/word/collector.h"
#include "extractors/word/view.h"

#include <cstdint>
#include <span>

namespace shenbao {

// The pictures of a binary Word document: in the Data stream at `offsets` ([MS-DOC] 2.9.190, PICF), and those of the
// drawing layer in `main` that the table stream's drawing group tells of ([MS-ODRAW] 2.2.20).
void put_word_pictures(View data, std::span<const std::uint32_t> offsets, View main, View drawing_group, Collector& out,
                       Sink& sink);

// The pictures of a drawing group that holds them itself ([MS-XLS] 2.4.171, MsoDrawingGroup).
void put_drawing_pictures(View drawing_group, Collector& out, Sink& sink);

} // namespace shenbao
