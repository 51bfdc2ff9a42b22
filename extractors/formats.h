#pragma once
// The list of formats. The order says who reads an input that two bid for alike; see formats.def.

#include "extractors/extractor.h"

#include <span>

namespace shenbao {

// Extractors that bid for Task::read.
std::span<const Extractor* const> formats();
// Looks at pages of a PDF for Task::look; does not bid.
const Extractor& pdf_page_looker();
// Readers of page pictures, one a task; they do not bid.
const Extractor& recogniser();
const Extractor& thorough_recogniser();
const Extractor& seal_finder();
// Reads archives that the first reader did not get open; it does not bid either.
const Extractor& second_archive_reader();

} // namespace shenbao
