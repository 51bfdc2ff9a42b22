#pragma once
// What a file is called, against what it is.

#include "extractors/extractor.h"

#include <optional>
#include <string_view>

namespace shenbao {

// The finding document.type_mismatch where the sender's ending stands for another format than the one found ("doc",
// "docx", "rtf", "html", "text", "xls", "xlsx"). Nothing for an ending that says nothing, or none.
std::optional<Finding> type_mismatch(const Input& input, const ReadOptions& options, std::string_view found);

// Adds it to the facts.
void note_mismatch(Facts& facts, const Input& input, const ReadOptions& options, std::string_view found);

} // namespace shenbao
