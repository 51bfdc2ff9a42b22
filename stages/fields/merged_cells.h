#pragma once

#include "pipeline/model/document.h"
#include "stages/fields/label_book.h"

#include <optional>

namespace shenbao::fields_detail {

// Cells of a scan that were taken for one because the rule between them is broken or lies under a seal, parted again
// where a label tells that they are two: lines of a cell that reaches over as many rows, and what stands on either side
// of the remains of an upright rule. Empty where no cell is such a one.
std::optional<Table> parted(const Table& table, const LabelBook& labels);

} // namespace shenbao::fields_detail
