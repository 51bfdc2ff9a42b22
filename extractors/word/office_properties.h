#pragma once
// Title, author and the like of an Office Open XML package (docProps).

#include "extractors/word/collector.h"
#include "extractors/word/package.h"

namespace shenbao {

void read_office_properties(OpcPackage& package, Collector& out);

} // namespace shenbao
